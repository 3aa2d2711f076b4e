"""Signs what the log holds, every few minutes, and hands a copy of it to the outside.

The database comes first and the files second: whatever is missing in the files after a crash is added from the
database on the next round, where signature and facts prove it. The files are what the next checkpoint follows:
taking checkpoints out of the database, or putting others in, changes nothing but that it shows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.eventlog.checkpoint_files import CheckpointFiles, Damaged
from store.adapters.drivers.eventlog.checkpoints import Checkpoint, Signed, digest_of, leaf_bytes, sign
from store.adapters.drivers.eventlog.signing_key import public_pem
from store.adapters.drivers.eventlog.tokens import token
from store.application.shared.ports import Clock

MOST: Final = 10_000
"""Facts of one checkpoint: what a verification holds in memory."""
ENOUGH: Final = 1_000
"""New facts that are not left waiting."""
EVERY: Final = timedelta(minutes=5)
"""How long fewer of them wait: for so long an attacker may still change what no checkpoint covers."""

_FACTS: Final[LiteralString] = (
    "SELECT position, stream, version, tag, hash FROM log.events WHERE position > %s AND position < log.horizon()"
    " ORDER BY position LIMIT %s"
)
_RANGE: Final[LiteralString] = (
    "SELECT position, stream, version, tag, hash FROM log.events WHERE position > %s AND position <= %s"
    " ORDER BY position LIMIT %s"
)
_NEWER: Final[LiteralString] = (
    "SELECT statement, signature FROM log.checkpoints WHERE number > %s ORDER BY number LIMIT 1000"
)


class Notary:
    """Call it every few seconds: it does what is due."""

    def __init__(
        self, pool: ConnectionPool[Connection[Any]], key: Ed25519PrivateKey, files: CheckpointFiles, clock: Clock
    ) -> None:
        self._pool, self._key, self._files, self._clock = pool, key, files, clock

    def __call__(self) -> None:
        """Sign what is there, if it is enough or has waited long enough."""
        self.sign(at_once=False)

    def sign(self, *, at_once: bool) -> int:
        """The same; all there is if *at_once*. How many checkpoints that made."""
        self._files.publish(public_pem(self._key.public_key()))
        self._catch_up()
        made = 0
        while self._sign(at_once=at_once):
            made += 1
        return made

    def _sign(self, *, at_once: bool) -> bool:
        last = self._last()
        said = last.read() if last else None
        with self._pool.connection() as db:
            after = said.range[1] if said else 0
            rows = db.execute(_FACTS, (after, MOST)).fetchall()
            now = self._clock.now()
            if not rows or not (at_once or len(rows) >= ENOUGH or said is None or said.at + EVERY <= now):
                return False
            life = _number(db.execute("SELECT max(number) FROM log.incarnations").fetchone())
            leaves = _leaves(rows)
            statement = self._statement(last, said, rows, leaves, life, now)
            signed = sign(statement, self._key)
            db.execute(
                "INSERT INTO log.checkpoints (number, statement, signature) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (statement.number, signed.statement, signed.signature),
            )
            stands = db.execute(
                "SELECT statement, signature FROM log.checkpoints WHERE number = %s", (statement.number,)
            ).fetchone()
        if stands is None or (Signed(*stands) != signed and Signed(*stands).holds(self._key.public_key())):
            return False  # another notary was first; what it signed is taken over on the next round
        self._files.append(signed, statement, leaves)
        return True

    def _last(self) -> Signed | None:
        last = self._files.last()
        if last is not None and not last.holds(self._key.public_key()):
            raise Damaged(f"the last checkpoint in {self._files.folder} was not signed with this shop's key")
        return last

    @staticmethod
    def _statement(
        last: Signed | None, said: Checkpoint | None, rows: Sequence[Any], leaves: bytes, life: int, now: datetime
    ) -> Checkpoint:
        return Checkpoint(
            number=said.number + 1 if said else 1,
            previous=last.digest() if last else "",
            after=said.upto if said else token(life, 0),
            upto=token(life, rows[-1][0]),
            before=said.before + said.facts if said else 0,
            facts=len(rows),
            digest=digest_of(leaves),
            at=now,
        )

    def _catch_up(self) -> None:
        """Add to the files what only the database has: after a crash, or when another machine signed."""
        last = self._last()
        with self._pool.connection() as db:
            for row in db.execute(_NEWER, (last.read().number if last else 0,)).fetchall():
                signed = Signed(*row)
                if not signed.holds(self._key.public_key()):
                    structlog.get_logger().error("a checkpoint in the database is forged")
                    return
                said = signed.read()
                if said.previous != (last.digest() if last else ""):
                    structlog.get_logger().error("checkpoints don't follow one another", number=said.number)
                    return
                after, upto = said.range
                leaves = _leaves(db.execute(_RANGE, (after, upto, said.facts)).fetchall())
                if digest_of(leaves) != said.digest:  # verifying will say so; its file can't name the fact any more
                    structlog.get_logger().error("the log is not what was signed", number=said.number)
                    leaves = b""
                self._files.append(signed, said, leaves)
                last = signed


def _leaves(rows: Sequence[Any]) -> bytes:
    return b"".join([
        leaf_bytes(position, stream, version, tag, bytes(hash)) for position, stream, version, tag, hash in rows
    ])


def _number(row: Any) -> int:
    return int(row[0])
