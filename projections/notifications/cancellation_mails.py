"""Reaction: what is cancelled is told to whoever would have sent it, and money that can't go back to staff."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.ordering.events import OrderCancelled, PiecesCancelled
from store.domain.payments.events import (
    PaymentLost,
    RefundFailed,
    RefundReturned,
    WrongAmountTaken,
)
from store.domain.payments.held_events import PaymentNotHeldAgain
from store.domain.shared.aggregate import Event


class CancellationMails:
    """The consumer."""

    name: Final = "cancellation_mails"
    revision: Final = 3
    kinds: Final[tuple[type[Event], ...]] = (
        OrderCancelled, PiecesCancelled, RefundFailed, RefundReturned, WrongAmountTaken, PaymentLost,
        PaymentNotHeldAgain,
    )
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for. Of what was never paid for nobody began to pack anything."""
    match event:
        case OrderCancelled(share=None):
            return None
        case OrderCancelled() | PiecesCancelled():
            return Occasion.GOODS_CANCELLED
        case RefundFailed() | RefundReturned():
            return Occasion.NOT_REFUNDED
        case WrongAmountTaken() | PaymentLost() | PaymentNotHeldAgain():
            return Occasion.PAYMENT_TROUBLE
        case _:
            raise TypeError(type(event))
