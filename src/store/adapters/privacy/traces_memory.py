"""What is kept of somebody in a shop that lives in memory."""

from collections.abc import Callable, Mapping, Sequence

from store.application.privacy.ports import Whom
from store.application.privacy.proofs import Removed
from store.domain.shared.ids import AccountId


class MemoryTraces:
    """Twin of :class:`~store.adapters.privacy.traces_postgres.PostgresTraces`: each place is asked to forget."""

    def __init__(
        self, places: Mapping[str, Callable[[AccountId], object]], remove_picture: Callable[[str], object]
    ) -> None:
        self._places, self._remove_picture = places, remove_picture

    def sweep(self, whom: Whom) -> Sequence[Removed]:
        """One of each: the twins don't count."""
        for picture in whom.pictures:
            self._remove_picture(picture)
        account = whom.account_id
        if account is None:
            return []
        for forget in self._places.values():
            forget(account)
        return [Removed(place, 1) for place in self._places]
