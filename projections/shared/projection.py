"""What a read model is made of."""

from collections.abc import Sequence
from typing import Any, LiteralString, Protocol
from uuid import UUID

from msgspec import Struct
from psycopg import Connection


class Seen(Struct, frozen=True, gc=False):
    """A fact as a projection sees it, in the form that it asked for."""

    position: int
    stream: UUID
    version: int
    event: Any


class Index(Struct, frozen=True):
    """An index of a read model: made after its tables were filled, which takes a fraction of the time."""

    name: LiteralString
    of_table: LiteralString
    unique: bool = False


class Projection(Protocol):
    """Learns from facts. A higher ``revision`` than the stored one has it learn everything anew."""

    @property
    def name(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def kinds(self) -> tuple[type[Struct], ...]:
        """The facts it takes into account: classes of events, whose personal fields come as ``Erased``.

        Or structs with the tag of one and some of its fields, for those that come in great numbers: what isn't
        asked for isn't decoded.
        """

    @property
    def tables(self) -> tuple[LiteralString, ...]:
        """Its tables, those first that others refer to."""

    @property
    def ddl(self) -> LiteralString:
        """Creates them, empty. As in :meth:`project`, their names stand alone: the schema is the runner's choice."""

    @property
    def indexes(self) -> tuple[Index, ...]:
        """What they are found by, besides their primary keys."""

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take *facts* into account, in order, each exactly once: the position moves in the same transaction.

        The rows must not depend on where one batch ends and the next begins.
        """
