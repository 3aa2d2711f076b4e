"""What is noted is written in batches, once or never, and nobody who notes something waits for it."""

from datetime import date
from threading import Event

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from store.adapters.browsing import tally
from store.adapters.browsing.tally import Tally
from store.application.browsing.looked_for import Bought, Searched

pytestmark = [
    pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]
TODAY = date(2026, 5, 31)


def searched(n):
    return Searched(TODAY, f"thing {n}", f"{n:08}".encode(), b"somebody")


class Shelf:
    """A book that keeps what it is handed, or is away."""

    def __init__(self, awaited=None, away=None):
        self.batches, self.seen, self._awaited, self._away = [], Event(), awaited, away

    def add(self, notes):
        self.batches.append(notes)
        if self._awaited in notes:
            self.seen.set()
        if self._away:
            raise self._away


def test_many_notes_come_in_one_batch_some_time_later():
    shelf = Shelf(Bought(b"the last"))
    it = Tally(shelf, pause=0.1)
    notes = [*(searched(n) for n in range(300)), Bought(b"the last")]
    for note in notes:
        it.note(note)
    assert shelf.seen.wait(5)
    assert [note for batch in shelf.batches for note in batch] == notes
    assert len(shelf.batches) < 3


def test_who_wants_to_see_it_has_it_written_at_once():
    shelf = Shelf()
    it = Tally(shelf, pause=600)
    it.flush()
    it.note(searched(1))
    it.flush()
    it.flush()
    assert shelf.batches == [[searched(1)]]


@pytest.mark.parametrize("away", [psycopg.OperationalError("gone"), PoolTimeout("none free")])
def test_what_cannot_be_written_is_lost_and_told_to_nobody_again(away):
    """It may have been written all the same: the answer to a COMMIT can get lost."""
    shelf = Shelf(away=away)
    it = Tally(shelf, pause=600)
    it.note(searched(1))
    it.flush()
    it.note(searched(2))
    it.flush()
    assert shelf.batches == [[searched(1)], [searched(2)]]


def test_beyond_what_may_wait_searches_count_without_words_and_the_rest_not_at_all(monkeypatch):
    monkeypatch.setattr(tally, "MOST", 10)
    shelf = Shelf()
    it = Tally(shelf, pause=600)
    for n in range(1000):
        it.note(searched(n))
    it.note(Bought(b"too late"))
    it.flush()
    (batch,) = shelf.batches
    assert batch[:10] == [searched(n) for n in range(10)]
    assert batch[10:] == [Searched(TODAY, None, times=990)]
