"""Threads that do for an event loop what waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final, NamedTuple, TypeVar

R = TypeVar("R")


class _Task(NamedTuple):
    """Something to do, and who waits for it."""

    work: Callable[[], Any]
    done: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop


_ENOUGH: Final = None


class Crew:
    """So many threads, begun with the first task. What they do is handed back by one call of the loop.

    An executor of the standard library makes a future with a condition of its own for each task, and one more for the
    loop: a third of what the hop to a thread and back costs.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._threads = [Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._begun = self._closed = False

    async def do(self, work: Callable[[], R]) -> R:
        """What comes of *work*. Is nobody waiting for it any more before it begins, it isn't begun.

        :raises RuntimeError: if the crew was sent home.
        """
        if self._closed:
            raise RuntimeError("the crew was sent home")
        if not self._begun:
            self._begun = True
            for thread in self._threads:
                thread.start()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._tasks.put(_Task(work, done, loop))
        return await done

    def close(self) -> None:
        """Let them finish what was handed to them, and go home."""
        self._closed = True
        for _ in self._threads:
            self._tasks.put(_ENOUGH)
        if self._begun:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not _ENOUGH:
            if task.done.cancelled():
                continue
            try:
                outcome, error = task.work(), None
            except BaseException as fault:  # noqa: BLE001 - whatever it is, it is for whoever waits
                outcome, error = None, fault
            with suppress(RuntimeError):  # the loop was closed, and nobody waits
                task.loop.call_soon_threadsafe(_hand_back, task.done, outcome, error)
            del task, outcome, error  # or what they hold would live on until the next one


def _hand_back(done: "asyncio.Future[Any]", outcome: Any, error: BaseException | None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(outcome)
    elif isinstance(error, StopIteration):  # no future takes one: it would end whatever waits
        done.set_exception(RuntimeError(repr(error)))
    else:
        done.set_exception(error)
