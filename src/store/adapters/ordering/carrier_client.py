"""The line to a carrier: a call is tried twice at most, is led nowhere else, and read no further than it may be."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

import httpx
import structlog

from store.adapters.drivers.breaker import Breaker
from store.adapters.drivers.hanging_up import hanging_up

SECONDS_A_CALL: Final = 4.0
SECONDS_IN_ALL: Final = 6.0
"""Longer no call is waited for, both tries together, whatever trickles in: somebody stands at a packing table."""
PAUSE: Final = 0.3
MOST_READ: Final = 1_000_000
_TOO_OFTEN: Final = 429
_OURS: Final = frozenset({401, 403})
_ELSEWHERE: Final = range(300, 400)
_THEIRS: Final = 500


class Heard(NamedTuple):
    """An answer."""

    status: int
    kind: str
    body: bytes
    too_long: bool = False
    """There is more than is read: then nothing of it is here."""

    @property
    def good(self) -> bool:
        """Whether it went well."""
        return httpx.codes.is_success(self.status)


class CarrierLine:
    """A carrier at *address*, asked in the name of whoever holds *token*."""

    def __init__(
        self, address: str, token: str, breaker: Breaker, seconds: float = SECONDS_A_CALL,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._address, self._breaker, self._pause, self._seconds = address.rstrip("/"), breaker, pause, seconds
        self._longest = min(SECONDS_IN_ALL, seconds * 3)
        self._http = httpx.Client(
            follow_redirects=False, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0),
            headers={"authorization": f"Bearer {token}", "accept-encoding": "identity"},
        )

    def ask(
        self, verb: str, path: tuple[str, ...], *, asked: Mapping[str, str] | None = None, key: str = "",
        body: bytes | None = None,
    ) -> Heard | None:
        """What it answers; nothing where there is no answer of use. No part of *path* leads out of its place."""
        if not self._breaker.lets_through():
            return None
        headers = {"accept": "application/json, application/pdf"} | ({"idempotency-key": key} if key else {}) | (
            {"content-type": "application/json"} if body is not None else {}
        )
        request = self._http.build_request(verb, self._at(path), params=asked, headers=headers, content=body)
        until = time.monotonic() + self._longest
        for last in (False, True):
            heard = self._once(request, until - time.monotonic())
            if isinstance(heard, str):
                structlog.get_logger().warning("the carrier could not be reached", kind=heard)
            elif not _passes(heard.status):
                self._breaker.went_well()
                return self._of_use(heard)
            if not last:
                self._pause(PAUSE)
        self._breaker.failed()
        return None

    def status(self, *path: str) -> int | str:
        """With which status it answers one try, whatever that is; or the name of what went wrong."""
        heard = self._once(self._http.build_request("GET", self._at(path)), self._longest)
        return heard if isinstance(heard, str) else heard.status

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def _at(self, path: tuple[str, ...]) -> str:
        return "/".join((self._address, *(quote(part, safe="").replace(".", "%2E") for part in path)))

    def _once(self, request: httpx.Request, seconds: float) -> Heard | str:
        """One try. Of what went wrong the name alone: its words may hold where a parcel goes."""
        read, seconds = b"", min(seconds, self._seconds)
        if seconds <= 0:
            return "TimeOver"
        request.extensions["timeout"] = httpx.Timeout(seconds).as_dict()
        try:
            with hanging_up(request, seconds) as over:
                answer = self._http.send(request, stream=True)
                try:
                    for part in answer.iter_raw():  # what is packed although nobody asked for that is no answer
                        read += part
                        if len(read) > MOST_READ:
                            break
                finally:
                    answer.close()
        except httpx.HTTPError as error:
            return type(error).__name__
        if over():
            return "TimeOver"  # what has no length ends where we hung up
        kind, too_long = answer.headers.get("content-type", "").partition(";")[0].strip(), len(read) > MOST_READ
        return Heard(answer.status_code, kind, b"" if too_long else read, too_long)

    def _of_use(self, heard: Heard) -> Heard | None:
        """Not where it is ours to mend, or would have us go elsewhere."""
        if heard.status in _OURS or heard.status in _ELSEWHERE:
            structlog.get_logger().error("the carrier does not take what we ask", status=heard.status)
            return None
        return heard


def _passes(status: int) -> bool:
    """Whether the same call may be answered another way in a moment."""
    return status == _TOO_OFTEN or status >= _THEIRS
