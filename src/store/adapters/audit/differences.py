"""What a checkpoint knows and the log does not, or the other way round; and what must have happened for that."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection

from store.adapters.audit.suspicions import MOST, Suspicion
from store.adapters.drivers.eventlog.checkpoints import Checkpoint, Leaf
from store.application.audit.integrity import FaultKind

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


def explained(differences: Differences, db: Connection[Any]) -> Iterator[Suspicion]:
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


def _number(row: Any) -> int:
    return int(row[0])
