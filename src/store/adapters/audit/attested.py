"""Compares the log, in the order it was written, with what the checkpoints say it held.

Each checkpoint's facts are read once and digested; only where the digest is another are they held against the
leaves outside of the database, one by one. Memory holds the facts of one checkpoint, however long the log is.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from store.adapters.audit.chains import BATCH, Tick
from store.adapters.audit.suspicions import MOST, Suspicion, Suspicions
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.checkpoints import (
    LEAF,
    Checkpoint,
    Leaf,
    digest_of,
    leaf_bytes,
    leaves_in,
)
from store.application.audit.integrity import FaultKind

_ROWS: Final[LiteralString] = (
    "SELECT position, stream, version, tag, hash FROM log.events WHERE position > %s ORDER BY position"
)
_STREAM: Final[LiteralString] = "SELECT coalesce(max(version), 0) FROM log.events WHERE stream = %s"
_PLACE: Final[LiteralString] = "SELECT position, tag FROM log.events WHERE stream = %s AND version = %s"
_AT: Final[LiteralString] = "SELECT tag FROM log.events WHERE position = %s"

Place = tuple[UUID, int]


class Differences:
    """What a checkpoint knows and the log does not, and the other way round; of each stream the first."""

    def __init__(self) -> None:
        self.missing: dict[UUID, tuple[Leaf, int]] = {}
        self.changed: dict[UUID, tuple[Leaf, int]] = {}
        self.extra: dict[Place, tuple[Leaf, int]] = {}

    def compare(self, said: Checkpoint, knows: Iterable[Leaf], holds: Iterable[Leaf]) -> None:
        """Hold what *said* covers, fact by fact, against what is there."""
        known, held = {leaf.position: leaf for leaf in knows}, {leaf.position: leaf for leaf in holds}
        for position in sorted(known.keys() | held.keys()):
            mine, theirs = known.get(position), held.get(position)
            if mine == theirs:
                continue
            if mine and theirs and mine.place == theirs.place:
                _keep(self.changed, mine, said.number)
                continue
            if mine:
                _keep(self.missing, mine, said.number)
            if theirs and len(self.extra) < MOST:
                self.extra[theirs.place] = theirs, said.number


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
    for one in _explained(differences, db):
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


def _explained(differences: Differences, db: Connection[Any]) -> Iterator[Suspicion]:
    """What happened to each stream, in words. A fact that stands elsewhere was moved, not lost and made up."""
    for leaf, number in differences.changed.values():
        yield _suspicion(
            FaultKind.REWRITTEN, leaf, number,
            "it was rewritten after it was signed, and the chain of its stream made to fit",
        )
    for leaf, number in differences.missing.values():
        yield _missing(leaf, number, db)
    for place, (leaf, number) in differences.extra.items():
        lost = differences.missing.get(place[0])
        if lost is None or lost[0].version > leaf.version:
            yield _suspicion(
                FaultKind.SLIPPED_IN, leaf, number, "it was slipped in after the facts around it were signed"
            )


def _missing(leaf: Leaf, number: int, db: Connection[Any]) -> Suspicion:
    elsewhere = db.execute(_PLACE, (leaf.stream, leaf.version)).fetchone()
    if elsewhere is not None:
        instead = db.execute(_AT, (leaf.position,)).fetchone()
        taken = f", and {instead[0]} in its place" if instead else ""
        return _suspicion(
            FaultKind.MOVED, leaf, number, f"it was written here, but stands at position {elsewhere[0]} now{taken}"
        )
    last = _number(db.execute(_STREAM, (leaf.stream,)).fetchone())
    if not last:
        return _suspicion(FaultKind.VANISHED, leaf, number, "the whole stream is gone", there=False)
    if last < leaf.version:
        return _suspicion(
            FaultKind.CUT, leaf, number, f"the end of the stream was cut off: it stops at version {last}",
            there=False,
        )
    return _suspicion(
        FaultKind.TAKEN_OUT, leaf, number, f"version {leaf.version} is missing here", there=False
    )


def _suspicion(kind: FaultKind, leaf: Leaf, number: int, words: str, *, there: bool = True) -> Suspicion:
    return Suspicion(
        kind, leaf.stream, leaf.version, leaf.position, leaf.mark.hex(), words, there=there, checkpoint=number
    )


def _keep(where: dict[UUID, tuple[Leaf, int]], leaf: Leaf, number: int) -> None:
    """The lowest version of each stream."""
    known = where.get(leaf.stream)
    if known is not None:
        if leaf.version < known[0].version:
            where[leaf.stream] = leaf, number
    elif len(where) < MOST:
        where[leaf.stream] = leaf, number


def _leaf(row: Any) -> bytes:
    position, stream, version, tag, hash = row
    return leaf_bytes(position, stream, version, tag, bytes(hash))


def _number(row: Any) -> int:
    return int(row[0])
