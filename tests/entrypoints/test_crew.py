"""Threads that do what waits, and hand it back to the loop."""

import asyncio
import threading
from threading import Event, current_thread

import pytest

from store.entrypoints.shared.crew import Crew

pytestmark = pytest.mark.requirement("R9.3")


@pytest.fixture
def crew():
    crew = Crew(2, "crew under test")
    yield crew
    crew.close()


def ours():
    return [thread for thread in threading.enumerate() if thread.name.startswith("crew under test")]


def test_what_comes_of_a_task_is_handed_back(crew):
    async def ask():
        return await asyncio.gather(*(crew.do(lambda n=n: (n, current_thread().name)) for n in range(50)))

    done = asyncio.run(ask())
    assert [n for n, _ in done] == [*range(50)]
    assert all(name.startswith("crew under test") for _, name in done)


def test_so_is_what_goes_wrong(crew):
    def fail():
        raise LookupError("nobody")

    with pytest.raises(LookupError, match="nobody"):
        asyncio.run(crew.do(fail))
    assert asyncio.run(crew.do(lambda: 1)) == 1, "and the thread goes on"


def test_as_many_are_under_way_as_there_are_threads(crew):
    there = [Event(), Event()]

    def meet(n):
        there[n].set()
        return there[1 - n].wait(5)

    async def both():
        return await asyncio.gather(crew.do(lambda: meet(0)), crew.do(lambda: meet(1)))

    assert asyncio.run(both()) == [True, True]


def test_what_nobody_waits_for_any_more_is_not_begun(crew):
    go, done = Event(), []

    async def leave():
        held = [asyncio.ensure_future(crew.do(lambda: go.wait(5))) for _ in range(2)]
        left = asyncio.ensure_future(crew.do(lambda: done.append(1)))
        await asyncio.sleep(0)
        left.cancel()
        go.set()
        await asyncio.gather(*held)
        await crew.do(lambda: None)

    asyncio.run(leave())
    assert done == []


def test_who_leaves_while_it_is_done_is_not_told(crew):
    begun, go = Event(), Event()

    def work():
        begun.set()
        go.wait(5)
        raise LookupError

    async def leave():
        left = asyncio.ensure_future(crew.do(work))
        await asyncio.to_thread(begun.wait, 5)
        left.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await left
        return await crew.do(lambda: 2)

    assert asyncio.run(leave()) == 2


def test_at_the_end_they_finish_what_they_have_and_go_home():
    crew, done = Crew(2, "crew under test"), []

    async def some():
        tasks = [asyncio.ensure_future(crew.do(lambda n=n: done.append(n))) for n in range(20)]
        await asyncio.sleep(0)
        crew.close()
        with pytest.raises(RuntimeError):
            await crew.do(lambda: None)
        await asyncio.gather(*tasks)

    asyncio.run(some())
    assert sorted(done) == [*range(20)]
    assert ours() == []


def test_who_was_never_asked_is_never_there():
    Crew(2, "crew under test").close()
    assert ours() == []


def test_nobody_waits_for_ever_for_what_no_future_can_hold(crew):
    async def ask():
        await asyncio.wait_for(crew.do(lambda: next(iter(()))), 10)

    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(ask())
