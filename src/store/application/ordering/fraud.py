"""What the shop asks of whoever can tell purchases of honest people from others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from msgspec import Struct

from store.domain.ordering.events import Address
from store.domain.ordering.life import Stage
from store.domain.ordering.screening import Judgement
from store.domain.shared.exchange import Exchange
from store.domain.shared.habits import Habit
from store.domain.shared.ids import CartId, SubjectId
from store.domain.shared.money import Money


class Suspect(Struct, frozen=True):
    """A purchase that is about to be made. What of it is of a person is for this question alone, and kept nowhere in
    the clear; what isn't known is empty.
    """

    cart: CartId
    subject: SubjectId
    email: str
    address: tuple[str, ...]
    """Its lines, without the name."""
    card: str
    """What a card is known by from one purchase to the next, where it is."""
    network: str
    """From where on the net somebody buys."""
    ships_to: str
    billed_to: str
    total: Money
    at: datetime
    exchange: Exchange | None = None
    """With which prices came into the currency of ``total``."""


class ToldOfBuyer(Struct, frozen=True):
    """What the edge knows of whoever buys, for the fraud check alone: from which *network*, in which country they have
    their bills sent, and by which kept *card* they pay.
    """

    network: str = ""
    billed_to: str = ""
    card: str = ""


NOT_TOLD: Final = ToldOfBuyer()


PROVES_NOTHING: Final = frozenset({Stage.AWAITING_PAYMENT, Stage.IN_REVIEW, Stage.CANCELLED})
"""Orders that stand so were not bought for good: whoever has no other is still new to the shop."""


class FraudCheck(Protocol):
    """Says of a purchase whether it goes through, is looked at first, or is refused."""

    @property
    def asks(self) -> bool:
        """Whether it looks at purchases at all; where it doesn't, nothing is said of any."""

    def judge(self, purchase: Suspect) -> Judgement:
        """What it finds. The same cart again is the same purchase, however often it is asked."""


class Seen(Struct, frozen=True):
    """What was seen before of whoever buys."""

    alike: Mapping[str, int]
    """How many purchases had the same in common, this one among them, by what."""
    is_first: bool
    """Whether its e-mail address bought nothing before: only what was paid for, and not held or called off, counts."""
    habit: Habit
    """What that address bought and sent back lately."""


class SeenBefore(Protocol):
    """Counts purchases alike, by digests that lead back to nobody."""

    def count(self, purchase: Suspect, since: datetime) -> Seen:
        """What was seen; purchases alike since then."""


def suspect(
    cart: CartId, subject: SubjectId, email: str, to: Address, told: ToldOfBuyer, total: Money,
    exchange: Exchange | None, at: datetime,
) -> Suspect:
    """What the fraud check is told of a purchase."""
    where = (to.line1, to.line2 or "", to.postal_code, to.city, to.country)
    return Suspect(
        cart, subject, email, where, told.card, told.network, to.country, told.billed_to, total, at, exchange,
    )
