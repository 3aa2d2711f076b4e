"""What came in: the twin and the table keep the same promises."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from store.adapters.catalogue.uploads_memory import MemoryUploads
from store.adapters.catalogue.uploads_postgres import PostgresUploads
from store.domain.shared.ids import ProductId

pytestmark = [pytest.mark.requirement("R2.1"), pytest.mark.story("US-2.5", "up to ten pictures")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MUG = ProductId(UUID(int=1))


def later(**some):
    return NOON + timedelta(**some)


@pytest.fixture(params=["memory", "postgres"])
def uploads(request):
    if request.param == "memory":
        yield MemoryUploads()
        return
    with ConnectionPool(request.getfixturevalue("app_url"), min_size=1, max_size=3) as pool:
        yield PostgresUploads(pool)


def test_each_is_taken_once_the_oldest_first(uploads):
    uploads.begin("b.jpg", MUG, later(seconds=1))
    uploads.begin("a.jpg", MUG, NOON)
    assert [uploads.take(later(seconds=2)) for _ in range(3)] == ["a.jpg", "b.jpg", None]


def test_what_is_done_is_never_taken_again(uploads):
    uploads.begin("a.jpg", MUG, NOON)
    assert uploads.take(NOON) == "a.jpg"
    uploads.sized("a.jpg", NOON)
    assert uploads.take(later(days=1)) is None


def test_what_whoever_had_it_died_over_is_taken_again_five_times_ever_more_patiently(uploads):
    uploads.begin("a.jpg", MUG, NOON)
    now = NOON
    assert uploads.take(now) == "a.jpg"
    for minutes in range(1, 5):
        uploads.failed("a.jpg", "the bucket slept")
        now += timedelta(minutes=minutes)
        assert uploads.take(now - timedelta(seconds=1)) is None
        assert uploads.take(now) == "a.jpg"
    assert uploads.take(later(days=9)) is None


def test_one_that_comes_again_gets_its_sizes_again(uploads):
    uploads.begin("a.jpg", MUG, NOON)
    uploads.take(NOON)
    uploads.sized("a.jpg", NOON)
    uploads.begin("a.jpg", MUG, later(hours=1))
    assert uploads.take(later(hours=1)) == "a.jpg"


def test_what_no_product_shows_is_thrown_away_and_what_one_does_is_looked_at_once(uploads):
    for name in ("shown.jpg", "orphan.jpg"):
        uploads.begin(name, MUG, NOON)
    uploads.begin("new.jpg", MUG, later(days=1))
    asked, thrown = [], []

    def is_shown(product, name):
        asked.append((product, name))
        return name == "shown.jpg"

    assert uploads.sweep(later(hours=1), is_shown, thrown.append) == 1
    assert (thrown, sorted(asked)) == (["orphan.jpg"], [(MUG, "orphan.jpg"), (MUG, "shown.jpg")])
    assert uploads.sweep(later(hours=2), is_shown, thrown.append) == 0
    assert len(asked) == 2


def test_a_sweep_that_fails_leaves_what_is_left_for_the_next(uploads):
    uploads.begin("a.jpg", MUG, NOON)

    def away(name):
        raise OSError(name)

    with pytest.raises(OSError, match=r"a\.jpg"):
        uploads.sweep(later(hours=1), lambda *_: False, away)
    thrown = []
    assert uploads.sweep(later(hours=1), lambda *_: False, thrown.append) == 1
    assert thrown == ["a.jpg"]


def test_nobody_begins_anew_what_is_being_thrown_away(uploads):
    """They wait, and their file is put in place after the old one is gone."""
    uploads.begin("a.jpg", MUG, NOON)
    done, sweeping, begun = [], threading.Event(), threading.Event()

    def begin():
        sweeping.wait()
        begun.set()
        uploads.begin("a.jpg", MUG, later(days=2))
        done.append("begun")

    def throw_away(name):
        sweeping.set()
        begun.wait()
        done.append(f"{name} is gone")

    other = threading.Thread(target=begin)
    other.start()
    uploads.sweep(later(days=1), lambda *_: False, throw_away)
    other.join()
    assert done == ["a.jpg is gone", "begun"]
    assert uploads.take(later(days=2)) == "a.jpg"


def test_two_sweeps_share_the_work(app_url):
    with ConnectionPool(app_url, min_size=2, max_size=4) as pool, psycopg.connect(app_url) as other:
        uploads = PostgresUploads(pool)
        for name in ("a.jpg", "b.jpg"):
            uploads.begin(name, MUG, NOON)
        other.execute("SELECT FROM work.pictures WHERE name = 'a.jpg' FOR UPDATE")
        thrown = []
        assert uploads.sweep(later(days=1), lambda *_: False, thrown.append) == 1
        assert thrown == ["b.jpg"]
