"""Segments: all of them in one stream, so that each cart can be weighed with them, and a list for each that has one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from msgspec import Struct, structs

from store.domain.pricing.errors import NoSuchSegment, SegmentHasRule, TermsUnsound, TooManySegments
from store.domain.pricing.segment_events import (
    Listed,
    OrdersFrom,
    SegmentEnded,
    SegmentEvent,
    SegmentNamed,
    SegmentRule,
    SpentFrom,
)
from store.domain.pricing.soundness import LONGEST_NAME, MOST_USES, are_amounts
from store.domain.shared.aggregate import Aggregate

MOST_STANDING: Final = 50
"""They are read with each cart."""


class Bought(Struct, frozen=True):
    """What is known of a customer where segments ask: how often they ordered, what they spent by currency, in minor
    units, and on which lists they are.
    """

    orders: int = 0
    spent: dict[str, int] = {}
    lists: frozenset[str] = frozenset()


class Segment(Struct, frozen=True):
    """One of them."""

    name: str
    rule: SegmentRule
    ended: bool = False

    def has(self, id: str, them: Bought) -> bool:
        """Whether they are in it."""
        if self.ended:
            return False
        match self.rule:
            case Listed():
                return id in them.lists
            case OrdersFrom(orders):
                return them.orders >= orders
            case SpentFrom(amounts):
                return any(them.spent.get(currency, 0) >= minor for currency, minor in amounts.items())
            case _:
                assert_never(self.rule)


class Segments(Aggregate[SegmentEvent]):
    kind = "segments"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.all: dict[UUID, Segment] = {}

    @property
    def standing(self) -> Mapping[UUID, Segment]:
        """Those that were not ended, the newest last."""
        return {id: it for id, it in self.all.items() if not it.ended}

    def of(self, them: Bought, asked: frozenset[str]) -> tuple[str, ...]:
        """Those of the *asked* ones that they are in."""
        return tuple(sorted(str(id) for id, it in self.all.items() if str(id) in asked and it.has(str(id), them)))

    def name(self, id: UUID, name: str, rule: SegmentRule, *, at: datetime) -> None:
        """Have one more of them, or mean something else by it. The same again is no fact."""
        _expect_sound(name, rule)
        known = self.all.get(id)
        if known is None and len(self.standing) >= MOST_STANDING:
            raise TooManySegments(MOST_STANDING)
        if known is not None and known.ended:
            raise NoSuchSegment
        if known != Segment(name, rule):
            self._record(SegmentNamed(at=at, segment_id=id, name=name, rule=rule))

    def end(self, id: UUID, *, at: datetime) -> None:
        """Have nobody in it any more. Doing so again is no fact."""
        if id not in self.all:
            raise NoSuchSegment
        if not self.all[id].ended:
            self._record(SegmentEnded(at=at, segment_id=id))

    def expect_list(self, id: UUID) -> None:
        """Refuse unless it is one whose customers staff list."""
        it = self.standing.get(id)
        if it is None:
            raise NoSuchSegment
        if not isinstance(it.rule, Listed):
            raise SegmentHasRule

    def _evolve(self, event: SegmentEvent) -> None:
        match event:
            case SegmentNamed(segment_id=id, name=name, rule=rule):
                self.all = {**self.all, id: Segment(name, rule)}
            case SegmentEnded(segment_id=id):
                self.all = {**self.all, id: structs.replace(self.all[id], ended=True)}
            case _:
                assert_never(event)


def _expect_sound(name: str, rule: SegmentRule) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise TermsUnsound("name", f"Say in 1 to {LONGEST_NAME} letters what it is called.")
    if isinstance(rule, OrdersFrom) and not 1 <= rule.orders <= MOST_USES:
        raise TermsUnsound("orders", "A number of orders, at least 1.")
    if isinstance(rule, SpentFrom) and not (rule.amounts and are_amounts(rule.amounts)):
        raise TermsUnsound("spent", "Say an amount above nothing, in a currency of three letters.")
