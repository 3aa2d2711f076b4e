"""What a cart needs to know of the goods."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from msgspec import Struct

from store.application.shared.work import UnitOfWork
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import Sku, VendorId
from store.domain.shared.money import Money


class Offer(Struct, frozen=True):
    """What is offered under a SKU right now. ``available`` counts the pieces nobody has a claim on; ``places`` are the
    ids of all categories it stands in or below.
    """

    sku: Sku
    slug: str
    name: str
    options: dict[str, str]
    price: Money
    picture: str | None
    available: int
    for_sale: bool = True
    brand: str = ""
    places: tuple[str, ...] = ()
    vendor: VendorId | None = None
    """Whose goods they are; the shop's own have none."""
    prices: dict[str, int] = {}
    """What staff said it costs in other currencies, in minor units."""
    base: Money | None = None
    """The shop's own price, where ``price`` is in another currency than that."""


class Rate(Struct, frozen=True):
    """How prices come into a currency; nothing of that where only goods can be bought in it that have a price of their
    own. A cart keeps it for so long.
    """

    exchange: Exchange | None
    keeps: timedelta


class Exchanges(Protocol):
    """What the shop takes beside its own currency, as commands see it."""

    def rate(self, currency: str, work: UnitOfWork, kept: Exchange | None = None) -> Rate | None:
        """How prices come into *currency* today, or as they were *kept*, if the shop stands by that; nothing where it
        doesn't sell in it.
        """


class Offers(Protocol):
    """The goods as commands see them."""

    def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""


class Stock(Protocol):
    """The stock as the facts have it, for whoever is about to refuse."""

    def available(self, sku: Sku, work: UnitOfWork) -> int:
        """Pieces nobody has a claim on, this instant."""

    def all_available(self, skus: Sequence[Sku], work: UnitOfWork) -> dict[Sku, int]:
        """The same of several, in one statement."""


class ShownOffers(Protocol):
    """The goods as queries see them."""

    async def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist, in one statement."""


class ShownExchanges(Protocol):
    """What the shop takes beside its own currency, as queries see it: may be some seconds old."""

    async def rate(self, currency: str, kept: Exchange | None = None) -> Rate | None:
        """How prices come into *currency* today, or as they were *kept*, if the shop stands by that; nothing where it
        doesn't sell in it.
        """


class Codes(Protocol):
    """Discount codes, as far as carts need to know."""

    def counts(self, code: str, work: UnitOfWork) -> bool:
        """Whether a code that was entered once can still be used."""
