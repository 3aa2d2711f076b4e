"""The way from an address that something had to the one it has."""

from typing import Any, Final
from urllib.parse import quote

from litestar import Request

_ASK: Final = "no-cache"
"""Asked again each time: whoever kept it would go in circles once the old address is taken up again."""


def moved(request: Request[Any, Any, Any], slug: str) -> dict[str, str]:
    """Headers of an answer 301, to the same page of what stands at *slug* with all that was asked of it."""
    above = request.scope["path"].rpartition("/")[0]
    asked = request.scope["query_string"].decode("latin-1")
    return {"location": f"{quote(above)}/{quote(slug)}{'?' if asked else ''}{asked}", "cache-control": _ASK}
