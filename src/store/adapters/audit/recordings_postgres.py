"""Recordings in a table for some days: written a little later and many at once, so that no command waits for them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from queue import Full, Queue
from threading import Event, Thread
from typing import Any, Final
from uuid import UUID

import structlog
from msgspec import Struct, json, structs, to_builtins
from psycopg import Connection, Error
from psycopg_pool import ConnectionPool, PoolTimeout

from store.adapters.audit.capsule import Recording
from store.adapters.audit.tape import Tape
from store.adapters.drivers.arrays import Texts, Uuids
from store.adapters.drivers.chance import random_id
from store.adapters.drivers.vault import Vault
from store.application.shared.bus import Caller, Command
from store.application.shared.errors import Refusal
from store.application.shared.ports import Clock
from store.domain.shared.errors import AlreadyErased

SEALED: Final = "(sealed)"
"""What stands in the place of a person's words."""
KEPT_NOWHERE: Final = frozenset({"codes.make"})
"""What ports said that is as good as money, a code for single use: what was done with one isn't recorded at all."""
DAYS: Final = 7
_MOST: Final = 10_000
"""Recordings that may wait to be written; more are let go, since commands come first."""
_AT_ONCE: Final = 500
_PAUSE: Final = 0.5
"""Seconds in which more may come, so that many are written at once."""


class Persons(Struct, frozen=True):
    """Where a command names a person: the path to the subject, and the paths to what is theirs."""

    subject: tuple[str, ...] = ()
    theirs: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[tuple[str, ...], ...] = ()
    """Secrets: not even sealed."""
    dropped: Mapping[str, Any] = {}
    """What is too large to be kept, by its field, and what stands there instead."""


class PostgresRecordings:
    """Takes what a :class:`~store.adapters.audit.tape.RecordingDispatcher` heard."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], vault: Vault, clock: Clock,
        persons: Mapping[type[Command[Any]], Persons],
    ) -> None:
        self._pool, self._vault, self._clock, self._persons = pool, vault, clock, persons
        self._waiting: Queue[tuple[UUID, UUID, datetime, bytes]] = Queue(_MOST)
        self._hurry = Event()
        self._writer: Thread | None = None

    def keep(self, command: Command[Any], by: Caller, tape: Tape, refusal: Refusal | None) -> None:
        """Have this written soon, if it holds no secret."""
        if any(heard.asked in KEPT_NOWHERE for heard in tape.heard):
            return
        recording = self._recording(command, by, tape, refusal)
        try:
            self._waiting.put_nowait((recording.id, by.correlation, recording.at, json.encode(recording)))
        except Full:
            structlog.get_logger().warning("a recording was let go", command=recording.command)
        if self._writer is None:
            self._writer = Thread(target=self._write_on, name="recordings", daemon=True)
            self._writer.start()

    def flush(self) -> None:
        """Wait until all that was kept is written, or given up."""
        self._hurry.set()
        self._waiting.join()
        self._hurry.clear()

    def of(self, correlation: UUID) -> list[Recording]:
        """What was recorded of a wish, oldest first."""
        with self._pool.connection() as db:
            rows = db.execute(
                "SELECT recording FROM work.recordings WHERE correlation = %s ORDER BY at, number", (correlation,)
            ).fetchall()
        return [json.decode(row[0], type=Recording) for row in rows]

    def forget(self) -> None:
        """Those that are older than they are good for."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.recordings WHERE at < now() - make_interval(days => %s)", (DAYS,))

    def _recording(self, command: Command[Any], by: Caller, tape: Tape, refusal: Refusal | None) -> Recording:
        about, id = self._persons[type(command)], random_id()
        fields = to_builtins(structs.replace(command, **about.dropped) if about.dropped else command)
        for path in about.left_out:
            _take(fields, path)
        theirs = [_take(fields, path) for path in about.theirs]
        subject = UUID(str(_look(fields, about.subject))) if about.subject else None
        sealed = None
        if subject is not None:
            with suppress(AlreadyErased):  # whoever was forgotten stays forgotten
                sealed = self._vault.seal(subject, json.encode(theirs), f"recording/{id}")
        return Recording(
            id=id, command=type(command).__name__, fields=fields, caller=by, at=self._clock.now(),
            heard=tape.heard, refusal=refusal, subject=subject, persons=sealed,
        )

    def _write_on(self) -> None:
        while True:
            rows = [self._waiting.get()]
            self._hurry.wait(_PAUSE)
            while len(rows) < _AT_ONCE and not self._waiting.empty():
                rows.append(self._waiting.get())
            try:
                self._write(rows)
            except (Error, PoolTimeout) as away:  # lost: they are there to help, not to be relied on
                structlog.get_logger().warning("recordings were lost", count=len(rows), because=type(away).__name__)
            finally:
                for _ in rows:
                    self._waiting.task_done()

    def _write(self, rows: Sequence[tuple[UUID, UUID, datetime, bytes]]) -> None:
        """Without waiting for the disk: the facts themselves do."""
        with self._pool.connection() as db, db.transaction():
            db.execute("SET LOCAL synchronous_commit TO off")
            db.execute(
                "INSERT INTO work.recordings (id, correlation, at, recording)"
                " SELECT id, correlation, at::timestamptz, recording"
                " FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[]) AS new (id, correlation, at, recording)",
                (Uuids.of([row[0] for row in rows]), Uuids.of([row[1] for row in rows]),
                 Texts.of([row[2].isoformat().encode() for row in rows]), Texts.of([row[3] for row in rows])),
            )


def _look(fields: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        fields = fields[name]
    return fields


def _take(fields: Any, path: tuple[str, ...]) -> Any:
    """Put a seal in the place of what stands at *path*, if anything does, and give that."""
    place = _look(fields, path[:-1])
    value = place.get(path[-1])
    if value:
        place[path[-1]] = SEALED
    return value


