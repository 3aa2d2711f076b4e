"""What somebody bought while they were logged in."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.ordering.messages import ListOwnOrders
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.storefront.account_pages import page
from store.entrypoints.storefront.frame import Frame

ORDERS: Final = "/account/orders"


@get(ORDERS, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """Newest first, each a link that opens it."""
    account, _ = account_of(request)
    orders, late = await desk.look(ListOwnOrders(account_id=account, cursor=cursor), request)
    return await page(
        frame, "own_orders.html", request, orders=orders.items, next_cursor=orders.next_cursor, late=late
    )
