"""Compares the log with what was signed about it, in one snapshot, and says what is wrong in words."""

from collections.abc import Callable, Mapping
from typing import Any, Final, LiteralString

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import DecodeError, json
from psycopg import Connection, IsolationLevel

from store.adapters.audit.attested import compare_with
from store.adapters.audit.chains import check_chains
from store.adapters.audit.statements import Statements
from store.adapters.audit.suspicions import Suspicion, Suspicions
from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles
from store.adapters.drivers.eventlog.checkpoints import Signed, mark_of
from store.adapters.drivers.eventlog.tokens import token
from store.application.audit.integrity import Fault, Verified

TOLD: Final = 100
"""Faults that are told; the rest is counted."""
_COUNT: Final[LiteralString] = "SELECT count(*) FROM log.events WHERE position > %s"
_LIFE: Final[LiteralString] = "SELECT max(number) FROM log.incarnations"
_ONE: Final[LiteralString] = "SELECT statement, signature FROM log.checkpoints WHERE number = %s"
_BIRTH: Final[LiteralString] = "SELECT state FROM log.events WHERE stream = %s ORDER BY version LIMIT 1"

Progress = Callable[[int, int], None]
"""Told how many rows of how many were read: each fact is read twice."""


class Verifier:
    """Verifies the log at *url*. *kinds* says for each tag what people call the thing it is about."""

    def __init__(
        self, url: str, files: CheckpointFiles, key: Ed25519PublicKey, kinds: Mapping[str, str]
    ) -> None:
        self._url, self._files, self._key = url, files, key
        self._kinds = {**kinds, **{mark_of(tag).hex(): kind for tag, kind in kinds.items()}}

    def verify(
        self, since: int | None = None, progress: Progress = lambda *_: None
    ) -> tuple[Verified, int | None]:
        """What there is to find, and the last checkpoint compared.

        *since* names a checkpoint that was found true before: only facts after it are read.
        """
        found, done = Suspicions(), 0
        with psycopg.connect(self._url, application_name="store verify") as db:
            db.isolation_level, db.read_only = IsolationLevel.REPEATABLE_READ, True
            number, position = self._beginning(since, db)
            total = 2 * _number(db.execute(_COUNT, (position,)).fetchone())

            def tick(rows: int) -> None:
                nonlocal done
                done += rows
                progress(min(done, total), total)

            checkpoints = (one for one in Statements(db, self._files, self._key, found) if one[0].number > number)
            compared = compare_with(checkpoints, self._files, db, position, found, tick)
            facts, streams = check_chains(db, position, found, tick)
            progress(total, total)
            suspicions = found.in_order()
            life = _number(db.execute(_LIFE).fetchone())
            faults = [self._told(one, life, db) for one in suspicions[:TOLD]]
        return Verified(
            facts=facts, streams=streams, checkpoints=compared.checkpoints, attested=compared.attested,
            faults=faults, more=len(suspicions) - len(faults) + found.more,
        ), compared.last or since

    def _beginning(self, since: int | None, db: Connection[Any]) -> tuple[int, int]:
        """Where to begin: after checkpoint *since*, or at the first fact if that one is not to be trusted."""
        row = db.execute(_ONE, (since,)).fetchone() if since else None
        if since is None or row is None or not Signed(*row).holds(self._key):
            return 0, 0
        said = Signed(*row).read()
        return (since, said.range[1]) if said.number == since else (0, 0)

    def _told(self, one: Suspicion, life: int, db: Connection[Any]) -> Fault:
        of = self._kinds.get(one.tag, "stream")
        name = _name(one, db)
        position = token(life, one.position) if one.position else None
        if one.stream is None:
            where = f"checkpoint {one.checkpoint}"
        else:
            where = f"{of} {name or one.stream}, version {one.version}, position {position}"
        return Fault(
            kind=one.kind, words=f"{where}: {one.words}", position=position, stream=one.stream,
            version=one.version or None, of=of if one.stream else "", name=name, exists=one.there,
            checkpoint=one.checkpoint,
        )


def _name(one: Suspicion, db: Connection[Any]) -> str:
    """A number or a SKU, where the first fact of the stream has one and can still be read."""
    row = db.execute(_BIRTH, (one.stream,)).fetchone() if one.stream else None
    try:
        said = json.decode(row[0]) if row else {}
    except DecodeError:
        return ""
    names = (said.get(field) for field in ("number", "sku", "slug")) if isinstance(said, dict) else ()
    return next((name for name in names if isinstance(name, str)), "")


def _number(row: Any) -> int:
    return int(row[0])
