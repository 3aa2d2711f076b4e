"""Shipping methods: what sending a parcel costs, and when it costs nothing."""

from dataclasses import dataclass

from msgspec import Struct

from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.reckoning import Carriage
from store.domain.shared.errors import RuleViolated
from store.domain.shared.money import Money


class ShippingMethod(Struct, frozen=True):
    """A way to send a parcel somewhere. ``free_from`` is the value of goods from which it costs nothing, ``days`` how
    long it takes; the ``own`` amounts are what both were converted from, where they were.
    """

    id: str
    name: str
    promise: str
    price: Money
    free_from: Money | None = None
    days: WorkingDays | None = None
    own_price: Money | None = None
    own_free_from: Money | None = None

    @property
    def carriage(self) -> Carriage:
        """What it costs, by itself."""
        return Carriage(self.price, self.free_from)

    def cost(self, goods: Money) -> Money:
        """What sending *goods* of that value costs."""
        return self.carriage.cost(goods)


@dataclass(eq=False)
class UnknownShippingMethod(RuleViolated):
    """There is no shipping method {method}."""

    method: str


@dataclass(eq=False)
class NotSentThere(RuleViolated):
    """This can't be sent to {country} in that way. Choose another way to send it, or another address."""

    country: str
    method: str


@dataclass(eq=False)
class QuoteChanged(RuleViolated):
    """Prices changed while you were looking: the total is now {now}. Look again before you pay."""

    now: Money
    seal: str
