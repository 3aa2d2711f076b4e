"""What the list of orders reads of their facts, and nothing else: it reads very many."""

from typing import Any, Final

from msgspec import Struct

from store.adapters.drivers.eventlog.codec import tag_of
from store.domain.ordering.events import (
    DeliveryTakenBack,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
)
from store.domain.ordering.life import Stage
from store.domain.ordering.screening_events import ReviewBegun, ReviewPassed


class _Money(Struct, frozen=True, gc=False):
    minor: int
    currency: str


class _Totals(Struct, frozen=True, gc=False):
    total: _Money


class _Line(Struct, frozen=True, gc=False):
    quantity: int
    sku: str
    name: str


class Placed(Struct, frozen=True, tag=tag_of(OrderPlaced)):
    """What the list shows of an order when it is placed. The instant goes through as it stands in the log."""

    at: str
    number: str
    lines: tuple[_Line, ...]
    totals: _Totals
    account_id: str | None = None
    replaces: dict[str, Any] | None = None


class Confirmed(Struct, frozen=True, gc=False, tag=tag_of(OrderConfirmed)):
    """Nothing but that."""


class Cancelled(Struct, frozen=True, gc=False, tag=tag_of(OrderCancelled)):
    """Nothing but that."""


class Shipped(Struct, frozen=True, gc=False, tag=tag_of(OrderShipped)):
    """Nothing but that."""


class Told(Struct, frozen=True, gc=False):
    """A part of it, or some pieces: how the order stands since, where that is another way than before."""

    stands: str | None = None


class _Processing(Told, frozen=True, gc=False, tag=tag_of(PartProcessing)):
    """Nothing but that."""


class _PutBack(Told, frozen=True, gc=False, tag=tag_of(PartPutBack)):
    """Nothing but that."""


class _Sent(Told, frozen=True, gc=False, tag=tag_of(ParcelSent)):
    """Nothing but that."""


class _Delivered(Told, frozen=True, gc=False, tag=tag_of(ParcelDelivered)):
    """Nothing but that."""


class _TakenBack(Told, frozen=True, gc=False, tag=tag_of(DeliveryTakenBack)):
    """Nothing but that."""


class _Share(Struct, frozen=True, gc=False):
    goods: _Money
    shipping: _Money


class Fewer(Told, frozen=True, gc=False, kw_only=True, tag=tag_of(PiecesCancelled)):
    """And what was cancelled."""

    pieces: dict[str, int]
    share: _Share


class Claimed(Struct, frozen=True, gc=False, tag=tag_of(OrderClaimed)):
    """Whose it is now."""

    account_id: str


class _Begun(Struct, frozen=True, gc=False, tag=tag_of(ReviewBegun)):
    """Nothing but that."""


class _Passed(Struct, frozen=True, gc=False, tag=tag_of(ReviewPassed)):
    """Nothing but that."""


STANDS: Final[dict[type, str]] = {
    Placed: Stage.AWAITING_PAYMENT.value, Confirmed: Stage.CONFIRMED.value, Cancelled: Stage.CANCELLED.value,
    Shipped: Stage.SHIPPED.value, _Begun: Stage.IN_REVIEW.value, _Passed: Stage.CONFIRMED.value,
}
"""How an order stands after some of its facts, whatever they say."""
TOLD: Final = (_Processing, _PutBack, _Sent, _Delivered, _TakenBack, Fewer)
"""Those that say it themselves."""
