"""What was asked and answered, without a database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, local

from store.application.shared.bus import Once
from store.application.shared.errors import InFlight, KeyReused
from store.application.shared.ports import Answer, Recalled

KEPT = timedelta(hours=24)


@dataclass
class _Row:
    body: str
    leased_till: datetime
    claimed_at: datetime
    claim: object
    answer: bytes | None = None
    final: bool = False


class MemoryIdempotency:
    """Twin of :class:`~store.adapters.drivers.idempotency_postgres.PostgresIdempotency`."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str], _Row] = {}
        self._lock = Lock()
        self._mine = local()

    def claim(self, once: Once, now: datetime, lease: timedelta) -> Recalled | None:
        """Take the right to carry the request out, or recall its answer."""
        with self._lock:
            row = self._rows.get(_key(once))
            if row is None or row.claimed_at <= now - KEPT:
                self._mine.claim = object()
                self._rows[_key(once)] = _Row(once.body, now + lease, now, self._mine.claim)
                return None
            if row.body != once.body:
                raise KeyReused
            if row.final and row.answer is not None:
                return Recalled(row.answer, final=True)
            if now < row.leased_till <= now + 2 * lease:  # leased for longer than that: the clock went back since
                raise InFlight
            self._mine.claim = object()
            row.leased_till, row.claim = now + lease, self._mine.claim
            return Recalled(row.answer, final=False) if row.answer is not None else None

    def answer(self, answer: Answer) -> None:
        """Remember an answer that appends nothing."""
        with self._lock:
            self.remember(answer)()

    def remember(self, answer: Answer) -> Callable[[], None]:
        """How *answer* is remembered: to be called alone, or along with the append it belongs to."""
        claim = getattr(self._mine, "claim", None)

        def write() -> None:
            row = self._rows[_key(answer.once)]
            if row.claim is not claim:
                raise InFlight
            row.answer, row.final = answer.body, answer.final

        return write

    def release(self, once: Once) -> None:
        """Give the right back: nothing final was done."""
        with self._lock:
            row = self._rows[_key(once)]
            if row.claim is getattr(self._mine, "claim", None) and not row.final:
                row.leased_till = datetime.min.replace(tzinfo=row.leased_till.tzinfo)


def _key(once: Once) -> tuple[str, str, str]:
    return once.principal, once.route, once.key
