"""What pricing needs to know of whoever buys: it never learns who that is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.domain.pricing.audience import Channel
from store.domain.pricing.segments import Bought
from store.domain.shared.ids import AccountId, CartId, SubjectId


class Asker(Struct, frozen=True):
    """Who asks for a price, as far as is known: whoever is logged in, the address they gave, and where they buy."""

    account: AccountId | None = None
    email: str = ""
    channel: Channel | None = None


class KnownBuyer(Struct, frozen=True):
    """What read models know of somebody. ``ordered``: under that account or that address an order was placed that
    wasn't cancelled. ``bought`` is of the account alone, for segments are of accounts, and only what is paid for.
    """

    ordered: bool = False
    bought: Bought = Bought()


class Buyers(Protocol):
    def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """What is known of them, in one look."""

    def when_placed(self, orders: Sequence[UUID]) -> Mapping[UUID, KnownBuyer]:
        """What is known of those who placed these *orders*: ``ordered`` before that, ``bought`` as of today."""


class ShownBuyers(Protocol):
    async def of(self, account: AccountId | None, email: str) -> KnownBuyer:
        """The same, for queries."""


class Holding(Struct, frozen=True):
    """Which cart holds it that somebody ordered, known by a keyed digest, and since when."""

    who: bytes
    cart: CartId
    at: datetime


class FirstOrders(Protocol):
    """Who is about to place a first order: one cart for each account and each mailbox. Kept while it may matter."""

    def hold(
        self, account: AccountId | None, email: str, cart: CartId, subject: SubjectId, at: datetime
    ) -> Sequence[Holding]:
        """Have *cart* hold it; what stands against it: other carts, or nothing.

        *subject* is whose key the order is sealed with: it is forgotten with that person.
        """

    def drop(self, *holdings: Holding) -> None:
        """Forget these, unless they were held again meanwhile."""
