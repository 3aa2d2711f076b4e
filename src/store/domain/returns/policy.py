"""What may be sent back: a list of small rules. Each says, in a sentence for whoever asks, why not.

Days are counted on the calendar of the shop's time zone, from the day on which the last of the order arrived: an hour
more or less in spring and autumn changes nothing.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from store.domain.returns.errors import NotReturnable
from store.domain.returns.postage import Postage
from store.domain.shared.ids import CategoryId, Sku

Rule = Callable[["Wish"], str | None]


class Terms(Struct, frozen=True, omit_defaults=True):
    """What holds for orders that were placed while they were in force."""

    days: int = 30
    """For so many days after it arrived."""
    excluded: tuple[CategoryId, ...] = ()
    """Goods in these categories, and in those below them, can't be sent back."""
    postage: Postage = Postage.FAULTY
    """Who pays for their way back."""


class Wish(Struct, frozen=True):
    """All that the rules ask about somebody's wish to send *pieces* back *on* a day."""

    terms: Terms
    on: date
    pieces: Mapping[Sku, int]
    paid: bool
    cancelled: bool
    arrived: Mapping[Sku, int]
    """The pieces that arrived, or should have by what was promised, and are in no return yet."""
    last_arrival: date | None
    """The day on which the last of the order arrived; none while some of it is on its way."""
    categories: Mapping[Sku, frozenset[CategoryId]]
    """In which categories its goods are, and what is above these."""
    names: Mapping[Sku, str]

    @property
    def until(self) -> date | None:
        """The last day; none while some of it is on its way."""
        return self.last_arrival + timedelta(days=self.terms.days) if self.last_arrival else None


def bought(wish: Wish) -> str | None:
    """It was paid for, and not cancelled."""
    if wish.cancelled:
        return "This order was cancelled: there is nothing to send back."
    return None if wish.paid else "This order is not paid for yet."


def arrived(wish: Wish) -> str | None:
    """What is not there yet can't go back."""
    for sku in wish.pieces:
        if not wish.arrived.get(sku):
            return f"{wish.names.get(sku, sku)} has not arrived yet, or is on its way back already."
    return None


def pieces_left(wish: Wish) -> str | None:
    """No piece goes back twice."""
    for sku, count in wish.pieces.items():
        if count > (left := wish.arrived.get(sku, 0)):
            return f"Of {wish.names.get(sku, sku)} {left} can be sent back, not {count}."
    return None


def in_time(wish: Wish) -> str | None:
    """The window is open."""
    if wish.until is None or wish.on <= wish.until:
        return None
    return f"It could be sent back until {wish.until.isoformat()}: {wish.terms.days} days after it arrived."


def not_excluded(wish: Wish) -> str | None:
    """Some goods stay where they are."""
    for sku in wish.pieces:
        if wish.categories.get(sku, frozenset()) & set(wish.terms.excluded):
            return f"{wish.names.get(sku, sku)} is of a kind that can't be sent back."
    return None


RULES: Final[tuple[Rule, ...]] = (bought, arrived, pieces_left, in_time, not_excluded)


def why_not(wish: Wish) -> str | None:
    """What the first rule says that forbids it; nothing where all allow it."""
    return next((said for rule in RULES if (said := rule(wish))), None)


def expect_returnable(wish: Wish) -> None:
    """Refuse what a rule forbids.

    :raises NotReturnable: with its sentence.
    """
    if said := why_not(wish):
        raise NotReturnable(said)
