"""How long shoppers may cancel by themselves: each vendor says so for their own goods, the shop for all others.

Staff may cancel until it leaves, whatever is said here; and what left is not cancelled, whoever asks.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from store.domain.ordering.errors import CancelledTooLate, NotCancellable
from store.domain.ordering.events import OrderLine
from store.domain.ordering.life import PartStage
from store.domain.ordering.parts import Part
from store.domain.shared.ids import Sku, VendorId


class Until(StrEnum):
    """Until when."""

    HOURS = "hours"
    PACKED = "packed"
    SENT = "sent"
    NEVER = "never"


class Terms(Struct, frozen=True, omit_defaults=True):
    """What holds for orders that were placed while they were in force."""

    until: Until = Until.HOURS
    hours: int = 24
    """After buying, where it is by the hour."""
    made_to_order: tuple[Sku, ...] = ()
    """Goods that are made for whoever buys them: those can't be cancelled."""


Rules: TypeAlias = Mapping[VendorId | None, Terms]
"""The terms of whoever set some: of vendors, and under nobody's name of the shop."""


class Leave(Struct, frozen=True):
    """What shoppers are allowed: by the *rules*, and where there are none *within* that time after they bought."""

    within: timedelta
    rules: Rules = {}

    def terms(self, vendor: VendorId | None) -> Terms:
        """Those for the goods of *vendor*."""
        return self.rules.get(vendor) or self.rules.get(None) or Terms(hours=self.within // timedelta(hours=1))

    def last(self, line: OrderLine, placed_at: datetime) -> datetime | None:
        """The last moment, where that is known beforehand."""
        terms = self.terms(line.vendor)
        by_hours = terms.until is Until.HOURS and line.sku not in terms.made_to_order
        return placed_at + timedelta(hours=terms.hours) if by_hours else None

    def why_not(self, line: OrderLine, parts: Sequence[Part], placed_at: datetime, at: datetime) -> str | None:
        """Which rule forbids it, in a sentence; nothing where it is allowed."""
        terms, last = self.terms(line.vendor), self.last(line, placed_at)
        if line.sku in terms.made_to_order:
            return f"{line.name} is made for you: it can't be cancelled."
        if terms.until is Until.NEVER:
            return f"{line.name} can't be cancelled once it is bought: whoever sells it says so."
        if terms.until is Until.PACKED and _begun(line.sku, parts):
            return f"{line.name} could be cancelled until somebody began to pack it."
        if last is not None and at > last:
            return (
                f"{line.name} could be cancelled until {last:%Y-%m-%d %H:%M} UTC:"
                f" {terms.hours} {'hour' if terms.hours == 1 else 'hours'} after it was bought."
            )
        return None

    def expect(
        self, lines: Sequence[OrderLine], pieces: Mapping[Sku, int], parts: Sequence[Part], placed_at: datetime,
        at: datetime,
    ) -> None:
        """Refuse what a rule forbids of *pieces*.

        :raises CancelledTooLate: if the time is over that is allowed for all there is in it.
        :raises NotCancellable: with the sentence of the rule, otherwise.
        """
        said = next((
            said for line in lines if pieces.get(line.sku) and (said := self.why_not(line, parts, placed_at, at))
        ), None)
        if said is None:
            return
        ends = {self.last(line, placed_at) for line in lines}
        end = ends.pop()
        if ends or end is None:
            raise NotCancellable(said)
        raise CancelledTooLate(end)


def _begun(sku: Sku, parts: Sequence[Part]) -> bool:
    """Whether somebody packs some of it, or sent some."""
    return any(part.bought.get(sku) and part.stage is not PartStage.AWAITING for part in parts if part.left)
