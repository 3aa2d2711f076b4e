"""Where to go within the shop, whatever a link, a form or a header says."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

HOME: Final = "/account"
CODE: Final = "/login/code"
_DOORS: Final = frozenset({"/login", CODE, "/register"})
_LONGEST_WAY: Final = 500


def inside(path: str) -> str:
    """*path*, if it is that of a page of this shop; else nothing.

    However many slashes are ahead, a browser takes what follows two of them for another site.
    """
    slashes = path.replace("\\", "/")
    parts = parts_of(slashes)
    if parts is None or parts.scheme or parts.netloc or not slashes.startswith("/") or slashes.startswith("//"):
        return ""
    return "" if not path.isprintable() or len(path) > _LONGEST_WAY else path


def beyond_the_door(path: str) -> str:
    """The same for somebody who just came in: never back to the door."""
    path = inside(path)
    return HOME if not path or urlsplit(path).path in _DOORS else path


def parts_of(address: str) -> SplitResult | None:
    """What *address* is made of; nothing of what is no address."""
    try:
        return urlsplit(address)
    except ValueError:
        return None
