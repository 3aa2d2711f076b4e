"""``/api/v1/me/orders/claims``: what somebody bought as a guest joins the orders of their account."""

from litestar import Controller, post
from litestar.di import NamedDependency
from msgspec import Struct

from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.claims import claim_orders
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_of
from store.entrypoints.shared.permissions import Permission, open_to


class ClaimedOrders(Struct, frozen=True):
    """Orders that are the account's from now on, and were nobody's before."""

    numbers: list[OrderNumber]


class ClaimsController(Controller):
    path = "/me/orders/claims"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.OWN_ACCOUNT)
    tags = ("Accounts",)

    @post(status_code=200, opt=described("claimOrders", 404, limited=True))
    async def claim(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> ClaimedOrders:
        """Take over what was bought as a guest under the e-mail address that is proven to be one's own.

        Each login at the shop does the same.
        """
        await limits.spend(WRITING, request)
        account, _ = account_of(request)
        return ClaimedOrders(await claim_orders(account, request, desk))
