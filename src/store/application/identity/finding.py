"""Finding people. That somebody looked is a fact; what they typed is none, only a keyed digest of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.identity.grams import LEAST, Marks, folded
from store.application.shared.bus import Command, Query, handles
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.identity.events import Role
from store.domain.identity.search import PersonSearch
from store.domain.shared.ids import AccountId

STATES: Final = ("active", "unverified", "disabled")
"""How an account may stand."""


class UserRow(Struct, frozen=True):
    """An account in a list; personal fields are null once the person was forgotten.

    ``share`` says how many thousandths of what was looked for are found in the name or the address.
    """

    id: AccountId
    name: str | None
    email: str | None
    role: Role
    state: str
    registered_at: datetime
    share: int | None = None


class UserRows(Struct, frozen=True):
    """One page; ``many`` if so many fit that not all were looked at."""

    items: list[UserRow]
    next_cursor: str | None
    many: bool = False


class FindUsers(Query[UserRows], frozen=True):
    """Accounts whose name, address or id resembles *q*, best first; without it all, newest first."""

    q: str = ""
    role: Role | None = None
    state: str | None = None
    cursor: str | None = None
    limit: int = 50


class RecordSearch(Command[UUID], frozen=True):
    """Write down that somebody looks for a person, before they are shown any. Gives the search's id."""

    q: str
    role: Role | None = None
    state: str | None = None


@dataclass(frozen=True)
class Finding:
    marks: Marks
    clock: Clock
    ids: Ids

    @handles(RecordSearch)
    def record(self, command: RecordSearch, work: UnitOfWork) -> UUID:
        said = " ".join(folded(command.q).split())
        if len(said) < LEAST:
            raise BadValue("q", f"write at least {LEAST} letters")
        search = PersonSearch(self.ids.next())
        search.begin(
            self.marks.digest("search", said).hex(), letters=len(said), role=command.role, state=command.state or "",
            at=self.clock.now(),
        )
        work.save(search)
        return search.id
