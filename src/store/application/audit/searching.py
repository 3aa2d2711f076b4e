"""Looking for facts over the whole log, and taking what was found away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.audit.messages import FactView
from store.application.shared.bus import Command, Query, handles
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.audit.export import Export

KINDS: Final = (
    "account", "address", "address_book", "cart", "category", "current_cart", "export", "inventory", "order",
    "payment", "erasure", "legal_hold", "preferences", "product", "roster", "search", "webhook",
)
"""Kinds of things that have a past."""
ACTORS: Final = ("staff", "customer", "vendor", "guest", "system")
"""Kinds of actors one may ask for as such."""


class Search(Struct, frozen=True):
    """What to look for; all of it has to hold, and what is empty is left open.

    ``about`` is an order number, a SKU, a slug or an id: facts of that thing, and facts that speak of it. ``actor``
    is one of ``ACTORS`` or a whole actor such as ``staff:<id>``. ``kind`` is a kind of thing, ``fact`` a tag. Times
    are when a fact was recorded, from ``since`` up to but not including ``until``.
    """

    about: str = ""
    stream: UUID | None = None
    actor: str = ""
    kind: str = ""
    fact: str = ""
    correlation: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def said(self) -> dict[str, str]:
        """What of it is not left open, as text."""
        return {name: str(value) for name in self.__struct_fields__ if (value := getattr(self, name))}


class Activity(Struct, frozen=True):
    items: list[FactView]
    next_cursor: str | None
    names: dict[str, str] = {}


class ListActivity(Query[Activity], frozen=True):
    """Facts of the whole shop that fit a search, newest first."""

    search: Search = Search()
    cursor: str | None = None
    limit: int = 50
    persons: bool = False


class Form(StrEnum):
    """How exported facts are written down."""

    JSON_LINES = "jsonl"
    CSV = "csv"


class RecordExport(Command[UUID], frozen=True):
    """Write down that somebody takes facts away: which ones, and whether persons are opened. Gives the export's id."""

    form: Form
    search: Search
    persons: bool


@dataclass(frozen=True)
class ExportHandlers:
    clock: Clock
    ids: Ids

    @handles(RecordExport)
    def record(self, command: RecordExport, work: UnitOfWork) -> UUID:
        export = Export(self.ids.next())
        export.begin(command.form, command.search.said(), persons=command.persons, at=self.clock.now())
        work.save(export)
        return export.id
