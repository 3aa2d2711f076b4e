"""What became of looking at an order before it is sent."""

from typing import TypeAlias

from store.domain.ordering.screening import Reason, Verdict
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId


class OrderJudged(Event, frozen=True, omit_defaults=True, tag="ordering/judged-1"):
    """The fraud check looked at it when it was placed, and said so; of persons it names nothing."""

    order_id: OrderId
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


class ReviewBegun(Event, frozen=True, tag="ordering/review-begun-1"):
    """The money is there, and somebody has to look at it before it is sent."""

    order_id: OrderId


class ReviewDue(Event, frozen=True, tag="ordering/review-due-1"):
    """Nobody has looked at it for so long that they are reminded."""

    order_id: OrderId


class ReviewPassed(Event, frozen=True, tag="ordering/review-passed-1"):
    """Somebody looked at it and found it good."""

    order_id: OrderId


Screening: TypeAlias = OrderJudged | ReviewBegun | ReviewDue | ReviewPassed
