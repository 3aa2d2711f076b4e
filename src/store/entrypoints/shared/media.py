"""``/media``: pictures by name. They may come from anybody, so a browser may do nothing but show them."""

from typing import Any, Final

import structlog
from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath
from litestar.response import Redirect, Stream

from store.application.catalogue.media_names import NotAMediaName, kept_for, redirect_kept_for, type_of
from store.application.catalogue.ports import MediaAway, MediaFacts, MediaFile, ShownMedia
from store.application.catalogue.sizes import whole_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.versions import knows

_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "cross-origin-resource-policy": "same-site",
    "x-content-type-options": "nosniff",
}
_AT_ONCE: Final = 1 << 18
"""Up to so many bytes are sent in one piece, with their length."""


def media_routes(media: ShownMedia, elsewhere: str = "") -> Router:
    """The pictures of *media*; with *elsewhere*, the address of a CDN, visitors are sent there instead."""

    @get("/{name:str}", opt=open_to(Permission.PUBLIC), include_in_schema=False)
    async def picture(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        """One picture; anything that is none is not there."""
        try:
            kind = type_of(name)
        except NotAMediaName:
            raise NotFoundException from None
        try:
            if not elsewhere:
                return await _answer(media, name, kind, request.headers.get("if-none-match", ""))
            there = elsewhere.rstrip("/")
            if whole_of(name) and await media.about(name) is None:
                return _instead(name, there)
            return Redirect(f"{there}/{name}", headers={"cache-control": redirect_kept_for(name)})
        except MediaAway as away:
            structlog.get_logger().error("pictures are away", because=str(away))
            raise ServiceUnavailableException("Pictures can't be shown at the moment.") from away

    return Router("/media", route_handlers=[picture])


async def _answer(media: ShownMedia, name: str, kind: str, known: str) -> Response[Any]:
    if known:
        facts = await media.about(name)
        if facts is not None and knows(known, _tag(facts)):
            return Response(None, status_code=304, headers=_headers(name, facts))
    file = await media.read(name)
    if file is None:
        return _instead(name, "/media")
    headers = _headers(name, file.facts)
    if file.facts.size > _AT_ONCE:
        return Stream(file.chunks, media_type=kind, headers=headers | {"content-length": str(file.facts.size)})
    return Response(await _whole(file), media_type=kind, headers=headers)


def _instead(name: str, below: str) -> Response[Any]:
    """The whole picture, as long as this size of it is not made yet: nobody waits for a job to see something."""
    whole = whole_of(name)
    if whole is None:
        raise NotFoundException
    return Redirect(f"{below}/{whole}", headers={"cache-control": "no-store"})


async def _whole(file: MediaFile) -> bytes:
    return b"".join([piece async for piece in file.chunks])


def _headers(name: str, facts: MediaFacts) -> dict[str, str]:
    return {**_HEADERS, "cache-control": kept_for(name), "etag": _tag(facts)}


def _tag(facts: MediaFacts) -> str:
    """A weak one: the same picture goes out compressed in several ways."""
    return f'W/"{facts.version}"'
