"""What is kept beside the facts in a shop in memory: only which of them are whose."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from store.application.privacy.copy_ports import Beside
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class MemoryRecords:
    """Twin of :class:`~store.adapters.privacy.records_postgres.PostgresRecords`. *facts* gives all there are."""

    def __init__(self, facts: Callable[[], Iterable[tuple[UUID, int, Event, str]]]) -> None:
        self._facts = facts

    def behind(self, copy: UUID) -> bool:
        """Never: it looks at the facts themselves."""
        del copy
        return False

    def orders(self, account: AccountId) -> Sequence[UUID]:
        """All that were placed under the account."""
        return [
            stream for stream, _, fact, _ in self._facts()
            if _tag(fact) in {"ordering/placed-1", "ordering/claimed-1"}
            and getattr(fact, "account_id", None) == account
        ]

    def carts(self, account: AccountId) -> Sequence[UUID]:
        """All that they did something with."""
        return list(dict.fromkeys(
            stream for stream, _, fact, actor in self._facts()
            if _tag(fact).startswith("cart/") and _tag(fact) != "cart/taken-1" and actor.endswith(str(account))
        ))

    def beside(self, account: AccountId, streams: Sequence[UUID], payments: Sequence[UUID]) -> Beside:
        """Who did what."""
        del account, payments
        return Beside({}, {
            (stream, version): actor for stream, version, _, actor in self._facts() if stream in set(streams)
        })


def _tag(fact: Event) -> str:
    return str(type(fact).__struct_config__.tag)
