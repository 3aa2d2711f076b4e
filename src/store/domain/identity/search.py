"""PersonSearch: somebody looked for a person, so that it can be told later who did."""

from datetime import datetime
from uuid import UUID

from store.domain.identity.events import Role
from store.domain.identity.search_events import PersonsSearched, SearchEvent
from store.domain.shared.aggregate import Aggregate


class PersonSearch(Aggregate[SearchEvent]):
    kind = "search"
    random = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.digest = ""

    def begin(self, digest: str, *, letters: int, role: Role | None, state: str, at: datetime) -> None:
        """They are about to be shown whom it fits. Doing so again is no fact."""
        if not self.version:
            self._record(PersonsSearched(
                at=at, search_id=self.id, digest=digest, letters=letters, role=role, state=state,
            ))

    def _evolve(self, event: SearchEvent) -> None:
        self.digest = event.digest
