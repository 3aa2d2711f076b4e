"""Looking for persons leaves a trace."""

from typing import TypeAlias
from uuid import UUID

from store.domain.identity.events import Role
from store.domain.shared.aggregate import Event


class PersonsSearched(Event, frozen=True, tag="identity/persons-searched-1"):
    """Somebody looked for a person.

    *digest* is the same whenever the same is typed, and can't be turned back; *letters* is how much that was.
    """

    search_id: UUID
    digest: str
    letters: int
    role: Role | None
    state: str


SearchEvent: TypeAlias = PersonsSearched
