"""Gathers what is to be counted, so that no shopper waits for a statement (``docs/adr/0102``)."""

from threading import Event, Lock, Thread
from typing import Final

import structlog
from msgspec import structs
from psycopg import Error
from psycopg_pool import PoolTimeout

from store.application.browsing.looked_for import Note, Searched
from store.application.browsing.searches import SearchBook

PAUSE: Final = 10.0
"""Seconds in which more may come: whoever kills the process takes no more of it along."""
MOST: Final = 20_000
"""Notes that may wait. Of searches beyond them the words are left out, and of anything else the note."""


class Tally:
    """Has a thread write what was noted into a *book*, many at once. What can't be written is lost, not told again."""

    def __init__(self, book: SearchBook, pause: float = PAUSE) -> None:
        self._book, self._pause = book, pause
        self._notes: list[Note] = []
        self._beyond: dict[Searched, int] = {}
        self._lock, self._writing = Lock(), Lock()
        self._some = Event()
        self._writer: Thread | None = None

    def note(self, note: Note) -> None:
        """Have this counted soon."""
        with self._lock:
            if len(self._notes) < MOST:
                self._notes.append(note)
            elif isinstance(note, Searched):
                bare = structs.replace(note, words=None, query=b"", visitor=b"")
                self._beyond[bare] = self._beyond.get(bare, 0) + 1
            if self._writer is None:
                self._writer = Thread(target=self._write_on, name="searches", daemon=True)
                self._writer.start()
        self._some.set()

    def flush(self) -> None:
        """Write what is there, now."""
        with self._writing:
            with self._lock:
                notes = self._notes + [structs.replace(note, times=times) for note, times in self._beyond.items()]
                self._notes, self._beyond = [], {}
                self._some.clear()
            if not notes:
                return
            try:
                self._book.add(notes)
            except (Error, PoolTimeout) as away:
                # Whether it came off nobody knows: asking again might count it twice.
                structlog.get_logger().warning("searches were lost", count=len(notes), because=type(away).__name__)

    def _write_on(self) -> None:
        hurry = Event()
        while self._some.wait():
            hurry.wait(self._pause)
            self.flush()
