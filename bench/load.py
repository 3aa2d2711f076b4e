"""A light load generator: sockets kept open, requests written by hand, each worker one after the other."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

KEY = "bench"


class Refused(Exception):
    """An answer that the benchmark did not expect: its figures would mean nothing."""


class Connection:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> bytes:
        return await self._ask(f"GET {path}", b"", "")

    async def post(self, path: str, body: Any = None, headers: str = "") -> bytes:
        written = b"" if body is None else msgspec.json.encode(body)
        return await self._ask(f"POST {path}", written, f"content-type: application/json\r\n{headers}")

    async def _ask(self, what: str, body: bytes, headers: str) -> bytes:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        if self._reader is None:
            raise ConnectionError(what)
        self._writer.write(
            f"{what} HTTP/1.1\r\nhost: localhost\r\nx-api-key: {KEY}\r\n{headers}"
            f"content-length: {len(body)}\r\n\r\n".encode() + body
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        lowered = head.lower()
        start = lowered.index(b"content-length:") + 15
        answer = await self._reader.readexactly(int(lowered[start:lowered.index(b"\r\n", start)]))
        if head[9:11] != b"20":
            raise Refused(f"{what}: {head[:40]!r} {answer[:300]!r}")
        return answer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


Operation = Callable[[Connection, int], Awaitable[None]]
"""One operation on a connection; the number tells it apart from all others of the run."""


@dataclass
class Run:
    """What came of one run: seconds it took, and milliseconds of each operation."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def run(port: int, operation: Operation, at_once: int, seconds: float, first: int = 0) -> Run:
    """*at_once* workers do *operation* again and again, numbered from *first*, for *seconds*."""
    numbers = iter(range(first, 2**40))
    done = Run()
    began = time.perf_counter()

    async def worker() -> None:
        connection = Connection(port)
        while (now := time.perf_counter()) - began < seconds:
            await operation(connection, next(numbers))
            done.took.append(1000 * (time.perf_counter() - now))
        connection.close()

    async with asyncio.TaskGroup() as workers:
        for _ in range(at_once):
            workers.create_task(worker())
    done.seconds = time.perf_counter() - began
    return done
