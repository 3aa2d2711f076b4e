"""The ceiling: a bare Litestar route on the same server that returns the same bytes from memory.

``python -m bench.ceiling PORT FILE``: serves the bytes of FILE at /.
"""

import asyncio
import signal
import sys
from pathlib import Path

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar import Litestar, MediaType, Response, get

_BODY = Path(sys.argv[2]).read_bytes()


@get("/")
async def same() -> Response[bytes]:
    return Response(_BODY, media_type=MediaType.JSON)


async def serve() -> None:
    server = Server(
        Litestar([same], openapi_config=None), address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.ASGI,
        http=HTTPModes.http1, websockets=False, log_enabled=False,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


uvloop.run(serve())
