"""``/api/v1/carts/{id}/orders/{number}``: what was bought before, into the cart once more."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.ports import AccessTokens
from store.application.processes.ordering_again import AgainView, OrderAgain
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.ids import CartId, OrderNumber
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to


@post(
    "/carts/{id:uuid}/orders/{number:str}", tags=["Carts"], cache_control=NEVER_KEPT,
    opt=open_to(Permission.PUBLIC) | described(
        "orderAgain", 404, 409, 422, once=True, order_token=True, limited=True
    ),
)
async def order_again(
    id: FromPath[UUID], number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[AgainView]:
    """Put what was bought before into the cart, as far as it can still be had, for whoever holds the order's token.

    Each line says how it stands: `same`, `dearer`, `cheaper`, `sold_out` or `gone`, and how many pieces were put in.
    """
    await limits.spend(WRITING, request)
    wanted = OrderNumber(number.upper()[:40])
    if not tokens.opens(access_token or request.state.principal.bearer or "", wanted):
        await limits.spend(GUESSING, request, f"order {wanted}")
        raise NoSuchOrder(wanted)
    once = await once_of(request, f"POST {request.scope['path']}", id)
    wish = OrderAgain(number=wanted, cart_id=CartId(id), account_id=account_in(request))
    receipt = await desk.do(wish, request, once=once, actor=f"guest:{id}")
    return Response(receipt.outcome, status_code=201, headers={POSITION: receipt.position})
