"""One request and its answer by HTTP/1.1, on a connection that is there. h11 speaks, and is strict."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import h11

from store import __version__
from store.adapters.partners.guard import Target

POLITE: Final = 1.0
"""Seconds for which the rest of an answer is listened to, so that its sender need not wonder."""
MOST_HEARD: Final = 64 * 1024
_CHUNK: Final = 16 * 1024


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: Target, headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    """Post *body* and give status and reason of the answer.

    :raises h11.RemoteProtocolError: for what is no HTTP, or has a head beyond all measure.
    :raises EOFError: if the other side hangs up before.
    """
    speech = h11.Connection(h11.CLIENT, max_incomplete_event_size=_CHUNK)
    for event in (_request(target, headers, body), h11.Data(body), h11.EndOfMessage()):
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
