"""Working keys of the shop beside those of persons, and all of them wrapped anew when the master key is another one.

What digests are made with can't change when the secret does: addresses are found by them, in tables and in facts. So
these keys are kept, and it is their wrap that changes.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from typing import Final, LiteralString

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.adapters.drivers.vault import KeyUnreadable
from store.adapters.privacy.master_key import NONCE, mark_of, unwrapped

WORKING: Final[LiteralString] = (
    "CREATE TABLE IF NOT EXISTS working (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;"
)
_AT_ONCE: Final = 500


def wrapped(wrap: AESGCM, owner: bytes, key: bytes) -> bytes:
    """*key* as it is kept, for *owner* and nobody else."""
    nonce = os.urandom(NONCE)
    return nonce + wrap.encrypt(nonce, key, owner)


def working_key(db: sqlite3.Connection, wraps: Sequence[AESGCM], name: str, make: Callable[[], bytes]) -> bytes:
    """The key called *name*; of several who ask first, one makes it.

    :raises KeyUnreadable: if no master key that is known wrapped it.
    """
    found = _working(db, name)
    if found is None:
        db.execute(
            "INSERT INTO working VALUES (?, ?) ON CONFLICT DO NOTHING", (name, wrapped(wraps[0], name.encode(), make()))
        )
        found = _working(db, name) or b""
    key, _ = unwrapped(wraps, name.encode(), found)
    if key is None:
        raise KeyUnreadable(name)
    return key


def rewrap(db: sqlite3.Connection, master: bytes, wraps: Sequence[AESGCM]) -> int:
    """Have *master* alone wrap whatever one of *wraps* opens, and mark the file as its own; how many keys that were.

    The many go in small steps, so that nobody waits who wants a key meanwhile. What came in between, and the mark,
    go in one last step: from then on the file opens without the others, or with them as before.
    """
    done = _persons_anew(db, wraps)
    with db:
        db.execute("BEGIN IMMEDIATE")
        done += _persons_anew(db, wraps)
        done += _anew(db, "working", "name", db.execute("SELECT name, wrapped FROM working").fetchall(), wraps)
        db.execute("UPDATE master SET mark = ?", (mark_of(master),))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or the former wraps would live on in the write-ahead file
    return done


def _persons_anew(db: sqlite3.Connection, wraps: Sequence[AESGCM]) -> int:
    """However many there are, some at a time are in memory."""
    done, last = 0, b""
    while rows := db.execute(
        "SELECT subject, wrapped FROM keys WHERE subject > ? ORDER BY subject LIMIT ?", (last, _AT_ONCE)
    ).fetchall():
        done, last = done + _anew(db, "keys", "subject", rows, wraps), rows[-1][0]
    return done


def _anew(
    db: sqlite3.Connection, table: LiteralString, owner: LiteralString, rows: Sequence[tuple[bytes | str, bytes]],
    wraps: Sequence[AESGCM],
) -> int:
    """A key that was destroyed meanwhile stays so: its row is gone, and none is made."""
    changed = []
    for name, kept in rows:
        whose = name.encode() if isinstance(name, str) else name
        key, by = unwrapped(wraps, whose, kept)
        if key is not None and by > 0:
            changed.append((wrapped(wraps[0], whose, key), name, kept))
    statement = f"UPDATE {table} SET wrapped = ? WHERE {owner} = ? AND wrapped = ?"
    db.executemany(statement, changed)
    return len(changed)


def _working(db: sqlite3.Connection, name: str) -> bytes | None:
    row = db.execute("SELECT wrapped FROM working WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None
