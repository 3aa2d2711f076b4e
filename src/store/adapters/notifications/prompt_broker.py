"""A queue in Postgres whose own process is told of what it puts in, so that it seldom has to ask.

The library's consumers ask all the time, those of jobs that are to be tried later as well, each in a transaction of
three statements. Here they do when something was put in or done in this process, when something comes due, and every so
many seconds for what others put in: each worker does first what it handed over itself.
"""

from threading import Lock
from time import monotonic
from typing import Any

from dramatiq import Message
from dramatiq.broker import MessageProxy
from dramatiq_postgres.broker import CLAIM_BATCH_MAX, QUERIES, PostgresBroker, PostgresConsumer
from dramatiq_postgres.utils import raise_connection_error


class PromptConsumer(PostgresConsumer):  # type: ignore[misc]  # the library comes without types
    """The one of a queue, or of what is to be tried later. Its connections commit by themselves."""

    def __init__(self, **its: Any) -> None:
        super().__init__(**its)
        self._lock = Lock()
        self._due: list[float] = []
        self._ask_at = 0.0

    def expect(self, seconds: float) -> None:
        """Something was put in, to be done in so many seconds."""
        with self._lock:
            self._due.append(monotonic() + seconds)
        self.wakeup.set()

    @raise_connection_error  # type: ignore[untyped-decorator]  # as above
    def __next__(self) -> MessageProxy | None:
        """The next job; nothing if there was none for a moment: whoever waits may want to stop."""
        if not self.buffer and self._is_time():
            self._ask()
        if not self.buffer:
            return None
        message = self.buffer.pop(0)
        self.in_processing.add(message.message_id)
        return MessageProxy(message)

    def _is_time(self) -> bool:
        """Whether to ask, at once or after a moment."""
        if self.wakeup.wait(max(0.0, min(self.timeout_s, self._next() - monotonic()))):
            self.wakeup.clear()  # before the question: what comes after it is asked for again
            return True
        return self._next() <= monotonic()

    def _next(self) -> float:
        with self._lock:
            return min([self._ask_at, *self._due])

    def _ask(self) -> None:
        now = monotonic()
        with self._lock:
            self._due = [at for at in self._due if at > now]
        self._ask_at = now + self.broker.poll_interval
        db = self.get_consume_conn()
        self.broker.maybe_heartbeat(db)
        self.broker.maybe_maintenance(db)
        room = min(self.prefetch - len(self.in_processing), CLAIM_BATCH_MAX)
        if room > 0:
            rows = db.execute(QUERIES.CLAIM, (self.queue_name, room, self.broker.worker_id)).fetchall()
            self.buffer += [Message.decode(text.encode()) for text, in rows]


class PromptBroker(PostgresBroker):  # type: ignore[misc]  # as above
    """Tells its consumers what it puts in."""

    def __init__(self, **its: Any) -> None:
        super().__init__(**its)
        self._consumers: dict[str, PromptConsumer] = {}

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 30000) -> PromptConsumer:
        """What takes jobs out; *timeout* in milliseconds."""
        it = PromptConsumer(broker=self, queue_name=queue_name, prefetch=prefetch, timeout=timeout)
        self._consumers[queue_name] = it
        return it

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """Put *message* in, to be done in *delay* milliseconds."""
        put: Message[Any] = super().enqueue(message, delay=delay)
        consumer = self._consumers.get(put.queue_name)
        if consumer is not None:
            consumer.expect((delay or 0) / 1000)
        return put
