"""Keys of persons in a SQLite file of their own, outside the log's cluster and its backups.

Each key is wrapped by a master key, so that the file alone opens nothing. Destroyed keys leave a mark, from which
a copy that is restored can be told whom to forget again. A keyed digest says which master key it is: under another
one the file isn't worked with, since what that seals could never be read by the right one. While one master key takes
the place of another both open, and the new one wraps (docs/adr/0198).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import LiteralString
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.adapters.drivers.sqlite_file import open_sqlite
from store.adapters.drivers.vault import KeyUnreadable
from store.adapters.privacy.fingerprints import fingerprint_of
from store.adapters.privacy.master_key import AnotherSecret, mark_of, unwrapped, whose
from store.adapters.privacy.rewrapping import WORKING, rewrap, working_key, wrapped

_SCHEMA: LiteralString = WORKING + """
CREATE TABLE IF NOT EXISTS keys (subject BLOB PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (subject BLOB PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS master (one INTEGER PRIMARY KEY CHECK (one = 1), mark BLOB NOT NULL);
"""
_BITS = 256


class SqliteKeys:
    """:class:`~store.adapters.drivers.vault.Keys` that several processes of one machine share."""

    def __init__(self, file: Path, master: bytes, others: Sequence[bytes] = ()) -> None:
        """Opens *file*, and notes in it whose it is where nothing says so yet. *others* open and wrap nothing.

        :raises AnotherSecret: if it belongs to no master key that is known.
        """
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file, self._masters = file, (master, *others)
        self._wraps = [AESGCM(one) for one in self._masters]
        self._lock = Lock()
        self._db = open_sqlite(file, _SCHEMA)
        try:
            self._owner()
        except AnotherSecret:
            self._db.close()
            raise

    def _owner(self) -> int:
        """Which master key it is. A file of before there were marks belongs to whoever opens most of its keys."""
        with self._lock:
            noted = self._db.execute("SELECT mark FROM master").fetchone()
            if noted is None:
                rows = self._db.execute("SELECT subject, wrapped FROM keys").fetchall()
                first = whose(None, rows, self._masters)
                if first is None:
                    raise AnotherSecret(self._file)
                mark = mark_of(self._masters[first])
                self._db.execute("INSERT INTO master VALUES (1, ?) ON CONFLICT DO NOTHING", (mark,))
                noted = self._db.execute("SELECT mark FROM master").fetchone()  # of two who are first, one was
        owner = whose(noted[0], (), self._masters)
        if owner is None:
            raise AnotherSecret(self._file)
        return owner

    def working(self, name: str, derived: Sequence[bytes]) -> bytes:
        """The shop's key called *name*, whatever becomes of the secret: a random one, made when the shop is new.

        Shops of before have digests already, made with a key *derived* from the secret (one for each that is known,
        in their order): theirs stays.
        """
        def make() -> bytes:
            known = self._db.execute("SELECT 1 FROM keys UNION ALL SELECT 1 FROM erased LIMIT 1").fetchone()
            return derived[self._owner()] if known else AESGCM.generate_key(_BITS)

        return working_key(self._db, self._wraps, name, make)

    def rewrap(self) -> int:
        """Have today's master key wrap all that others did; how many keys that were."""
        with self._lock:
            return rewrap(self._db, self._masters[0], self._wraps)

    def obtain(self, subject: UUID) -> bytes | None:
        """The key of *subject*, on disk before it seals anything; ``None`` once it was destroyed."""
        found = self.find(subject)
        if found is not None:
            return found
        key = AESGCM.generate_key(_BITS)
        with self._lock:
            made = self._db.execute(
                "INSERT INTO keys SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE subject = ?1)"
                " ON CONFLICT DO NOTHING",
                (subject.bytes, wrapped(self._wraps[0], subject.bytes, key)),
            ).rowcount
        return key if made else self.find(subject)

    def find(self, subject: UUID) -> bytes | None:
        """The key of *subject*, if there is one.

        :raises KeyUnreadable: if it was wrapped by another master key, or for somebody else.
        """
        kept = self._wrapped(subject)
        if kept is None:
            return None
        key, _ = unwrapped(self._wraps, subject.bytes, kept)
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
