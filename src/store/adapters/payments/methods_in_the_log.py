"""By which way a payment was to be paid, from its own facts."""

from store.application.shared.ports import Journal
from store.domain.payments.events import PaymentRequested
from store.domain.shared.ids import PaymentId


class MethodsInTheLog:
    """By which method a payment was asked for: it stands in its first fact."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __call__(self, payment_id: PaymentId) -> str | None:
        """The method, if there is such a payment."""
        history = self._journal.read([payment_id]).get(payment_id)
        first = history.events[0] if history and history.events else None
        return first.method if isinstance(first, PaymentRequested) else None
