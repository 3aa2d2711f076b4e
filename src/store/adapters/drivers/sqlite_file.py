"""A SQLite file that several processes of one machine share."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

_PATIENCE = 10.0
"""Seconds a statement waits for another process to be done."""


def open_sqlite(file: Path | None, schema: LiteralString, *, lasting: bool = True) -> sqlite3.Connection:
    """Open *file*, or one in memory, with its *schema*. What is written there is on disk when it ends; unless
    *lasting* it outlives the process, but of a machine that loses its power the last moments are gone.

    Nobody but its owner may read a file that is made here, nor those that SQLite puts beside it.

    Readers and a writer don't wait for each other (write-ahead log). To turn that on needs the file for oneself, and
    SQLite refuses at once instead of waiting: so whoever opens it does so alone.
    """
    if file:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
    with _alone_in(file.parent if file else None):
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
        db.execute("PRAGMA secure_delete = ON")
        db.executescript(schema)
    return db


@contextmanager
def _alone_in(folder: Path | None) -> Iterator[None]:
    if folder is None:
        yield
        return
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)
