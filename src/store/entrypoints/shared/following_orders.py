"""Following an order: who may, from where on, and what they are told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from msgspec import Struct

from store.application.audit.feed import ReadFeed
from store.application.ordering.messages import GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.domain.shared.ids import OrderNumber, order_of
from store.entrypoints.shared.desk import LONGEST_POSITION, AnyRequest, Desk
from store.entrypoints.shared.order_news import MOST_FOR_ONE, MOST_FROM_ONE, OrderNews
from store.entrypoints.shared.permissions import Doorkeeper, Permission, principal_of
from store.entrypoints.shared.waiting import beats

HEARTBEAT = 15.0
LONGEST = 300.0
"""Seconds after which it ends; whoever follows comes back by itself, and says where it was."""


class Stands(Struct, frozen=True):
    """Where an order stands. ``position`` is where in the log that is known up to."""

    number: OrderNumber
    version: int
    status: str
    payment: str
    position: str


async def known_up_to(number: OrderNumber, request: AnyRequest, desk: Desk, last: str = "") -> str:
    """Up to where they know; nothing said means from now on, and not from when somebody begins to look.

    :raises BadValue: if what they say is no position.
    """
    since = (last or request.query_params.get("from") or "")[:LONGEST_POSITION]
    if not since:
        return (await desk.ask(ReadFeed(after="head"), request)).next
    await desk.ask(ReadFeed(after=since, stream=order_of(number), limit=1), request)
    return since


async def told(
    news: OrderNews, view: OrderView, since: str, desk: Desk, request: AnyRequest,
    still: Callable[[], Awaitable[bool]],
) -> AsyncIterator[Stands | None]:
    """Where it stands, if that changed since then, and whenever it changes; nothing as a sign of life.

    Now and then, and before anything is told, it is asked whether they may still see it.
    """
    async with news.of(since, order_of(view.number), UUID(view.payment.id)) as waiting:
        async for there_is in beats(waiting, LONGEST, HEARTBEAT):
            if not await still():
                return
            if there_is:
                position = waiting.position
                view = await desk.ask(GetOrder(number=view.number), request)
                yield Stands(view.number, view.version, view.status, view.payment.status, position)
            else:
                yield None


def seat_for(
    news: OrderNews, number: OrderNumber, connection: ASGIConnection[Any, Any, Any, Any]
) -> AbstractContextManager[None]:
    place = connection.client.host if connection.client else ""
    return news.seat((f"order {number}", MOST_FOR_ONE), (f"place {place}", MOST_FROM_ONE))


def may_still(
    connection: ASGIConnection[Any, Any, Any, Any], doorkeeper: Doorkeeper, number: OrderNumber, token: str | None,
    tokens: AccessTokens,
) -> Callable[[], Awaitable[bool]]:
    """Whether they may still see the order: its token opens it for good; staff may lose their rights, or log out."""
    who = principal_of(connection)
    shown = connection.headers.get("authorization", "").partition(" ")[2].strip()

    async def still() -> bool:
        if tokens.opens(token or who.bearer or "", number):
            return True
        return (await doorkeeper.by_bearer(shown)).may(Permission.READ_ORDERS)

    return still
