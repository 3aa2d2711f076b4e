"""``/api/v1/me/orders``: what somebody bought while they were logged in."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from store.application.ordering.messages import ListOwnOrders, OwnOrders
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.orders import MOST
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.moments import LONGEST_SEARCH, period
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo


class OwnOrdersController(Controller):
    path = "/me/orders"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @get(opt=described("listOwnOrders"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
        status: FromQuery[str | None] = None, since: FromQuery[str | None] = None,
        until: FromQuery[str | None] = None, q: FromQuery[str] = "", cursor: FromQuery[str | None] = None,
        limit: FromQuery[int] = 20,
    ) -> OwnOrders:
        """One's own orders, newest first. What was bought as a guest is not among them.

        `since` and `until` are days, both included, by the shop's clock; `q` is a part of a number, or of what goods
        were called.
        """
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        account, _ = account_of(request)
        begins, ends = period(since, until, shop.time_zone)
        return await desk.ask(ListOwnOrders(
            account_id=account, status=status, since=begins, before=ends, q=q[:LONGEST_SEARCH], cursor=cursor,
            limit=limit,
        ), request)
