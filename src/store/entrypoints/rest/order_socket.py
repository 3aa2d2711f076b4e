"""``/api/v1/orders/{number}/socket``: word of what happens to an order, by WebSocket (RFC 6455), as ``/live`` has it.

Text frames with where the order stands, whenever that changed; ``{}`` now and then as a sign of life. Nothing is to be
said in return.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, FromQuery
from msgspec import json

from store.application.ordering.messages import GetOrder
from store.application.ordering.ports import AccessTokens
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.orders import expect_opened
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.following_orders import Stands, known_up_to, may_still, seat_for, told
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.order_news import OrderNews
from store.entrypoints.shared.permissions import Doorkeeper, Permission, open_to
from store.entrypoints.shared.sockets import FOREIGN

_TRY_LATER: Final = 1013
_MOST_HEARD: Final = 100
"""Messages after which whoever talks into a socket that only tells is left."""


@websocket("/orders/{number:str}/socket", opt=open_to(Permission.PUBLIC))
async def socket(
    number: FromPath[str], socket: WebSocket[Any, Any, Any], desk: NamedDependency[Desk],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], news: NamedDependency[OrderNews],
    doorkeeper: NamedDependency[Doorkeeper], access_token: FromQuery[str | None] = None,
) -> None:
    """The same as :func:`live`; whoever may not see the order is refused before the socket is open."""
    wanted = OrderNumber(number.upper())
    asks: Any = socket
    try:
        await expect_opened(wanted, access_token, asks, tokens, limits)
        view, since = await desk.ask(GetOrder(number=wanted), asks), await known_up_to(wanted, asks, desk)
        with seat_for(news, wanted, socket):
            await socket.accept()
            still = may_still(socket, doorkeeper, wanted, access_token, tokens)
            await _tell(socket, told(news, view, since, desk, asks, still))
    except NoSuchOrder:
        await socket.close(FOREIGN)
    except StoreError:
        await socket.close(_TRY_LATER)


async def _tell(socket: WebSocket[Any, Any, Any], told: AsyncIterator[Stands | None]) -> None:
    async def tell() -> None:
        async for stands in told:
            await socket.send_text(json.encode(stands).decode() if stands else "{}")

    async def listen() -> None:
        for _ in range(_MOST_HEARD):
            await socket.receive_text()

    ways = [asyncio.create_task(tell()), asyncio.create_task(listen())]
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in done:
            way.result()
        await socket.close()
    except WebSocketDisconnect:
        return
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
