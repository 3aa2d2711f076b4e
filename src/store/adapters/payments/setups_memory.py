"""Which SetupIntent belongs to which try to add a card, in memory: the twin of the table."""

from threading import Lock

from msgspec import structs

from store.adapters.payments.intents_memory import KeptIntent
from store.application.payments.adding import AddingId


class MemorySetups:
    """A :class:`~store.adapters.payments.stripe_setups.SetupBook`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[AddingId, KeptIntent] = {}

    def find(self, adding: AddingId) -> KeptIntent | None:
        """What stands there."""
        return self._kept.get(adding)

    def keep(self, adding: AddingId, intent: str) -> KeptIntent:
        """Write *intent* down, unless one stands there already."""
        with self._lock:
            kept = self._kept.get(adding, KeptIntent())
            self._kept[adding] = kept = structs.replace(kept, intent=kept.intent or intent)
            return kept

    def give_up(self, adding: AddingId) -> KeptIntent:
        """Write down that no card is to be kept."""
        with self._lock:
            kept = self._kept.get(adding, KeptIntent())
            self._kept[adding] = kept = structs.replace(kept, given_up=True)
            return kept

    def adding_of(self, intent: str) -> AddingId | None:
        """The try that *intent* is for."""
        return next((adding for adding, kept in self._kept.items() if kept.intent == intent), None)
