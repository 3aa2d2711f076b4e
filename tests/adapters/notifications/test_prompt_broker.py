"""What a process puts into its queue itself it takes out at once, and asks for the rest now and then."""

from contextlib import closing
from threading import Event

import pytest

from store.adapters.notifications import jobs_dramatiq
from store.adapters.notifications.jobs_dramatiq import postgres_jobs
from store.adapters.notifications.prompt_broker import PromptConsumer
from tests.adapters.notifications.test_jobs_contract import Doing, job, until

pytestmark = pytest.mark.requirement("R9.4")
NEVER = 600.0


@pytest.fixture
def asked(monkeypatch):
    """Which queue was asked for jobs, each time."""
    found, ask = [], PromptConsumer._ask

    def noted(consumer):
        ask(consumer)
        found.append(consumer.queue_name)

    monkeypatch.setattr(PromptConsumer, "_ask", noted)
    return found


@pytest.fixture
def jobs(app_url, asked, monkeypatch):
    monkeypatch.setattr(jobs_dramatiq, "POLL", NEVER)
    with closing(postgres_jobs(app_url, first_pause=20)) as jobs:
        yield jobs


def test_a_job_that_is_put_in_is_taken_at_once(jobs, asked):
    doing = Doing()
    with jobs.working(doing):
        until(lambda: {*asked} == {"mails", "mails.DQ"})
        jobs.enqueue(job())
        doing.until(job())


def test_more_jobs_than_are_taken_at_once_are_all_done(jobs, asked):
    doing = Doing()
    with jobs.working(doing):
        until(lambda: {*asked} == {"mails", "mails.DQ"})
        for n in range(30):
            jobs.enqueue(job(n))
        doing.until(*(job(n) for n in range(30)))


def test_a_job_that_failed_is_tried_when_it_is_due(jobs, asked):
    doing = Doing(failures=2)
    with jobs.working(doing):
        until(lambda: {*asked} == {"mails", "mails.DQ"})
        jobs.enqueue(job())
        doing.until(job())
    assert doing.tried == 3


def test_an_empty_queue_is_left_alone(jobs, asked):
    with jobs.working(Doing()):
        until(lambda: {*asked} == {"mails", "mails.DQ"})
        assert not Event().wait(1.2), "longer than a consumer rests before it looks whether to stop"
    assert sorted(asked) == ["mails", "mails.DQ"]


def test_what_another_process_put_in_is_found_by_asking(app_url, monkeypatch):
    monkeypatch.setattr(jobs_dramatiq, "POLL", 0.05)
    with closing(postgres_jobs(app_url)) as here, closing(postgres_jobs(app_url)) as there:
        doing = Doing()
        with here.working(doing):
            there.enqueue(job())
            doing.until(job())
