"""What visitors who are programs look for: robots.txt, the sitemap and the old address of the icon."""

import time
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect, Stream
from msgspec import json

from store.application.browsing.messages import CategoryNode, ListCategories, ListProducts, ProductPage
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import category_href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo

_A_DAY: Final = {"Cache-Control": "public, max-age=86400"}
_AN_HOUR: Final = {"Cache-Control": "public, max-age=3600"}
_SECONDS_TO_KEEP: Final = 600.0
_MOST: Final = 50_000
"""Addresses in one sitemap, as its standard has it."""
_AT_ONCE: Final = 100
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_FOOT: Final = b"</urlset>\n"

_page = json.Decoder(ProductPage)
_tree = json.Decoder(list[CategoryNode])


class Sitemap:
    """All addresses of one shop worth finding. Written while it is sent, and kept for a while."""

    def __init__(self) -> None:
        self._kept: tuple[float, bytes] | None = None

    async def parts(self, request: AnyRequest, desk: Desk, address: str) -> AsyncIterator[bytes]:
        """The document, piece by piece."""
        if self._kept is not None and time.monotonic() < self._kept[0]:
            yield self._kept[1]
            return
        written = [_HEAD]
        yield _HEAD
        async for path in _paths(request, desk):
            entry = f"<url><loc>{escape(address + path)}</loc></url>\n".encode()
            written.append(entry)
            yield entry
        yield _FOOT
        self._kept = (time.monotonic() + _SECONDS_TO_KEEP, b"".join([*written, _FOOT]))


@get("/robots.txt", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def robots(shop: NamedDependency[ShopInfo]) -> Response[str]:
    """What crawlers may leave alone."""
    private = ("/backoffice", "/cart", "/checkout", "/orders", "/sandbox", "/dev", "/api/", "/products/suggest")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "", f"Sitemap: {shop.address}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", media_type="text/plain", headers=_A_DAY)


@get("/sitemap.xml", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def sitemap(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
    shop: NamedDependency[ShopInfo], addresses: NamedDependency[Sitemap],
) -> Stream:
    """Every category and every product."""
    await limits.spend(READING, request, cost=SEARCH)
    return Stream(addresses.parts(request, desk, shop.address), media_type="application/xml", headers=_AN_HOUR)


@get("/favicon.ico", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def favicon() -> Redirect:
    """Where the icon really is, for whoever asks without reading the page."""
    return Redirect(Assets()("favicon.svg"), status_code=302, headers=_A_DAY)


async def _paths(request: AnyRequest, desk: Desk) -> AsyncIterator[str]:
    yield "/"
    yield "/products"
    left = _MOST
    for slug in _slugs(_tree.decode(await desk.ask(ListCategories(), request))):
        yield category_href(slug)
        left -= 1
    cursor: str | None = None
    while left > 0:
        page = _page.decode(await desk.ask(ListProducts(sort="name", cursor=cursor, limit=_AT_ONCE), request))
        for item in page.items:
            yield f"/products/{quote(item.slug)}"
        left -= len(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _slugs(nodes: list[CategoryNode]) -> list[str]:
    return [slug for node in nodes for slug in (node.slug, *_slugs(node.children))]
