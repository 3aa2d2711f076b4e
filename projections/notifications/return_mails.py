"""Reaction: what is decided about a return calls for a mail, and credit that is there.

That money has gone, and that something is sent for what came back, is said by the mails of orders. Credit that an order
had been paid by is told with its cancellation, or by a letter of its own where goods came back; and what an exchange
has to pay with is nobody's.
"""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.credit.events import CreditGranted, Why
from store.domain.returns.events import ReturnApproved, ReturnInspected, ReturnRefused, ReturnRequested
from store.domain.shared.aggregate import Event

_CALLS_FOR: Final[dict[type[Event], Occasion]] = {
    ReturnRequested: Occasion.RETURN_REQUESTED, ReturnApproved: Occasion.RETURN_APPROVED,
    ReturnRefused: Occasion.RETURN_REFUSED, ReturnInspected: Occasion.NOT_EXCHANGED,
    CreditGranted: Occasion.CREDIT_GRANTED,
}


class ReturnMails:
    """The consumer."""

    name: Final = "return_mails"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = tuple(_CALLS_FOR)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for, if anything."""
    match event:
        case ReturnInspected(not_replaced=why) if not why:
            return None
        case CreditGranted(why=Why.EXCHANGE) | CreditGranted(why=Why.ORDER, returned=""):
            return None
        case _:
            return _CALLS_FOR[type(event)]
