"""Reaction: that something runs low calls for a letter to whoever looks after stock."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.inventory.events import StockRanLow
from store.domain.shared.aggregate import Event


class StockMails:
    """The consumer."""

    name: Final = "stock_mails"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (StockRanLow,)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, _always, db)


def _always(event: Event) -> Occasion:
    del event
    return Occasion.LOW_STOCK
