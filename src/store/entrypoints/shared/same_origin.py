"""Forms come from our own pages: a second lock beside the CSRF token."""

from typing import Any, Final
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from store.domain.shared.errors import StoreError

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignForm(StoreError):
    """This form was sent from another site. Open the page here and send it again."""


async def same_origin(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse what a browser says was sent from elsewhere; ``null`` is elsewhere too.

    Programs that are no browsers say nothing about it, and are left to the CSRF token.
    """
    del handler
    if connection.scope.get("method") in _SAFE:
        return
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignForm
    origin = connection.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host", ""):
        raise ForeignForm
