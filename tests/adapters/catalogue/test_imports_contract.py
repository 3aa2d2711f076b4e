"""The list of imports: the twin and the tables keep the same promises."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.catalogue.imports_memory import MemoryImports
from store.adapters.catalogue.imports_postgres import DEAD, PostgresImports, PostgresLiveImports
from store.application.catalogue.import_ports import ImportJob, ToldRow
from store.application.catalogue.imports import MOST_OPEN, ImportRow, ImportState, RowResult
from store.application.shared.authority import EVERYTHING, Reach, Scope
from store.domain.shared.ids import ProductId, VendorId

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
VERA = VendorId(uuid4())
THEIRS = Scope(Reach.VENDOR, VERA)


class Listed:
    """A list, and how one looks at it."""

    def __init__(self, imports, url):
        self.it, self._url = imports, url

    def add(self, vendor=None, at=NOON):
        source = f"{vendor}/goods" if vendor else "goods"
        job = ImportJob(uuid4(), "goods.csv", source, "staff:1", vendor, 20)
        return job if self.it.add(job, b"key,name", at) else None

    def looks(self, name, *args):
        async def look():
            if self._url is None:
                return await getattr(self.it, name)(*args)
            async with AsyncConnectionPool(self._url, min_size=1, max_size=1, open=False) as pool:
                return await getattr(PostgresLiveImports(pool), name)(*args)

        return asyncio.run(look())


@pytest.fixture(params=["memory", "postgres"])
def listed(request):
    if request.param == "memory":
        yield Listed(MemoryImports(), None)
        return
    url = request.getfixturevalue("app_url")
    with ConnectionPool(url, min_size=1, max_size=4) as pool:
        yield Listed(PostgresImports(pool), url)


def told(line, result=RowResult.NEW, *, before=0, after=1):
    product = None if result is RowResult.REFUSED else ProductId(UUID(int=line))
    return ToldRow(ImportRow(line, f"k{line}", f"Mug {line}", result, ""), product, before, after)


def test_the_oldest_is_taken_by_one_who_shows_signs_of_life(listed):
    second, first = listed.add(at=NOON + timedelta(seconds=1)), listed.add()
    now = NOON + timedelta(minutes=5)
    taken = [listed.it.take(now) for _ in range(3)]
    assert [it and it.id for it in taken] == [first.id, second.id, None]
    later = now + DEAD
    assert listed.it.note(taken[1], [told(2)], later)
    taken = listed.it.take(later + timedelta(seconds=1))
    assert (taken.id, taken.reached) == (first.id, 0)
    assert listed.it.take(later + timedelta(seconds=1)) is None


def test_whoever_follows_begins_where_the_other_left_off(listed):
    job = listed.add()
    assert listed.it.note(listed.it.take(NOON), [told(2), told(3, RowResult.REFUSED)], NOON)
    taken = listed.it.take(NOON + 2 * DEAD)
    assert (taken.reached, listed.it.data(job.id)) == (3, b"key,name")
    assert listed.it.refused(job.id) == {3}


def test_whoever_was_followed_sets_nothing_back_and_is_told_to_stop(listed):
    """Two workers with a connection each: the first thought it was alone, and comes late."""
    job = listed.add()
    listed.it.finish(job, ImportState.CHECKED, NOON)
    listed.it.move(job.id, {ImportState.CHECKED}, ImportState.IMPORTING, NOON)
    late, now = listed.it.take(NOON), NOON + 2 * DEAD
    held = listed.it.note(listed.it.take(now), [told(2), told(3)], now)
    assert listed.it.note(late, [told(2, before=1, after=1)], now) is None
    listed.it.finish(late, ImportState.DONE, now, "late")
    shown = listed.looks("one", job.id, EVERYTHING)
    assert (shown.state, shown.reached, shown.error) == (ImportState.IMPORTING, 2, "")
    assert [(it.row.line, it.before) for it in listed.it.taken_in(job.id, 0, 9)] == [(2, 0), (3, 0)]
    assert listed.it.note(held, [told(4)], now)


def test_what_was_taken_back_is_not_told_to_be_new_by_one_who_comes_late(listed):
    job = listed.add()
    listed.it.note(job, [told(2), told(3)], NOON)
    listed.it.finish(structs.replace(job, beat=NOON), ImportState.CHECKED, NOON)
    listed.it.move(job.id, {ImportState.CHECKED}, ImportState.IMPORTING, NOON)
    late, now = listed.it.take(NOON), NOON + 2 * DEAD
    listed.it.note(listed.it.take(now), [told(2)], now)
    listed.it.move(job.id, {ImportState.IMPORTING}, ImportState.DONE, now)
    listed.it.move(job.id, {ImportState.DONE}, ImportState.UNDOING, now)
    listed.it.note(listed.it.take(now), [told(2, RowResult.TAKEN_OUT)], now)
    assert listed.it.note(late, [told(2), told(3)], now) is None
    rows = listed.looks("rows", job.id, None, 0, 9)
    assert [row.result for row in rows] == [RowResult.TAKEN_OUT, RowResult.NEW], "what nobody told yet is told"


def test_each_owner_has_their_turn_however_many_files_another_sent(listed):
    many = [listed.add(at=NOON + timedelta(seconds=n)) for n in range(3)]
    one = listed.add(VERA, at=NOON + timedelta(hours=1))
    first = listed.it.take(NOON + timedelta(hours=2))
    assert (first.id, listed.it.others_wait(first)) == (many[0].id, True)
    listed.it.lay_down(first)
    second = listed.it.take(NOON + timedelta(hours=2, seconds=1))
    assert (second.id, listed.it.others_wait(second)) == (one.id, True)
    assert listed.it.take(NOON + timedelta(hours=2, seconds=2)).id == many[0].id, "where it was laid down"
    assert listed.it.note(first, [told(2)], NOON + timedelta(hours=2, seconds=3)) is None


def test_of_too_many_at_once_the_database_decides_which_one_is_too_many(listed):
    with ThreadPoolExecutor(4) as threads:
        added = list(threads.map(lambda _: listed.add(VERA), range(MOST_OPEN + 4)))
    assert sum(it is None for it in added) == 4
    assert listed.add(), "others have their own"
    one = next(it for it in added if it)
    listed.it.move(one.id, {ImportState.CHECKING}, ImportState.CALLED_OFF, NOON)
    assert listed.add(VERA)


def test_files_that_nobody_began_are_not_kept_for_long(listed):
    old, begun, new = listed.add(), listed.add(), listed.add(at=NOON + timedelta(days=1))
    for job in (old, begun, new):
        listed.it.finish(job, ImportState.CHECKED, NOON)
    listed.it.move(begun.id, {ImportState.CHECKED}, ImportState.IMPORTING, NOON)
    listed.it.lapse(NOON + timedelta(hours=1), "Nobody began it.")
    shown = [listed.looks("one", job.id, EVERYTHING) for job in (old, begun, new)]
    assert [it.state for it in shown] == [ImportState.CALLED_OFF, ImportState.IMPORTING, ImportState.CHECKED]
    assert (shown[0].error, listed.it.data(old.id), listed.it.data(begun.id)) == ("Nobody began it.", b"", b"key,name")


def test_who_moves_it_first_does_and_its_worker_hears_so(listed):
    job = listed.add()
    with ThreadPoolExecutor(4) as threads:
        moved = list(threads.map(
            lambda _: listed.it.move(job.id, {ImportState.CHECKING}, ImportState.CALLED_OFF, NOON), range(4)
        ))
    assert sorted(moved) == [False, False, False, True]
    assert not listed.it.note(job, [told(2)], NOON)
    listed.it.finish(job, ImportState.CHECKED, NOON)
    assert listed.looks("one", job.id, EVERYTHING).state is ImportState.CALLED_OFF
    assert listed.looks("rows", job.id, None, 0, 9) == []


def test_its_file_is_kept_as_long_as_it_may_be_taken_in(listed):
    job = listed.add()
    listed.it.finish(job, ImportState.CHECKED, NOON)
    assert listed.it.data(job.id) == b"key,name"
    assert listed.it.move(job.id, {ImportState.CHECKED}, ImportState.IMPORTING, NOON)
    job = listed.it.take(NOON)
    listed.it.finish(job, ImportState.DONE, NOON)
    assert listed.it.data(job.id) == b""


def test_the_file_of_one_that_was_called_off_goes_and_what_came_in_meanwhile_is_told(listed):
    job = listed.add()
    assert listed.it.move(job.id, {ImportState.CHECKING}, ImportState.CALLED_OFF, NOON)
    assert listed.it.data(job.id) == b""
    job = listed.add()
    listed.it.finish(job, ImportState.CHECKED, NOON)
    listed.it.move(job.id, {ImportState.CHECKED}, ImportState.IMPORTING, NOON)
    taken = listed.it.take(NOON)
    assert listed.it.move(job.id, {ImportState.IMPORTING}, ImportState.DONE, NOON)
    assert not listed.it.note(taken, [told(2)], NOON)
    assert [it.row.line for it in listed.it.taken_in(job.id, 0, 9)] == [2]


def test_rows_are_counted_shown_and_told_once_more(listed):
    job = listed.add()
    job = listed.it.note(job, [told(2), told(3, RowResult.SAME), told(4, RowResult.REFUSED), told(5)], NOON)
    listed.it.note(job, [told(5, RowResult.CHANGED, before=1, after=2)], NOON)
    shown = listed.looks("one", job.id, EVERYTHING)
    assert (shown.rows, shown.reached, shown.source) == (4, 4, "goods")
    assert shown.results == {"new": 1, "same": 1, "refused": 1, "changed": 1}
    assert [row.line for row in listed.looks("rows", job.id, None, 2, 2)] == [3, 4]
    assert [row.line for row in listed.looks("rows", job.id, RowResult.REFUSED, 0, 9)] == [4]
    assert [(it.row.line, it.before, it.after) for it in listed.it.taken_in(job.id, 0, 9)] == [(2, 0, 1), (5, 1, 2)]


def test_vendors_find_their_own_alone(listed):
    own, others = listed.add(VERA), listed.add()
    for scope, found in ((THEIRS, {own.id}), (EVERYTHING, {own.id, others.id})):
        assert {it.id for it in listed.looks("newest", scope)} & {own.id, others.id} == found
    assert listed.it.find(others.id, THEIRS) is None
    assert listed.looks("one", others.id, THEIRS) is None
    assert listed.looks("one", own.id, THEIRS).source == "goods"


def test_old_ones_are_forgotten(listed):
    old, new = listed.add(), listed.add(at=NOON + timedelta(days=1))
    listed.it.note(old, [told(2)], NOON)
    listed.it.forget(NOON + timedelta(hours=1))
    assert listed.it.find(old.id, EVERYTHING) is None
    assert listed.it.find(new.id, EVERYTHING)
