"""Sending to partners by HTTP/1.1: to the machine that was judged, in bounded time, whatever it answers."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from socket import SOCK_STREAM, gaierror
from time import monotonic
from typing import Final

import h11

from store import __version__
from store.adapters.partners.guard import Machine, Network, Target, expect_reachable, target_of
from store.application.partners.errors import AddressRefused
from store.application.partners.ports import Answered

CONNECT: Final = 5.0
WHOLE: Final = 15.0
"""Seconds for everything: finding the machine, connecting, sending, and the head of the answer."""
POLITE: Final = 1.0
"""Seconds for which the rest of an answer is listened to, so that its sender need not wonder."""
MOST_HEARD: Final = 64 * 1024
_CHUNK: Final = 16 * 1024

Resolve = Callable[[str, int], Awaitable[Sequence[Machine]]]


async def resolve(host: str, port: int) -> Sequence[Machine]:
    """The machines that *host* leads to, as this one sees it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=SOCK_STREAM)
    return list(dict.fromkeys(ip_address(place[0]) for *_, place in found))


class HttpCourier:
    """:class:`~store.application.partners.ports.Courier`. *allowed* are networks that need not be public."""

    def __init__(
        self, allowed: Sequence[Network], *, find: Resolve = resolve, tls: ssl.SSLContext | None = None,
        connect: float = CONNECT, whole: float = WHOLE,
    ) -> None:
        self._allowed, self._find, self._connect, self._whole = allowed, find, connect, whole
        self._tls = tls or ssl.create_default_context()

    def expect_allowed(self, address: str) -> None:
        """Refuse what can be seen to be no address for partners."""
        target_of(address, self._allowed)

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Send *body*, and say what came of it."""
        began = monotonic()
        try:
            async with asyncio.timeout(self._whole):
                status, words = await self._exchange(target_of(address, self._allowed), headers, body)
        except (AddressRefused, TimeoutError, OSError, h11.RemoteProtocolError, EOFError) as failure:
            return Answered(None, _said(failure), monotonic() - began)
        return Answered(status, words, monotonic() - began)

    async def _exchange(self, target: Target, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        machines = await self._find(target.host, target.port)
        expect_reachable(target, machines, self._allowed)
        reader, writer = await self._reach(target, machines[0])
        try:
            return await _ask(reader, writer, _request(target, headers, body), body)
        finally:
            writer.transport.abort()

    async def _reach(self, target: Target, machine: Machine) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the very machine that was judged: its name is not looked up again."""
        async with asyncio.timeout(self._connect):
            if target.tls:
                return await asyncio.open_connection(
                    str(machine), target.port, ssl=self._tls, server_hostname=target.host
                )
            return await asyncio.open_connection(str(machine), target.port)


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: h11.Request, body: bytes
) -> tuple[int, str]:
    speech = h11.Connection(h11.CLIENT, max_incomplete_event_size=_CHUNK)
    for event in (request, h11.Data(body), h11.EndOfMessage()):
        writer.write(speech.send(event) or b"")
    await writer.drain()
    answer = await _head(speech, reader)
    with suppress(TimeoutError, OSError, EOFError, h11.RemoteProtocolError):  # the answer is there; this is polite
        async with asyncio.timeout(POLITE):
            await _hear_out(speech, reader)
    return answer.status_code, answer.reason.decode("ascii", "replace")[:80]


async def _head(speech: h11.Connection, reader: asyncio.StreamReader) -> h11.Response:
    while not isinstance(event := await _next(speech, reader), h11.Response):
        pass  # 100 Continue and its kin
    return event


async def _next(speech: h11.Connection, reader: asyncio.StreamReader) -> object:
    while (event := speech.next_event()) is h11.NEED_DATA:
        heard = await reader.read(_CHUNK)
        if not heard:
            raise EOFError
        speech.receive_data(heard)
    return event


async def _hear_out(speech: h11.Connection, reader: asyncio.StreamReader) -> None:
    heard = 0
    while heard < MOST_HEARD and isinstance(event := await _next(speech, reader), h11.Data):
        heard += len(event.data)


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> h11.Request:
    said = {
        "Host": target.authority, "User-Agent": f"Store-Webhooks/{__version__}", "Content-Length": str(len(body)),
        "Connection": "close", "Accept": "*/*", **headers,
    }
    return h11.Request(method="POST", target=target.path, headers=list(said.items()))


_WORDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (TimeoutError, "it did not answer in time"), (ssl.SSLError, "it speaks no TLS that we do"),
    (gaierror, "its name leads nowhere"), (ConnectionRefusedError, "nobody listens there"),
    (h11.RemoteProtocolError, "what it answered is not HTTP"), (EOFError, "it hung up without an answer"),
    (OSError, "the connection broke"),
)


def _said(failure: Exception) -> str:
    match failure:
        case AddressRefused(problem=problem):
            return f"not sent: {problem}"
        case ssl.SSLCertVerificationError(verify_message=why):
            return f"its certificate is not good: {why}"
        case _:
            return next(words for kind, words in _WORDS if isinstance(failure, kind))
