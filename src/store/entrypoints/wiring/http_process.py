"""One HTTP server process: granian inside our own event loop, so that there is no second process to feed."""

import asyncio
import os
import signal
import sys
from typing import Final

from store.entrypoints.wiring.part import await_release
from store.entrypoints.wiring.reading_settings import read_settings
from store.entrypoints.wiring.settings import Settings

_SECONDS_TO_FINISH: Final = 3.5


def main(settings: Settings | None = None) -> int:
    """Answer requests until SIGTERM or SIGINT; returns the exit code."""
    import uvloop

    return uvloop.run(_serve(settings or read_settings()))


async def _serve(settings: Settings) -> int:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    from store.entrypoints.wiring.http import create_app

    server = Server(
        create_app(),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,  # a proxy in front speaks HTTP/2 to browsers
        websockets=False,
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
    await server.serve()
    return 1 if server.interrupt_children else 0


def _warm_up() -> None:
    """Import what takes time while the database starts and is prepared."""
    import granian.server.embed
    import uvloop

    import store.entrypoints.wiring.http

    del granian, uvloop, store


if __name__ == "__main__":
    _warm_up()
    await_release()
    sys.exit(main())
