"""What was sold over time: to staff of everything, to vendors of their own goods."""

from datetime import date

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query


class Sold(Struct, frozen=True):
    """Orders of which something is still wanted, their pieces, and what was paid for these goods in each currency.

    ``change`` is by how many per cent the revenue is more than it was before, where there was any in its currency.
    """

    orders: int
    pieces: int
    revenue: list[Price]
    change: dict[str, int] = {}


class SoldOnDay(Struct, frozen=True):
    """The same for one day, by the shop's calendar."""

    day: date
    orders: int
    pieces: int
    revenue: list[Price]


class Sales(Struct, frozen=True):
    """The last thirty days, today among them, day by day, beside the thirty before.

    What counts is what was bought and paid for on a day and is neither cancelled nor came back since, without what
    sending cost: so figures of a day that is over change when something of it comes back.
    """

    since: date
    until: date
    now: Sold
    before: Sold
    days: list[SoldOnDay]


class LookAtSales(Query[Sales], frozen=True):
    """How much was sold? Days begin at midnight in *zone*."""

    zone: str
    scope: Scope = EVERYTHING
