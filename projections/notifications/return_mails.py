"""Reaction: what is decided about a return calls for a mail. That money has gone is said by the mails of orders."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.returns.events import ReturnApproved, ReturnRefused, ReturnRequested
from store.domain.shared.aggregate import Event

_CALLS_FOR: Final[dict[type[Event], Occasion]] = {
    ReturnRequested: Occasion.RETURN_REQUESTED, ReturnApproved: Occasion.RETURN_APPROVED,
    ReturnRefused: Occasion.RETURN_REFUSED,
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
        owe(facts, lambda event: _CALLS_FOR[type(event)], db)
