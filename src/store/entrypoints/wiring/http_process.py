"""One HTTP server process: granian inside our own event loop, so that there is no second process to feed."""

import asyncio
import os
import signal
import sys
import time
from contextlib import closing, suppress
from threading import Event
from typing import Final

from psycopg import OperationalError

from store.adapters.drivers.huge_pages import keep_gathering
from store.adapters.drivers.lead import PostgresLead
from store.entrypoints.wiring.garbage import collect_later, collect_rarely
from store.entrypoints.wiring.part import await_release, say
from store.entrypoints.wiring.reading_settings import read_settings
from store.entrypoints.wiring.settings import Settings

NOT_ALONE: Final = 5
_SECONDS_TO_FINISH: Final = 3.5
_SECONDS_TO_BE_GONE: Final = 6.0
_PAUSE: Final = 0.05
_SECONDS_TO_LEAD_ANEW: Final = 2.0


def main(settings: Settings | None = None) -> int:
    """Answer requests until SIGTERM or SIGINT; returns the exit code."""
    import uvloop

    settings = settings or read_settings()
    with closing(PostgresLead(settings.app_url, "store/http without Redis")) as alone:
        if not settings.redis_url and not _alone(alone):
            say(
                "another HTTP server of this shop is running. Without Redis each would count visitors' requests for"
                " itself: set STORE_REDIS_URL for all of them, or run one."
            )
            return NOT_ALONE
        return uvloop.run(_serve(settings, alone))


def _alone(lead: PostgresLead) -> bool:
    """Whether no other server counts in its own memory; one that was just killed is given time to be gone.

    A database that is away can't tell, and isn't waited for: pages say so themselves.
    """
    deadline = time.monotonic() + _SECONDS_TO_BE_GONE
    while True:
        try:
            if lead.held():
                return True
        except OperationalError:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)


async def _stay_alone(alone: PostgresLead) -> None:
    """A database that was started again knows of nobody who leads: say so anew, before another server may."""
    while True:
        await asyncio.sleep(_SECONDS_TO_LEAD_ANEW)
        if not alone.is_sure:
            with suppress(OperationalError):  # it is away, and pages say so; the next look finds it
                await asyncio.to_thread(alone.held)


async def _serve(settings: Settings, alone: PostgresLead) -> int:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    from store.entrypoints.wiring.http import create_app

    app = create_app(warmed=True)
    collect_rarely()
    keep_gathering(Event())
    server = Server(
        app,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,  # a proxy in front speaks HTTP/2 to browsers
        websockets=True,
        backlog=1024,
        log_level=LogLevels.error,
    )

    def finish() -> None:
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves this one without types
        # Asked while still starting, granian may never notice.
        loop.call_later(_SECONDS_TO_FINISH, os._exit, 0)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, finish)
    staying = None if settings.redis_url else asyncio.create_task(_stay_alone(alone))
    await server.serve()
    if staying:
        staying.cancel()
    return 1 if server.interrupt_children else 0


def _warm_up() -> None:
    """Import what takes time while the database starts and is prepared."""
    import granian.server.embed
    import uvloop

    import store.entrypoints.wiring.http

    del granian, uvloop, store


if __name__ == "__main__":
    collect_later()
    _warm_up()
    await_release()
    sys.exit(main())
