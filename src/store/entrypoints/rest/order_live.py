"""``/api/v1/orders/{number}/live``: word of what happens to an order, as server-sent events (WHATWG HTML, 9.2).

Where the order stands, whenever that changed, within a second. Browsers come back by themselves and say up to where
they know.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from msgspec import json

from store.application.ordering.messages import GetOrder
from store.application.ordering.ports import AccessTokens
from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.feed import STREAMS
from store.entrypoints.rest.orders import expect_opened
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.following_orders import Stands, known_up_to, may_still, seat_for, told
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.order_news import OrderNews
from store.entrypoints.shared.permissions import Doorkeeper, Permission, open_to


@get("/orders/{number:str}/live", opt=open_to(Permission.PUBLIC) | {STREAMS: True}, include_in_schema=False)
async def live(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits], news: NamedDependency[OrderNews], doorkeeper: NamedDependency[Doorkeeper],
    access_token: FromQuery[str | None] = None,
) -> Stream:
    """For staff and for whoever holds the order's token, from the position in ``from`` or ``Last-Event-ID`` on."""
    wanted = OrderNumber(number.upper())
    await expect_opened(wanted, access_token, request, tokens, limits)
    view = await desk.ask(GetOrder(number=wanted), request)
    since = await known_up_to(wanted, request, desk, request.headers.get("last-event-id", ""))
    with seat_for(news, wanted, request):
        pass  # that there is none is said by a status; it is taken by who reads the answer, so that it is left again
    news_of_it = told(news, view, since, desk, request, may_still(request, doorkeeper, wanted, access_token, tokens))
    return Stream(
        _lines(news_of_it, seat_for(news, wanted, request)), media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _lines(told: AsyncIterator[Stands | None], seat: AbstractContextManager[None]) -> AsyncIterator[bytes]:
    with seat:
        yield b"retry: 1000\n\n"
        async for stands in told:
            if stands is None:
                yield b": still here\n\n"
            else:
                yield b"event: order\nid: " + stands.position.encode() + b"\ndata: " + json.encode(stands) + b"\n\n"
