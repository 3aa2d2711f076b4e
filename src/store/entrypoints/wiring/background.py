"""What happens without a visitor, put together: each part a thread of one process, or alone in one."""

from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Event, Thread
from time import monotonic
from typing import Final

import structlog
from psycopg import InterfaceError, OperationalError
from psycopg_pool import PoolTimeout

from store.adapters.drivers.eventlog.watch import LogWatch
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.logs import set_up_logs
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.projector import Projector

PASSING: Final = (OperationalError, InterfaceError, PoolTimeout)
"""What a database that is being restarted raises."""
SECONDS_TO_DRAIN: Final = 4.5

Work = Callable[[Settings, Shop, Event], None]


def run(settings: Settings, parts: set[str], stop: Event) -> None:
    """Run *parts* until *stop* is set, and then let them finish what they have begun, for five seconds at most.

    Returns without *stop* only when a part fails for good; the log says why.

    :raises KeyError: if there is no such part.
    """
    set_up_logs(settings)
    works = {name: WORKS[name] for name in sorted(parts)}
    halt = Event()
    with postgres_shop(settings) as shop:
        threads = [Thread(target=_part, args=(name, work, settings, shop, halt), name=name, daemon=True)
                   for name, work in works.items()]
        for thread in threads:
            thread.start()
        structlog.get_logger().info("background", parts=sorted(works))
        # A signal handler sets `stop` in this very thread: waiting on that event itself could deadlock.
        while not halt.wait(0.2) and not stop.is_set():
            pass
        halt.set()
        deadline = monotonic() + SECONDS_TO_DRAIN
        for thread in threads:
            thread.join(max(0.0, deadline - monotonic()))
        for thread in threads:
            if thread.is_alive():
                structlog.get_logger().warning("not finished in time", part=thread.name)


def _part(name: str, work: Work, settings: Settings, shop: Shop, halt: Event) -> None:
    try:
        work(settings, shop, halt)
    except Exception:
        structlog.get_logger().exception("part failed", part=name)
    finally:
        halt.set()


def _projector(settings: Settings, shop: Shop, halt: Event) -> None:
    with closing(LogWatch(settings.database_url)) as watch:
        patiently("projector", Projector(shop.runner(), watch, halt).round, PASSING, halt)


def _later(_: Settings, __: Shop, halt: Event) -> None:
    halt.wait()


WORKS: Final[Mapping[str, Work]] = {"projector": _projector, "worker": _later, "scheduler": _later}
