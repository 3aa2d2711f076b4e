"""``/api/v1/orders/{number}/explain``: why an order costs what it costs."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.processes.price_receipts import ExplainPrice, Explanation
from store.domain.shared.ids import OrderNumber
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.orders import expect_opened
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


@get(
    "/orders/{number:str}/explain", tags=["Orders"], cache_control=NEVER_KEPT,
    opt=open_to(Permission.PUBLIC) | described("explainPrice", 404, order_token=True, limited=True),
)
async def explain(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens],
    limits: NamedDependency[RateLimits], access_token: FromQuery[str | None] = None,
) -> Explanation:
    """Why this price: reckoned again from what was recorded when the order was placed, and compared.

    Nothing of today is looked up, so the answer stays the same whatever changes. `matches` is false if what was
    recorded, or asked for, is another amount than its own inputs come to.
    """
    wanted = OrderNumber(number.upper())
    await expect_opened(wanted, access_token, request, tokens, limits)
    return await desk.ask(ExplainPrice(number=wanted), request)
