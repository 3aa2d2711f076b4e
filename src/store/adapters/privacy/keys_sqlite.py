"""Keys of persons in a SQLite file of their own, outside the log's cluster and its backups.

Each key is wrapped by a master key, so that the file alone opens nothing. Destroyed keys leave a mark, from which
a copy that is restored can be told whom to forget again. A keyed digest says which master key it is: under another
one the file isn't worked with, since what that seals could never be read by the right one.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.adapters.drivers.sqlite_file import open_sqlite
from store.adapters.drivers.vault import KeyUnreadable
from store.adapters.privacy.fingerprints import fingerprint_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (subject BLOB PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (subject BLOB PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS master (one INTEGER PRIMARY KEY CHECK (one = 1), mark BLOB NOT NULL);
"""
_NONCE = 12
_BITS = 256


class AnotherSecret(Exception):
    """The keys of persons were wrapped under another secret than the one given."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"the keys of persons in {file} belong to another STORE_SECRET than the one given. Nothing was written."
            ' Start the shop with the secret it had (docs/operations.md, "The secret").'
        )


def unreadable_keys(file: Path, master: bytes) -> int:
    """How many keys in *file* are not wrapped by *master*. Looks, and changes nothing.

    :raises AnotherSecret: if the file belongs to another master key.
    """
    if not file.exists():
        return 0
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        mark = db.execute("SELECT mark FROM master").fetchone() if "master" in tables else None
        rows = db.execute("SELECT subject, wrapped FROM keys").fetchall() if "keys" in tables else []
    if mark is not None and not compare_digest(mark[0], _mark_of(master)):
        raise AnotherSecret(file)
    closed = _closed(rows, AESGCM(master))
    if mark is None and closed > len(rows) // 2:
        raise AnotherSecret(file)
    return closed


def _mark_of(master: bytes) -> bytes:
    return digest(master, b"store/which master key", sha256)


def _closed(rows: Sequence[tuple[bytes, bytes]], wrap: AESGCM) -> int:
    return sum(_unwrapped(wrap, subject, wrapped) is None for subject, wrapped in rows)


def _unwrapped(wrap: AESGCM, subject: bytes, wrapped: bytes) -> bytes | None:
    try:
        return wrap.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], subject)
    except InvalidTag:
        return None


class SqliteKeys:
    """:class:`~store.adapters.drivers.vault.Keys` that several processes of one machine share."""

    def __init__(self, file: Path, master: bytes) -> None:
        """Opens *file*, and notes in it whose it is where nothing says so yet.

        :raises AnotherSecret: if it belongs to another master key.
        """
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._wrap = AESGCM(master)
        self._lock = Lock()
        self._db = open_sqlite(file, _SCHEMA)
        try:
            self._expect_ours(file, _mark_of(master))
        except AnotherSecret:
            self._db.close()
            raise

    def _expect_ours(self, file: Path, mark: bytes) -> None:
        """A file of before there were marks belongs to whoever opens most of its keys."""
        noted = self._db.execute("SELECT mark FROM master").fetchone()
        if noted is None:
            rows = self._db.execute("SELECT subject, wrapped FROM keys").fetchall()
            if _closed(rows, self._wrap) > len(rows) // 2:
                raise AnotherSecret(file)
            self._db.execute("INSERT INTO master VALUES (1, ?) ON CONFLICT DO NOTHING", (mark,))
            noted = self._db.execute("SELECT mark FROM master").fetchone()  # of two who are first, one was
        if not compare_digest(noted[0], mark):
            raise AnotherSecret(file)

    def obtain(self, subject: UUID) -> bytes | None:
        """The key of *subject*, on disk before it seals anything; ``None`` once it was destroyed."""
        found = self.find(subject)
        if found is not None:
            return found
        key, nonce = AESGCM.generate_key(_BITS), os.urandom(_NONCE)
        wrapped = nonce + self._wrap.encrypt(nonce, key, subject.bytes)
        with self._lock:
            made = self._db.execute(
                "INSERT INTO keys SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE subject = ?1)"
                " ON CONFLICT DO NOTHING",
                (subject.bytes, wrapped),
            ).rowcount
        return key if made else self.find(subject)

    def find(self, subject: UUID) -> bytes | None:
        """The key of *subject*, if there is one.

        :raises KeyUnreadable: if it was wrapped by another master key, or for somebody else.
        """
        wrapped = self._wrapped(subject)
        if wrapped is None:
            return None
        key = _unwrapped(self._wrap, subject.bytes, wrapped)
        if key is None:
            raise KeyUnreadable(str(subject))
        return key

    def _wrapped(self, subject: UUID) -> bytes | None:
        with self._lock:
            row = self._db.execute("SELECT wrapped FROM keys WHERE subject = ?", (subject.bytes,)).fetchone()
        return row[0] if row else None

    def fingerprint(self, subject: UUID) -> str:
        """By what their key is known; empty where there is none. Of one that nobody can unwrap, as it lies there."""
        try:
            return fingerprint_of(self.find(subject))
        except KeyUnreadable:
            return fingerprint_of(self._wrapped(subject))

    def erased(self) -> list[UUID]:
        """Everybody who was forgotten."""
        with self._lock:
            return [UUID(bytes=row[0]) for row in self._db.execute("SELECT subject FROM erased")]

    def destroy(self, subject: UUID) -> None:
        """Forget *subject* for ever, mark and deletion in one transaction."""
        now = datetime.now(UTC).isoformat()
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT INTO erased VALUES (?, ?) ON CONFLICT DO NOTHING", (subject.bytes, now))
            self._db.execute("DELETE FROM keys WHERE subject = ?", (subject.bytes,))
        with self._lock:  # or the page with the key would live on in the write-ahead file
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
