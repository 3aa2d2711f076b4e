"""Reaction: what becomes of an order calls for a few words by the ways that somebody may have chosen.

They are owed once for each transition that a letter tells of: a parcel left or arrived, the order was cancelled, money
went back. Only orders under an account call for them: guests can't have chosen any. Whether somebody wants to be told
is asked when it would be said, not here.

The revision stays where occasions are added: they are for what happens from then on, and learning everything anew would
call for words about what was over long ago.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.order_mails import occasion
from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.ordering.events import OrderCancelled, OrderShipped, ParcelDelivered, ParcelSent
from store.domain.payments.events import RefundMade
from store.domain.shared.aggregate import Event

_WORDS: Final[dict[Occasion, tuple[Occasion, Occasion]]] = {
    Occasion.SHIPPED: (Occasion.SHIPPED_SMS, Occasion.SHIPPED_PUSH),
    Occasion.DELIVERED: (Occasion.DELIVERED_SMS, Occasion.DELIVERED_PUSH),
    Occasion.CANCELLED: (Occasion.CANCELLED_SMS, Occasion.CANCELLED_PUSH),
    Occasion.CALLED_OFF: (Occasion.CANCELLED_SMS, Occasion.CANCELLED_PUSH),
    Occasion.REFUNDED: (Occasion.REFUNDED_SMS, Occasion.REFUNDED_PUSH),
}
"""By text and by push, what a letter says at length."""
_OF_AN_ACCOUNT: Final[LiteralString] = (
    "EXISTS (SELECT FROM log.events p WHERE p.version = 1 AND p.state::json ->> 'account_id' IS NOT NULL"
    " AND p.stream = e.stream)"
)
_PAID_BY_AN_ACCOUNT: Final[LiteralString] = (
    "EXISTS (SELECT FROM log.events q JOIN log.events p ON p.stream = (q.state::json ->> 'order_id')::uuid"
    " WHERE q.stream = e.stream AND q.version = 1 AND p.version = 1 AND p.state::json ->> 'account_id' IS NOT NULL)"
)


class OrderNotes:
    """The consumer."""

    name: Final = "order_notes"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (
        OrderShipped, ParcelSent, ParcelDelivered, OrderCancelled, RefundMade,
    )
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed, one for each way."""
        refunds = [it for it in facts if isinstance(it.event, RefundMade)]
        others = [it for it in facts if not isinstance(it.event, RefundMade)]
        for way in range(2):
            owe(others, partial(_words, way), db, only=_OF_AN_ACCOUNT)
            owe(refunds, partial(_words, way), db, only=_PAID_BY_AN_ACCOUNT)


def _words(way: int, event: Event) -> Occasion | None:
    """In few words what a letter about it tells; nothing where no letter does."""
    told = occasion(event)
    return _WORDS[told][way] if told else None
