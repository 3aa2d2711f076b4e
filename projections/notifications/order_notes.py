"""Reaction: a parcel that leaves calls for a few words by the ways that somebody may have chosen.

Only orders under an account do: guests can't have chosen any. Whether somebody wants to be told is asked when it would
be said, not here.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.ordering.events import OrderShipped, ParcelSent
from store.domain.shared.aggregate import Event

_OF_AN_ACCOUNT: Final[LiteralString] = (
    "EXISTS (SELECT FROM log.events p WHERE p.stream = e.stream AND p.version = 1"
    " AND p.state::json ->> 'account_id' IS NOT NULL)"
)


class OrderNotes:
    """The consumer."""

    name: Final = "order_notes"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (OrderShipped, ParcelSent)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed, one for each way."""
        for occasion in (Occasion.SHIPPED_SMS, Occasion.SHIPPED_PUSH):
            owe(facts, partial(_always, occasion), db, only=_OF_AN_ACCOUNT)


def _always(occasion: Occasion, event: Event) -> Occasion:
    del event
    return occasion
