"""Jobs without a queue outside: for tests and for a shop in memory."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Thread
from uuid import UUID

import structlog

from store.application.notifications.ports import MailJob, Together, each_by_itself

PAUSE = 0.05


class MemoryJobs:
    """Twin of :class:`~store.adapters.notifications.jobs_dramatiq.DramatiqJobs`. A job that fails goes to the end."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._queue: OrderedDict[tuple[UUID, ...], tuple[MailJob, ...]] = OrderedDict()
        self._doing = 0

    def enqueue(self, *jobs: MailJob) -> None:
        """Have *jobs* done, one after the other."""
        with self._changed:
            self._queue.setdefault(tuple(job.mail_id for job in jobs), jobs)
            self._changed.notify_all()

    def waiting(self) -> int:
        """How often something was handed over that is still to be done."""
        with self._changed:
            return len(self._queue) + self._doing

    @contextmanager
    def working(self, handle: Callable[[MailJob], None], together: Together = each_by_itself) -> Iterator[None]:
        """Do jobs in a thread, for as long as the context is open; those handed over at once *together*."""
        open_ = [True]
        thread = Thread(target=self._work, args=(handle, together, open_), daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._changed:
                open_.clear()
                self._changed.notify_all()
            thread.join()

    def _work(self, handle: Callable[[MailJob], None], together: Together, open_: list[bool]) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or not open_)
                if not open_:
                    return
                ids, jobs = self._queue.popitem(last=False)
                self._doing += 1
            failed = self._failed(jobs, handle, together)
            with self._changed:
                self._doing -= 1
                if failed:
                    self._queue.setdefault(ids, jobs)
                    self._changed.wait(PAUSE)

    @staticmethod
    def _failed(jobs: Sequence[MailJob], handle: Callable[[MailJob], None], together: Together) -> bool:
        """Whether one of *jobs* has to be done again: then all have."""
        failed = False
        log = structlog.get_logger()
        try:
            with together(jobs):
                for job in jobs:
                    try:
                        handle(job)
                    except Exception as failure:  # noqa: BLE001 - whatever it is, the job is tried again
                        log.warning("job failed", job=str(job.mail_id), because=type(failure).__name__)
                        failed = True
        except Exception as failure:  # noqa: BLE001 - as above
            log.warning("jobs failed", because=type(failure).__name__)
            failed = True
        return failed
