"""What somebody bought while they were logged in."""

from typing import Any, Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.ordering.messages import ListOwnOrders, OwnOrders
from store.application.shared.errors import BadValue
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.moments import LONGEST_SEARCH, period
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import page
from store.entrypoints.storefront.frame import Frame

ORDERS: Final = "/account/orders"
_LONGEST: Final = 40


@get(ORDERS, opt=open_to(Permission.OWN_ACCOUNT), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], shop: NamedDependency[ShopInfo],
    status: FromQuery[str] = "", since: FromQuery[str] = "", until: FromQuery[str] = "", q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> Response[Any]:
    """Newest first, each a link that opens it; narrowed down by how they stand, when they were placed, what is in."""
    account, _ = account_of(request)
    filters = {
        "status": status[:_LONGEST], "since": since[:_LONGEST], "until": until[:_LONGEST], "q": q[:LONGEST_SEARCH],
    }
    errors: dict[str, str] = {}
    orders, late = OwnOrders([], None), False
    try:
        begins, ends = period(since, until, shop.time_zone)
        orders, late = await desk.look(ListOwnOrders(
            account_id=account, status=status or None, since=begins, before=ends, q=filters["q"], cursor=cursor,
        ), request)
    except BadValue as refused:
        errors = {refused.field: "Choose a day." if refused.field != "status" else "Choose one of these."}
    return await page(
        frame, "own_orders.html", request, status=422 if errors else 200, orders=orders.items,
        next_cursor=orders.next_cursor, late=late, filters=filters, errors=errors,
    )
