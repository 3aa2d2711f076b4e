"""Notices that were dealt with, in memory: the twin of the table."""


class MemoryInbox:
    """An :class:`~store.adapters.payments.stripe_notices.Inbox`."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, object | None]] = {}

    def has(self, id: str) -> bool:
        """Whether it was dealt with."""
        return id in self._seen

    def put(self, id: str, kind: str, payment: object | None) -> None:
        """Remember it."""
        self._seen.setdefault(id, (kind, payment))
