"""Reads the checkpoints of database and file side by side: which of them can be trusted, and what was done to them."""

from collections.abc import Iterator
from typing import Any, Final, LiteralString

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import Connection

from store.adapters.audit.suspicions import Suspicion, Suspicions
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.checkpoints import Checkpoint, Signed
from store.application.audit.integrity import FaultKind

_ALL: Final[LiteralString] = "SELECT number, statement, signature FROM log.checkpoints ORDER BY number"


class Statements:
    """All checkpoints. Iterating gives those whose signature holds and that follow one another, once.

    With each comes whether the file outside has come to it: one that was signed this moment may still be on its way.
    """

    def __init__(
        self, db: Connection[Any], files: CheckpointFiles, key: Ed25519PublicKey, found: Suspicions
    ) -> None:
        self._db, self._files, self._key, self._found = db, files, key, found
        self._position = 0

    def __iter__(self) -> Iterator[tuple[Checkpoint, bool]]:
        number = 0
        before: str | None = ""
        outside = self._files.all()
        with self._db.cursor("checkpoints") as cursor:
            cursor.itersize = 1000
            inside = iter(cursor.execute(_ALL))
            row, line = next(inside, None), next(outside, _END)
            if line is _END and row is not None:
                self._tell(FaultKind.FILE_GONE, 1, "no checkpoint is left outside of the database")
            while row is not None or line is not _END:
                number += 1
                stands = Signed(row[1], row[2]) if row is not None and row[0] == number else None
                kept = line if isinstance(line, Signed) else None
                trusted = self._trusted(number, before, stands, kept, past=line is _END)
                if trusted is not None:
                    before, said = trusted.digest(), trusted.read()
                    self._position = said.range[1]
                    yield said, line is not _END
                else:
                    before = None
                if stands is not None:
                    row = next(inside, None)
                elif row is not None and line is _END:
                    number = row[0] - 1
                line = line if line is _END else next(outside, _END)

    def _trusted(
        self, number: int, before: str | None, stands: Signed | None, kept: Signed | None, *, past: bool
    ) -> Signed | None:
        """The one of the two that is genuine; what is wrong with the other is told."""
        good = [one is not None and self._genuine(one, number, before) for one in (stands, kept)]
        match good:
            case [True, True]:
                return stands
            case [False, True]:
                if stands is None:
                    self._tell(
                        FaultKind.CHECKPOINT_REMOVED, number,
                        "it was taken out of the database; the file outside still has it",
                    )
                else:
                    self._tell(FaultKind.CHECKPOINT_FORGED, number, "the one in the database is not what was signed")
                return kept
            case [True, False]:
                if not past:
                    self._tell(FaultKind.FILE_GONE, number, "the one in the file outside was altered")
                return stands
            case _:
                if stands is not None or not past:
                    self._tell(FaultKind.CHECKPOINT_FORGED, number, "it was not signed with this shop's key")
                else:
                    self._tell(FaultKind.CHECKPOINT_REMOVED, number, "it is gone from the database and the file")
                return None

    def _genuine(self, one: Signed, number: int, before: str | None) -> bool:
        if not one.holds(self._key):
            return False
        said = one.read()
        return said.number == number and before in {None, said.previous}

    def _tell(self, kind: FaultKind, number: int, words: str) -> None:
        self._found.add(Suspicion(kind, None, 0, self._position, "", words, there=False, checkpoint=number))


_END: Final = object()
