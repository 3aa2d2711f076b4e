"""What the shopper of an order may cancel of it by themselves at a moment, and which rule is against the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from store.domain.ordering.cancelling import Leave
from store.domain.ordering.life import Step
from store.domain.ordering.order import Order
from store.domain.shared.ids import Sku


class MayCancel(Struct, frozen=True):
    """Whether anything may be, until when, where that is known, and of each line why not, or its last moment."""

    any: bool
    until: datetime | None = None
    why_not: Mapping[Sku, str] = {}
    last: Mapping[Sku, datetime] = {}


MAY_NOT: Final = MayCancel(any=False)


def may_cancel(order: Order, leave: Leave, now: datetime) -> MayCancel:
    """What nobody paid for yet is given up as a whole, whatever the rules say."""
    if order.can(Step.GIVE_UP):
        return MayCancel(any=True, until=order.open_till(leave, now))
    if not order.can(Step.CANCEL) or not order.placed_at:
        return MAY_NOT
    lines = [line for line in order.lines if order.left.get(line.sku)]
    why_not = {line.sku: said for line in lines if (said := order.why_not(line, leave, now))}
    last = {line.sku: end for line in lines if line.sku not in why_not and (end := leave.last(line, order.placed_at))}
    return MayCancel(len(why_not) < len(lines), order.open_till(leave, now), why_not, last)
