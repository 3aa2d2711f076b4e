"""``/media``: pictures by name. They may come from anybody, so a browser may do nothing but show them."""

import re
from pathlib import Path
from typing import Final

from litestar import Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from store.entrypoints.shared.permissions import Permission, open_to

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_TYPES: Final = {
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
    ".avif": "image/avif",
}
_HEADERS: Final = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "cross-origin-resource-policy": "same-site",
    "x-content-type-options": "nosniff",
}


def media_routes(folder: Path) -> Router:
    """The pictures in *folder*, which may come into being later."""
    folder = folder.absolute()

    @get("/{name:str}", opt=open_to(Permission.PUBLIC) | {"exclude_from_csrf": True}, include_in_schema=False)
    async def picture(name: FromPath[str]) -> File:
        """One picture; anything that is none is not there."""
        kind = _TYPES.get(Path(name).suffix)
        file = folder / name
        if kind is None or not _NAME.fullmatch(name) or not file.is_file():
            raise NotFoundException
        return File(file, media_type=kind, content_disposition_type="inline", headers=_HEADERS)

    return Router("/media", route_handlers=[picture])
