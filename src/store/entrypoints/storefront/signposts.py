"""What visitors who are programs look for: robots.txt, the sitemap and the old address of the icon."""

import time
from collections.abc import AsyncIterator
from typing import Annotated, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream
from msgspec import json

from store.application.browsing.addresses import ListAddressesOfGoods
from store.application.browsing.messages import CategoryNode, ListCategories
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import category_href
from store.entrypoints.shared.limits import READING, SEARCH, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.suggestions import nodes_of

_A_DAY: Final = {"Cache-Control": "public, max-age=86400"}
_AN_HOUR: Final = {"Cache-Control": "public, max-age=3600"}
_SECONDS_TO_KEEP: Final = 600.0
MOST: Final = 50_000
"""Addresses in one sitemap, as its standard has it: where there are more goods, there are several."""
_AT_ONCE: Final = 5_000
_XML: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_KIND: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

_tree = json.Decoder(list[CategoryNode])


class Sitemap:
    """All addresses of one shop worth finding, written while they are sent. Those of a shop that needs one sitemap are
    kept for a while.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: tuple[float, bytes] | None = None

    async def parts(self, part: int | None, request: AnyRequest, desk: Desk, address: str) -> AsyncIterator[bytes]:
        """The document, piece by piece: of one *part* of the shop, or of all of it, which may name its parts."""
        if part is None and self._kept is not None and time.monotonic() < self._kept[0]:
            yield self._kept[1]
            return
        total = (await desk.ask(ListAddressesOfGoods(limit=0), request)).total
        tree = _tree.decode(await desk.ask(ListCategories(), request))
        places = ["/", "/products", *(category_href(node.slug) for node in nodes_of(tree))]
        if part is None and total + len(places) > self._most:
            numbers = range(1, -(-total // self._most) + 2)
            yield b"".join(_document("sitemapindex", "sitemap", [
                f"{address}/sitemap.xml?part={number}" for number in numbers
            ]))
            return
        written = list[bytes]()
        async for piece in _pieces(self._paths(part, places, request, desk), address):
            yield piece
            if part is None:
                written.append(piece)
        if part is None:
            self._kept = (time.monotonic() + _SECONDS_TO_KEEP, b"".join(written))

    async def _paths(
        self, part: int | None, places: list[str], request: AnyRequest, desk: Desk
    ) -> AsyncIterator[list[str]]:
        """Of several parts the first has the *places*, and each of the others its share of the goods."""
        if part in {None, 1}:
            yield places
        if part == 1:
            return
        left, after, skip = self._most, None, (part - 2) * self._most if part else 0
        while left > 0:
            query = ListAddressesOfGoods(after=after, skip=skip, limit=min(left, _AT_ONCE))
            found = (await desk.ask(query, request)).items
            yield [f"/products/{quote(item.slug)}" for item in found]
            if len(found) < query.limit:
                return
            left, after, skip = left - len(found), found[-1].id, 0


async def _pieces(paths: AsyncIterator[list[str]], address: str) -> AsyncIterator[bytes]:
    head, foot = _document("urlset", "url", [])
    yield head
    async for some in paths:
        yield _entries("url", [address + path for path in some])
    yield foot


def _document(kind: str, entry: str, addresses: list[str]) -> tuple[bytes, bytes]:
    """Its beginning with *addresses*, and its end."""
    return f'{_XML.decode()}<{kind} xmlns="{_KIND}">\n'.encode() + _entries(entry, addresses), f"</{kind}>\n".encode()


def _entries(entry: str, addresses: list[str]) -> bytes:
    return "".join(f"<{entry}><loc>{escape(it)}</loc></{entry}>\n" for it in addresses).encode()


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
    part: Annotated[int | None, QueryParameter(ge=1, le=10_000)] = None,
) -> Stream:
    """Every category and every product; of a large shop in parts."""
    await limits.spend(READING, request, cost=SEARCH)
    return Stream(addresses.parts(part, request, desk, shop.address), media_type="application/xml", headers=_AN_HOUR)


@get("/favicon.ico", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def favicon() -> Redirect:
    """Where the icon really is, for whoever asks without reading the page."""
    return Redirect(Assets()("favicon.svg"), status_code=302, headers=_A_DAY)
