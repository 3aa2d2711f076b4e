"""Which master key wraps the keys of persons: by a keyed digest that lies beside them, and by whether they open."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12


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
    wrap = AESGCM(master)
    if most_closed(rows, wrap) if mark is None else not is_mark_of(mark[0], master):
        raise AnotherSecret(file)
    return _closed(rows, wrap)


def mark_of(master: bytes) -> bytes:
    """What tells *master* from any other, and says nothing of it."""
    return digest(master, b"store/which master key", sha256)


def is_mark_of(mark: bytes, master: bytes) -> bool:
    """Whether *mark* is that of *master*."""
    return compare_digest(mark, mark_of(master))


def most_closed(rows: Sequence[tuple[bytes, bytes]], wrap: AESGCM) -> bool:
    """Whether fewer than half of these keys open."""
    return _closed(rows, wrap) > len(rows) // 2


def unwrapped(wrap: AESGCM, subject: bytes, wrapped: bytes) -> bytes | None:
    """The key of *subject*; ``None`` if it was wrapped by another master key, or for somebody else."""
    try:
        return wrap.decrypt(wrapped[:NONCE], wrapped[NONCE:], subject)
    except InvalidTag:
        return None


def _closed(rows: Sequence[tuple[bytes, bytes]], wrap: AESGCM) -> int:
    return sum(unwrapped(wrap, subject, wrapped) is None for subject, wrapped in rows)
