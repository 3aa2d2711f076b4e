"""What partners may ask of the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Query


class FeedFact(Struct, frozen=True):
    """A fact as partners see it: personal fields are left out. ``version`` counts the facts of its stream, from 1."""

    position: str
    stream: UUID
    kind: str
    version: int
    tag: str
    recorded_at: datetime
    body: dict[str, Any]


class FeedPage(Struct, frozen=True):
    """Facts in the order of the log, and the position to go on from.

    ``reset``: the position that was named belongs to a log that is no more, and this begins anew with the first fact.
    """

    items: list[FeedFact]
    next: str
    more: bool
    reset: bool = False


class ReadFeed(Query[FeedPage], frozen=True):
    """The facts after a position, of one stream and of some kinds if they are named; ``head`` means from now on.

    A kind is that of a thing (``order``) or the tag of a fact (``ordering/placed-1``).
    """

    after: str = "0"
    stream: UUID | None = None
    kinds: tuple[str, ...] = ()
    limit: int = 200
