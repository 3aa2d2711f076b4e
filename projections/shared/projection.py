"""What a read model is made of."""

from collections.abc import Sequence
from typing import Any, LiteralString, Protocol
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from store.domain.shared.aggregate import Event


class Seen(Struct, frozen=True):
    """A fact as a projection sees it: personal fields stay closed, they come as ``Erased``."""

    position: int
    stream: UUID
    version: int
    event: Event


class Projection(Protocol):
    """Learns from facts. A higher ``revision`` than the stored one has it learn everything anew."""

    @property
    def name(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def kinds(self) -> tuple[type[Event], ...]:
        """The facts it takes into account."""

    @property
    def tables(self) -> tuple[LiteralString, ...]:
        """Its tables in the schema ``read``, those first that others refer to."""

    @property
    def ddl(self) -> LiteralString:
        """Creates them, empty."""

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take *facts* into account, in order, each exactly once: the position moves in the same transaction."""
