"""Forms come from our own pages: a second lock beside their token."""

import re
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from store.domain.shared.errors import StoreError
from store.entrypoints.shared.form_tokens import SAFE


class ForeignForm(StoreError):
    """This form was sent from another site. Open the page here and send it again."""


def same_origin(*, secure: bool) -> Guard:
    """Refuse what a browser says was sent from elsewhere: ``null``, sub-domains and other ports are elsewhere, and so
    is plain HTTP where the shop is *secure*.

    Programs that are no browsers say nothing about it, and are left to the token of the form.
    """
    schemes = {"https"} if secure else {"http", "https"}

    def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        del handler
        if connection.scope.get("method") in SAFE:
            return
        if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            raise ForeignForm
        origin = connection.headers.get("origin", _origin_of(connection.headers.get("referer")))
        if origin is not None and not is_ours(origin, connection.headers.get("host", ""), schemes):
            raise ForeignForm

    return guard


def _origin_of(referer: str | None) -> str | None:
    """Browsers that send no ``Origin`` mostly name the page; one that names none is left to the token."""
    if referer is None:
        return None
    scheme, _, rest = referer.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0]}"


def is_ours(origin: str, host: str, schemes: set[str]) -> bool:
    """Whether *origin* is that of the very *host* that is asked, by one of *schemes*."""
    scheme, _, place = origin.partition("://")
    return scheme in schemes and bool(place) and place == host
