"""Which master key wraps the keys of persons: by a keyed digest that lies beside them, and by whether they open.

A shop has one master key, and others while one takes the place of another: those open, and wrap nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12
_BY_NOBODY: Final = -1


class AnotherSecret(Exception):
    """The keys of persons were wrapped under another secret than the one given."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"the keys of persons in {file} belong to another STORE_SECRET than the one given. Nothing was written."
            ' Start the shop with the secret it had (docs/operations.md, "The secret").'
        )


@dataclass(frozen=True)
class Wraps:
    """By what the keys of persons are wrapped: the master key, others that are known, none of them."""

    ours: int = 0
    others: int = 0
    lost: int = 0
    is_ours: bool = True
    """Whether the file is marked as the master key's own, so that it opens without the others."""


def look_at(file: Path, masters: Sequence[bytes]) -> Wraps:
    """By what the keys in *file* are wrapped. The first of *masters* is the one of today. Looks, and changes nothing.

    :raises AnotherSecret: if the file belongs to none of them.
    """
    if not file.exists():
        return Wraps()
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        mark = db.execute("SELECT mark FROM master").fetchone() if "master" in tables else None
        rows = db.execute("SELECT subject, wrapped FROM keys").fetchall() if "keys" in tables else []
    owner = whose(mark[0] if mark else None, rows, masters)
    if owner is None:
        raise AnotherSecret(file)
    found = Counter(_by(rows, [AESGCM(master) for master in masters]))
    ours, lost = found.pop(0, 0), found.pop(_BY_NOBODY, 0)
    return Wraps(ours, found.total(), lost, is_ours=owner == 0)


def whose(mark: bytes | None, rows: Sequence[tuple[bytes, bytes]], masters: Sequence[bytes]) -> int | None:
    """Which of *masters* a file belongs to that holds *mark* and these keys, if any does.

    A file of before there were marks belongs to whoever opens most of its keys.
    """
    if mark is not None:
        return next((which for which, master in enumerate(masters) if is_mark_of(mark, master)), None)
    for which, master in enumerate(masters):
        if sum(by == _BY_NOBODY for by in _by(rows, [AESGCM(master)])) <= len(rows) // 2:
            return which
    return None


def mark_of(master: bytes) -> bytes:
    """What tells *master* from any other, and says nothing of it."""
    return digest(master, b"store/which master key", sha256)


def is_mark_of(mark: bytes, master: bytes) -> bool:
    """Whether *mark* is that of *master*."""
    return compare_digest(mark, mark_of(master))


def unwrapped(wraps: Sequence[AESGCM], subject: bytes, wrapped: bytes) -> tuple[bytes | None, int]:
    """The key of *subject* and which of *wraps* opened it; ``None`` if none did: it is not theirs, or another's."""
    for which, wrap in enumerate(wraps):
        try:
            return wrap.decrypt(wrapped[:NONCE], wrapped[NONCE:], subject), which
        except InvalidTag:
            continue
    return None, _BY_NOBODY


def _by(rows: Sequence[tuple[bytes, bytes]], wraps: Sequence[AESGCM]) -> list[int]:
    return [unwrapped(wraps, subject, wrapped)[1] for subject, wrapped in rows]
