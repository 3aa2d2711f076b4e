"""Reaction: what happens to an order calls for a mail.

It learns from the log with a position of its own, as a read model does, but what it writes are duties. They stand
in ``work.outbox``, which no rebuild drops, under ids that follow from the facts: learning everything anew
calls for nothing twice.
"""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.application.processes.settling_a_payment import NEVER_CAME
from store.domain.ordering.events import (
    Canceller,
    OrderCancelled,
    OrderConfirmed,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PiecesCancelled,
)
from store.domain.payments.events import PaymentLost, RefundMade
from store.domain.payments.held_events import PaymentNotHeldAgain
from store.domain.shared.aggregate import Event

_CALLS_FOR: Final[dict[type[Event], Occasion]] = {
    OrderConfirmed: Occasion.CONFIRMED, OrderShipped: Occasion.SHIPPED, ParcelSent: Occasion.SHIPPED,
    ParcelDelivered: Occasion.DELIVERED, PiecesCancelled: Occasion.REDUCED, RefundMade: Occasion.REFUNDED,
    PaymentNotHeldAgain: Occasion.PAY_AGAIN, PaymentLost: Occasion.PAY_AGAIN,
}


class OrderMails:
    """The consumer."""

    name: Final = "order_mails"
    revision: Final = 2
    kinds: Final[tuple[type[Event], ...]] = (
        OrderConfirmed, OrderShipped, OrderCancelled, PiecesCancelled, RefundMade, ParcelSent, ParcelDelivered,
        PaymentNotHeldAgain, PaymentLost,
    )
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for. A card refused at the checkout was told there and then: no mail repeats it."""
    if isinstance(event, OrderCancelled):
        if event.by is not Canceller.SHOP:
            return Occasion.CALLED_OFF
        return Occasion.CANCELLED if event.reason == NEVER_CAME else None
    return _CALLS_FOR[type(event)]
