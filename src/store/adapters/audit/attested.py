"""Compares the log, in the order it was written, with what the checkpoints say it held.

Each checkpoint's facts are read once and digested; only where the digest is another are they held against the
leaves outside of the database, one by one. Memory holds the facts of one checkpoint, however long the log is.
"""

from collections.abc import Iterable
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection

from store.adapters.audit.chains import BATCH, Tick
from store.adapters.audit.differences import Differences, explained
from store.adapters.audit.suspicions import Suspicion, Suspicions
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.checkpoints import (
    LEAF,
    Checkpoint,
    digest_of,
    leaf_bytes,
    leaves_in,
)
from store.application.audit.integrity import FaultKind

_ROWS: Final[LiteralString] = (
    "SELECT position, stream, version, tag, hash FROM log.events WHERE position > %s ORDER BY position"
)

class Compared(Struct):
    """What the checkpoints cover, and the last of them."""

    checkpoints: int = 0
    attested: int = 0
    last: int | None = None


def compare_with(
    checkpoints: Iterable[tuple[Checkpoint, bool]], files: CheckpointFiles, db: Connection[Any], since: int,
    found: Suspicions, tick: Tick,
) -> Compared:
    """Compare the facts after position *since* with what *checkpoints* say of them."""
    compared, differences = Compared(), Differences()
    with db.cursor("facts_by_position") as cursor:
        cursor.itersize = BATCH
        rows = iter(cursor.execute(_ROWS, (since,)))
        ahead = next(rows, None)
        for said, kept in checkpoints:
            compared.checkpoints, compared.last = compared.checkpoints + 1, said.number
            compared.attested += said.facts
            while ahead is not None and ahead[0] <= said.range[0]:  # what a lost checkpoint covered
                ahead = next(rows, None)
                tick(1)
            held: list[bytes] = []
            while ahead is not None and ahead[0] <= said.range[1]:
                held.append(_leaf(ahead))
                ahead = next(rows, None)
            tick(len(held))
            _compare_one(said, files.leaves(said) if kept else None, b"".join(held), differences, found)
        tick(sum(1 for _ in rows) + (ahead is not None))
    for one in explained(differences, db):
        found.add(one)
    return compared


def _compare_one(
    said: Checkpoint, leaves: bytes | None, held: bytes, differences: Differences, found: Suspicions
) -> None:
    usable = leaves is not None and len(leaves) == said.facts * LEAF and digest_of(leaves) == said.digest
    if digest_of(held) == said.digest:
        if not usable and leaves is not None:
            found.add(Suspicion(
                FaultKind.FILE_GONE, None, 0, said.range[0], "", "the facts are sound, but the file outside of the"
                " database that would name a wrong one is gone or damaged", checkpoint=said.number,
            ))
    elif leaves is not None and usable:
        differences.compare(said, leaves_in(leaves), leaves_in(held))
    else:
        found.add(Suspicion(
            FaultKind.UNKNOWN_RANGE, None, 0, said.range[0], "",
            f"the {said.facts:,} facts after here are not those that were signed ({len(held) // LEAF:,} are there);"
            " the file that would name the first wrong one is gone or damaged", checkpoint=said.number,
        ))


def _leaf(row: Any) -> bytes:
    position, stream, version, tag, hash = row
    return leaf_bytes(position, stream, version, tag, bytes(hash))
