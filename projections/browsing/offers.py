"""What is on offer under a SKU, for carts."""

from collections.abc import Iterable
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import json
from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.browsing.converting import explicits
from store.adapters.drivers.prepared import ask
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import Answer, number, text
from store.application.cart.ports import Offer
from store.domain.shared.ids import Sku, VendorId
from store.domain.shared.money import Money

_prices: Final = json.Decoder(dict[str, int])
_NONE: Final = b"{}"
_OFFERS: LiteralString = (
    "SELECT v.sku, p.slug, p.name, v.options, v.price, v.currency, v.picture, v.on_hand - v.reserved, p.for_sale,"
    " p.brand, array_to_string(p.path, ' '), p.vendor::text,"
    f" {explicits('v')}"
    " FROM read.variants v JOIN read.products p ON p.id = v.product WHERE v.sku = ANY(%(skus)s)"
)


class PostgresOffers:
    """:class:`~store.application.cart.ports.Offers` from the goods."""

    def __init__(self, pool: ConnectionPool[Connection[Any]]) -> None:
        self._pool = pool

    def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""
        with self._pool.connection() as db:
            return _offers(ask(db, _OFFERS, {"skus": list(skus)}))


class PostgresShownOffers:
    """:class:`~store.application.cart.ports.ShownOffers` from the goods."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""
        return _offers(await self._questions.ask(_OFFERS, {"skus": list(skus)}))


def _offers(rows: Answer) -> dict[Sku, Offer]:
    offers = (
        Offer(
            sku=Sku(text(sku)), slug=text(slug), name=text(name), options=json.decode(options or b"{}"),
            price=Money(number(price), text(currency)), picture=text(picture) if picture else None,
            available=number(available), for_sale=for_sale == b"t",
            brand=text(brand), places=tuple(text(places).split()),
            vendor=VendorId(UUID(text(vendor))) if vendor else None,
            prices=_prices.decode(said) if said and said != _NONE else {},
        )
        for sku, slug, name, options, price, currency, picture, available, for_sale, brand, places, vendor, said in rows
    )
    return {offer.sku: offer for offer in offers}
