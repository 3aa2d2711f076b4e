"""Sending to partners by HTTP/1.1: to the machine that was judged, in bounded time, whatever it answers."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from ipaddress import ip_address
from socket import SOCK_STREAM, gaierror
from time import monotonic
from typing import Final

import h11

from store.adapters.partners.guard import Machine, Network, Target, expect_reachable, target_of
from store.adapters.partners.http_exchange import ask
from store.application.partners.errors import AddressRefused
from store.application.partners.ports import Answered

CONNECT: Final = 5.0
WHOLE: Final = 15.0
"""Seconds for everything: finding the machine, connecting, sending, and the head of the answer."""

MOST_TRIED: Final = 3
"""Machines behind one name that are tried, one after the other."""

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
        self._given = tls

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made when it is needed: most processes that know a courier never send anything."""
        return self._given or ssl.create_default_context()

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
        reader, writer = await self._reach_one(target, machines[:MOST_TRIED])
        try:
            return await ask(reader, writer, target, headers, body)
        finally:
            writer.transport.abort()

    async def _reach_one(
        self, target: Target, machines: Sequence[Machine]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The first of *machines* that can be reached: where there is no way to one by IPv6, there is one by IPv4."""
        for machine in machines[:-1]:
            with suppress(TimeoutError, OSError):
                return await self._reach(target, machine)
        return await self._reach(target, machines[-1])

    async def _reach(self, target: Target, machine: Machine) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the very machine that was judged: its name is not looked up again."""
        async with asyncio.timeout(self._connect):
            if target.tls:
                return await asyncio.open_connection(
                    str(machine), target.port, ssl=self._tls, server_hostname=target.host
                )
            return await asyncio.open_connection(str(machine), target.port)


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
