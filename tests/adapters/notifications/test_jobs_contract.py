"""Jobs: the twin, our Postgres and a real Redis keep the same promises."""

import time
from contextlib import closing, contextmanager
from threading import Event, Lock
from uuid import UUID, uuid4

import psycopg
import pytest

from store.adapters.notifications.jobs_dramatiq import ACTOR, QUEUE, JobFailed, postgres_jobs, redis_jobs
from store.adapters.notifications.jobs_memory import MemoryJobs
from store.application.notifications.ports import MailJob, Occasion

pytestmark = pytest.mark.requirement("R9.4")
SOON = 15.0


def job(id=1):
    return MailJob(
        mail_id=UUID(int=id), about=UUID(int=100 + id), kind=Occasion.SHIPPED,
        correlation=UUID(int=200 + id),
    )


@pytest.fixture(params=["memory", "postgres", "redis"])
def new_jobs(request):
    """Makes a queue of its own or, called again, another door to the same one."""
    if request.param == "memory":
        twin = MemoryJobs()
        yield lambda: twin
        return
    url = request.getfixturevalue("app_url" if request.param == "postgres" else "redis_url")
    make = postgres_jobs if request.param == "postgres" else redis_jobs
    made = []

    def new():
        made.append(make(url, first_pause=20))
        return made[-1]

    yield new
    for jobs in made:
        jobs.close()


class Doing:
    """Does jobs, and fails as often as it is told to."""

    def __init__(self, failures=0):
        self.done, self.tried, self._failures = [], 0, failures
        self._lock, self._changed = Lock(), Event()

    def __call__(self, job):
        with self._lock:
            self.tried += 1
            failing = self.tried <= self._failures
            if not failing:
                self.done.append(job)
        self._changed.set()
        if failing:
            raise ValueError("Ann Example, ann@example.org, did not work")

    def until(self, *jobs):
        deadline = time.monotonic() + SOON
        while not set(jobs) <= set(self.done):
            assert self._changed.wait(deadline - time.monotonic()), f"only {self.done}"
            self._changed.clear()


def until(what):
    deadline, pause = time.monotonic() + SOON, Event()
    while not what():
        assert time.monotonic() < deadline
        pause.wait(0.02)


def test_a_job_is_done_with_the_ids_it_was_given(new_jobs):
    jobs, doing = new_jobs(), Doing()
    jobs.enqueue(job())
    assert jobs.waiting() == 1
    with jobs.working(doing):
        doing.until(job())
        until(lambda: jobs.waiting() == 0)
    assert doing.done == [job()]


def test_jobs_wait_for_whoever_comes_to_do_them(new_jobs):
    sender = new_jobs()
    for n in range(20):
        sender.enqueue(job(n))
    worker, doing = new_jobs(), Doing()
    with worker.working(doing):
        doing.until(*(job(n) for n in range(20)))
        until(lambda: sender.waiting() == 0)


def test_a_job_that_comes_while_one_works_is_done_too(new_jobs):
    jobs, doing = new_jobs(), Doing()
    with jobs.working(doing):
        jobs.enqueue(job(1))
        doing.until(job(1))
        jobs.enqueue(job(2))
        doing.until(job(2))


def test_a_job_that_fails_is_tried_again(new_jobs):
    jobs, doing = new_jobs(), Doing(failures=2)
    with jobs.working(doing):
        jobs.enqueue(job())
        doing.until(job())
        until(lambda: jobs.waiting() == 0)
    assert doing.tried == 3


def test_jobs_handed_over_together_are_all_done_and_all_again_if_one_fails(new_jobs):
    jobs, doing = new_jobs(), Doing(failures=1)
    jobs.enqueue(job(1), job(2), job(3))
    assert jobs.waiting() == 1
    with jobs.working(doing):
        doing.until(job(1), job(2), job(3))
        until(lambda: jobs.waiting() == 0)
    assert sorted(done.mail_id.int for done in doing.done) == [1, 2, 2, 3, 3], "the first one failed once"


def test_what_belongs_around_jobs_is_done_once_for_those_handed_over_together(new_jobs):
    jobs, doing, around = new_jobs(), Doing(), []

    @contextmanager
    def together(its):
        yield
        around.append(list(its))

    jobs.enqueue(job(1), job(2), job(3))
    with jobs.working(doing, together):
        doing.until(job(1), job(2), job(3))
        until(lambda: jobs.waiting() == 0)
    assert around == [[job(1), job(2), job(3)]]


def test_jobs_are_all_done_again_if_what_belongs_around_them_fails(new_jobs):
    jobs, doing, failures = new_jobs(), Doing(), [ConnectionError()]

    @contextmanager
    def together(_):
        yield
        if failures:
            raise failures.pop()

    jobs.enqueue(job(1), job(2))
    with jobs.working(doing, together):
        doing.until(job(1), job(2))
        until(lambda: jobs.waiting() == 0)
    assert sorted(done.mail_id.int for done in doing.done) == [1, 1, 2, 2]


def test_the_same_job_again_is_done_at_least_once_and_leaves_nothing_behind(new_jobs):
    jobs, doing = new_jobs(), Doing()
    jobs.enqueue(job())
    jobs.enqueue(job())
    with jobs.working(doing):
        doing.until(job())
        until(lambda: jobs.waiting() == 0)
    assert set(doing.done) == {job()}


def test_whoever_stops_leaves_the_rest_to_others(new_jobs):
    first, doing, may_go_on = new_jobs(), Doing(), Event()

    def slowly(job):
        may_go_on.wait(SOON)
        doing(job)

    for n in range(12):
        first.enqueue(job(n))
    working = first.working(slowly)
    working.__enter__()
    may_go_on.set()
    working.__exit__(None, None, None)
    second, others = new_jobs(), Doing()
    left = {job(n) for n in range(12)} - set(doing.done)
    with second.working(others):
        others.until(*left)


class TestOnPostgres:
    def test_a_job_whose_worker_died_is_done_by_another(self, app_url, monkeypatch):
        monkeypatch.setattr("store.adapters.notifications.jobs_dramatiq.THOUGHT_DEAD", 1.0)
        with closing(postgres_jobs(app_url)) as jobs, psycopg.connect(app_url, autocommit=True) as db:
            jobs.enqueue(job())
            db.execute("UPDATE work.jobs_queue SET state = 'consumed', worker_id = %s, consumed_at = now()", (uuid4(),))
            doing = Doing()
            with jobs.working(doing):
                doing.until(job())

    def test_no_word_of_a_failure_ends_in_the_queue(self, app_url):
        with closing(postgres_jobs(app_url, first_pause=60_000)) as jobs:
            doing = Doing(failures=9)
            with jobs.working(doing), psycopg.connect(app_url, autocommit=True) as db:
                jobs.enqueue(job())
                until(lambda: db.execute("SELECT 1 FROM work.jobs_queue WHERE queue_name <> %s", (QUEUE,)).fetchone())
                text = db.execute("SELECT string_agg(message::text, ' ') FROM work.jobs_queue").fetchone()[0]
        assert JobFailed.__name__ in text
        assert ACTOR in text
        assert "Ann" not in text
        assert "example.org" not in text

    def test_few_connections_are_held(self, app_url):
        with closing(postgres_jobs(app_url)) as jobs, psycopg.connect(app_url, autocommit=True) as db:
            doing = Doing()
            with jobs.working(doing):
                for n in range(30):
                    jobs.enqueue(job(n))
                doing.until(*(job(n) for n in range(30)))
                held = db.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'store jobs'"
                                  " AND datname = current_database()").fetchone()[0]
        assert held <= 4

    def test_its_driver_needs_no_table_that_our_migrations_lack(self, migrated_url):
        from dramatiq_postgres.schema import generate_init_sql

        with psycopg.connect(migrated_url) as db:
            ours = _columns(db, "work", "jobs_%")
            db.execute(generate_init_sql("theirs", "jobs_"))
            theirs = _columns(db, "theirs", "jobs_%")
        assert ours == theirs


def _columns(db, schema, tables):
    return set(db.execute(
        "SELECT table_name, column_name, CASE data_type WHEN 'USER-DEFINED' THEN 'text' ELSE data_type END"
        " FROM information_schema.columns WHERE table_schema = %s AND table_name LIKE %s", (schema, tables),
    ).fetchall())
