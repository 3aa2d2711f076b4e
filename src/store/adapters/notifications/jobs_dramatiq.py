"""Jobs by dramatiq: on our own Postgres, or on Redis where one is set.

On Postgres the queue is the table ``work.jobs_queue`` (``docs/adr/0021``); a worker keeps two connections, and asks
when something was put in, or every two seconds. A job whose worker died is done by another after ten seconds.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from dramatiq import Message, Worker, actor
from dramatiq.broker import Broker
from dramatiq.middleware import Middleware, Retries
from msgspec import convert, to_builtins
from psycopg.conninfo import conninfo_to_dict

from store.adapters.drivers.pools import WarmPool
from store.application.notifications.ports import MailJob, Together, each_by_itself
from store.domain.shared.ids import follow_up

QUEUE: Final = "mails"
ACTOR: Final = "send_mail"
THREADS: Final = 2
CONNECTIONS: Final = 2 + THREADS
"""One for each of the two consumers (jobs, and jobs to be tried later), one for each thread to report."""
POLL: Final = 2.0
"""Seconds after which a worker asks for what others put in, too."""
SIGN_OF_LIFE: Final = 3.0
THOUGHT_DEAD: Final = 10.0
MOST_TRIES: Final = 8
FIRST_PAUSE: Final = 500
LONGEST_PAUSE: Final = 60_000
MILLISECONDS_TO_FINISH: Final = 4000


class JobFailed(Exception):
    """A job did not come off. What exactly happened is in the log: dramatiq keeps tracebacks in the queue."""


class DramatiqJobs:
    """:class:`~store.application.notifications.ports.Jobs` over one of the brokers below."""

    def __init__(
        self, broker: Broker, waiting: Callable[[], int], close: Callable[[], None], first_pause: int = FIRST_PAUSE
    ) -> None:
        self._broker, self._waiting, self._close, self._first_pause = broker, waiting, close, first_pause
        broker.declare_queue(QUEUE)

    def enqueue(self, *jobs: MailJob) -> None:
        """One message, whose id follows from theirs: the same twice is one row, or done twice to no effect."""
        id = jobs[0].mail_id
        if jobs[1:]:
            id = follow_up(id, "/".join(str(job.mail_id) for job in jobs[1:]))
        self._broker.enqueue(Message(
            queue_name=QUEUE, actor_name=ACTOR, args=(), kwargs={"jobs": to_builtins(jobs)}, options={},
            message_id=str(id),
        ))

    def waiting(self) -> int:
        """How many are still to be done."""
        return self._waiting()

    @contextmanager
    def working(self, handle: Callable[[MailJob], None], together: Together = each_by_itself) -> Iterator[None]:
        """Do jobs in a few threads, for as long as the context is open. Those of one message are done *together*."""
        logging.getLogger("dramatiq").setLevel(logging.CRITICAL)  # its lines hold tracebacks and whole messages

        def work(jobs: list[dict[str, str]]) -> None:
            failed = list[str]()

            def tried(job: MailJob) -> None:
                try:
                    handle(job)
                except Exception as failure:  # noqa: BLE001 - whatever it is, it is logged and the job tried again
                    structlog.get_logger().exception("job failed", job=str(job.mail_id))
                    failed.append(type(failure).__name__)

            its = convert(jobs, list[MailJob])
            try:
                with together(its):
                    for job in its:
                        tried(job)
            except Exception as failure:  # noqa: BLE001 - as above, all of them
                structlog.get_logger().exception("jobs failed", jobs=len(its))
                failed.append(type(failure).__name__)
            if failed:
                raise JobFailed(failed[-1])

        declare = actor(
            actor_name=ACTOR, queue_name=QUEUE, broker=self._broker, max_retries=MOST_TRIES,
            min_backoff=self._first_pause, max_backoff=LONGEST_PAUSE,
        )
        declare(work)
        worker = Worker(self._broker, worker_threads=THREADS, worker_timeout=1000)
        worker.start()
        try:
            yield
        finally:
            worker.stop(timeout=MILLISECONDS_TO_FINISH)

    def close(self) -> None:
        """Let go of the broker's connections."""
        self._broker.close()
        self._close()


def postgres_jobs(url: str, first_pause: int = FIRST_PAUSE) -> DramatiqJobs:
    """A queue in the schema ``work`` of the database at *url*."""
    from store.adapters.notifications.prompt_broker import PromptBroker

    logging.getLogger("dramatiq_postgres").setLevel(logging.CRITICAL)
    as_whom = conninfo_to_dict(url).get("options") or ""
    pool = WarmPool(
        url, min_size=0, max_size=CONNECTIONS, timeout=10.0, open=True, check=WarmPool.check_connection,
        # What a crash takes of the queue is owed still: `work.outbox`, where that stands, does wait for the disk.
        kwargs={
            "application_name": "store jobs", "options": f"{as_whom} -c synchronous_commit=off", "autocommit": True,
        },
    )
    broker = PromptBroker(
        pool=pool, results=False, schema="work", prefix="jobs_", middleware=_middleware(), listen=False, notify=False,
        poll_interval=POLL, heartbeat_interval=SIGN_OF_LIFE, heartbeat_ttl=THOUGHT_DEAD,
        maintenance_interval=THOUGHT_DEAD / 2,
    )

    def waiting() -> int:
        with pool.connection() as db:
            row = db.execute("SELECT count(*) FROM work.jobs_queue WHERE state <> 'rejected'").fetchone()
        return int(row[0]) if row else 0

    return DramatiqJobs(broker, waiting, pool.close, first_pause)


def redis_jobs(url: str, first_pause: int = FIRST_PAUSE) -> DramatiqJobs:
    """A queue on the Redis at *url*."""
    from dramatiq.brokers.redis import RedisBroker

    broker = RedisBroker(  # type: ignore[no-untyped-call]  # dramatiq leaves this one without types
        url=url, middleware=_middleware(), namespace="store-jobs", heartbeat_timeout=int(THOUGHT_DEAD * 1000),
        maintenance_chance=50_000,
    )

    def waiting() -> int:
        return int(broker.do_qsize(QUEUE))

    return DramatiqJobs(broker, waiting, broker.client.close, first_pause)


def _middleware() -> list[Middleware]:
    """Trying again is all we want of dramatiq's: limits of time and age, results and pipelines stay out."""
    return [Retries()]
