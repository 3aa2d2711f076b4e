"""Reaction: whoever asks for the shop's news gets a first letter, which says so, and how to put an end to it."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from psycopg import Connection

from projections.notifications.owing import owe
from projections.shared.projection import Index, Seen
from store.application.notifications.ports import Occasion
from store.domain.notifications.events import SwitchedOn
from store.domain.notifications.kinds import Channel, Kind
from store.domain.shared.aggregate import Event


class News:
    """The consumer."""

    name: Final = "news"
    revision: Final = 1
    kinds: Final[tuple[type[Event], ...]] = (SwitchedOn,)
    tables: Final[tuple[LiteralString, ...]] = ()
    ddl: Final[LiteralString] = ""
    indexes: Final[tuple[Index, ...]] = ()

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Write down what is owed."""
        owe(facts, occasion, db)


def occasion(event: Event) -> Occasion | None:
    """What *event* calls for."""
    match event:
        case SwitchedOn(channel=Channel.EMAIL, kind=Kind.PROMOTIONS):
            return Occasion.NEWS_BEGUN
        case _:
            return None
