"""How routes reach the application: commands in a pool of threads, queries where they stand."""

from functools import partial
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from litestar import Request
from litestar.exceptions import ValidationException

from store.application.shared.bus import Bus, Caller, Command, Once, Query, Receipt
from store.application.shared.errors import BadValue, NotCaughtUp, VersionNeeded
from store.entrypoints.shared.card_numbers import expect_no_card_number
from store.entrypoints.shared.crew import Crew
from store.entrypoints.shared.permissions import Principal, principal_of

R = TypeVar("R")
AnyRequest: TypeAlias = Request[Any, Any, Any]

LONGEST_KEY = 200
LONGEST_POSITION = 40
LONGEST_VERSION = 9
POSITION = "store-position"


class Desk:
    """One for each server process."""

    def __init__(self, bus: Bus, threads: int) -> None:
        self._bus = bus
        self._crew = Crew(threads, "command")

    async def do(
        self, command: Command[R], request: AnyRequest, *, reason: str | None = None,
        once: Once | None = None, actor: str | None = None,
    ) -> Receipt[R]:
        """Carry *command* out on behalf of whoever makes the *request*."""
        by = caller(request, reason=reason, actor=actor)
        for told in (command, by, *([once] if once else [])):
            expect_no_card_number(told)
        return await self._crew.do(partial(self._bus.do, command, by, once))

    async def ask(self, query: Query[R], request: AnyRequest) -> R:
        """Answer *query*, from views that have seen the position the request names, if it names one."""
        expect_no_card_number(query)
        return await self._bus.ask(query, position_of(request))

    async def look(self, query: Query[R], request: Request[Any, Any, Any]) -> tuple[R, bool]:
        """Answer *query* for a page, which rather shows less than nothing: and whether it is late."""
        try:
            return await self.ask(query, request), False
        except NotCaughtUp:
            return await self._bus.ask(query), True

    def close(self) -> None:
        """Let running commands finish and take no more."""
        self._crew.close()


def caller(request: AnyRequest, *, reason: str | None = None, actor: str | None = None) -> Caller:
    """Who wants something, as facts will name them."""
    who = principal_of(request)
    state = request.scope["state"]
    return Caller(
        actor=actor if actor and who.account is None and who.actor == "guest" else who.actor,
        correlation=state["correlation"], request_id=state["request_id"], reason=reason, acting_for=who.acting_for,
    )


def position_of(request: AnyRequest) -> str | None:
    """The position the client wants to see, from the header or from the cookie that pages of the back office keep."""
    said, kept = request.headers.get(POSITION), request.cookies.get(POSITION)
    if said and not _is_position(said):
        raise BadValue(POSITION, "not a position of this shop")
    return said or (kept if kept and _is_position(kept) else None)


def _is_position(text: str) -> bool:
    incarnation, dash, number = text.partition("-")
    digits = incarnation + number
    return bool(dash and incarnation and number) and digits.isascii() and digits.isdecimal() and (
        len(text) < LONGEST_POSITION and int(number) < 2**63
    )


async def once_of(request: AnyRequest, route: str, subject: UUID) -> Once | None:
    """The client's promise that this is one request, if it gave one in ``Idempotency-Key``.

    Guests are told apart by *subject*, which follows from an id that only one of them knows.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise ValidationException("Idempotency-Key has 1 to 200 printable characters")
    who = principal_of(request)
    body = sha256(await request.body()).hexdigest()
    principal = f"guest:{subject}" if who == Principal("guest", bearer=who.bearer) else who.actor
    return Once(principal=principal, route=route, key=key, body=body, subject=subject)


def needed_version(request: AnyRequest) -> int | None:
    """The version named by ``If-Match``, which has to be there; ``None`` for ``*``, which is any.

    :raises VersionNeeded: where there is none.
    """
    if "if-match" not in request.headers:
        raise VersionNeeded
    return expected_version(request)


def expected_version(request: AnyRequest) -> int | None:
    """The version named by ``If-Match``; ``None`` where the client doesn't mind."""
    tag = request.headers.get("if-match")
    if tag is None or tag == "*":
        return None
    number = tag.removeprefix("W/").strip('"')
    if not number.isdecimal() or len(number) > LONGEST_VERSION:
        raise BadValue("If-Match", "send the ETag you were given")
    return int(number)
