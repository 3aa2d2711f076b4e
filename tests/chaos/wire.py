"""A connection that can be made slow, dumb or torn: a TCP proxy of our own in front of a real server."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from tests.servers import free_port

CHUNK = 64 * 1024


class Wire:
    """Listens on :attr:`port`, passes on to *target*. Runs in a thread with a loop of its own."""

    def __init__(self, name: str, target: int) -> None:
        self.name, self.port = name, free_port()
        self._target = target
        self._delay = 0.0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"wire to {name}", daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._run(self._listen())

    def slow(self, seconds: float) -> None:
        """Hold each piece back for *seconds*, on the way there and on the way back."""
        self._delay = seconds

    def hang(self) -> None:
        """Pass nothing on, and say nothing about it."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def cut(self) -> None:
        """Tear every connection there is; new ones may be made."""
        self._run(self._cut())

    def mend(self) -> None:
        """As if nothing had been."""
        self._delay = 0.0
        self._loop.call_soon_threadsafe(self._flowing.set)

    def close(self) -> None:
        """Tear what is left and stop listening."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(20)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, far_writer}
        self._quiet.clear()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, far_writer))
                both.create_task(self._pass_on(far_reader, writer))
        finally:
            self._ends -= {writer, far_writer}
            if not self._ends:
                self._quiet.set()
            for end in (writer, far_writer):
                end.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(CHUNK):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._flowing.wait()
                writer.write(piece)
                await writer.drain()
            writer.write_eof()
        except OSError:  # one end was torn: so is the other
            writer.transport.abort()

    async def _cut(self) -> None:
        for end in list(self._ends):
            end.transport.abort()

    async def _close(self) -> None:
        self._server.close()
        self._flowing.set()
        await self._cut()
        await asyncio.wait_for(self._quiet.wait(), 10)
