"""Reads facts stream by stream and checks that each follows from the one before it.

Each fact's hash covers its bytes and its predecessor's hash, so a fact that was changed, taken out of the
middle, slipped in or put under another stream shows. A chain computed anew, a cut tail and a vanished stream take
the signed checkpoints of :mod:`~store.adapters.audit.attested`.
"""

from collections.abc import Callable
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from store.adapters.audit.suspicions import Suspicion, Suspicions
from store.adapters.drivers.eventlog.rows import link
from store.application.audit.integrity import FaultKind

BATCH: Final = 2000
_COLUMNS: Final[LiteralString] = "e.stream, e.version, e.position, e.tag, e.state, e.metadata, e.hash"
_ALL: Final[LiteralString] = f"SELECT {_COLUMNS}, NULL FROM log.events e ORDER BY e.stream, e.version"
_SINCE: Final[LiteralString] = (
    f"SELECT {_COLUMNS}, b.hash FROM log.events e LEFT JOIN log.events b"
    " ON b.stream = e.stream AND b.version = e.version - 1"
    " WHERE e.position > %s ORDER BY e.stream, e.version"
)

Tick = Callable[[int], None]
"""Told how many more rows were read."""


def check_chains(db: Connection[Any], since: int, found: Suspicions, tick: Tick) -> tuple[int, int]:
    """Check the facts after position *since*; how many facts in how many streams those are."""
    facts = streams = 0
    current: UUID | None = None
    head, expected = b"", 1
    with db.cursor("facts_by_stream") as cursor:
        cursor.itersize = BATCH
        rows = cursor.execute(_SINCE, (since,)) if since else cursor.execute(_ALL)
        for stream, version, position, tag, state, metadata, hash, before in rows:
            if stream != current:
                current, streams = stream, streams + 1
                head, expected = (bytes(before), version) if before is not None else (b"", 1)
            facts += 1
            if version != expected:
                found.add(Suspicion(
                    FaultKind.TAKEN_OUT, stream, expected, position, tag, f"{_which(expected, version)} here",
                    there=False,
                ))
            elif link(head, stream, version, tag, state.encode(), metadata.encode()) != bytes(hash):
                found.add(Suspicion(
                    FaultKind.ALTERED, stream, version, position, tag,
                    "it is not what was written: its hash does not follow from what stands there",
                ))
            head, expected = bytes(hash), version + 1
            if facts % BATCH == 0:
                tick(BATCH)
    tick(facts % BATCH)
    return facts, streams


def _which(first: int, follows: int) -> str:
    """Versions that are missing before one that *follows*."""
    missing = f"version {first} is" if follows == first + 1 else f"versions {first} to {follows - 1} are"
    return f"{missing} missing, version {follows} follows"
