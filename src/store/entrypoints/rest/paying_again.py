"""``/api/v1/orders/{number}/payment``: paying again, where money that was held for an order runs out."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.ordering.messages import GetOrder
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.processes.paying_again import PaidAgain, PayAgain
from store.domain.ordering.errors import NoSuchOrder
from store.domain.shared.ids import OrderNumber, follow_up, order_of
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, Principal, open_to


class PayAgainForm(Struct, frozen=True, forbid_unknown_fields=True):
    """By which card: the `token` of one, as when an order is placed, or the `card_id` of one that is kept. The way to
    pay is that of the order; with `paypal` send neither, and open the `next_action` of the answer in a browser.
    """

    token: Annotated[str, Meta(max_length=200, examples=["success"])] = ""
    card_id: UUID | None = None


class PayingAgainController(Controller):
    path = "/orders/{number:str}"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @post("/payment", opt=open_to(Permission.PUBLIC) | described(
        "payOrderAgain", 402, 404, 409, 422, once=True, order_token=True, limited=True
    ))
    async def pay(
        self, number: FromPath[str], data: JSONBody[PayAgainForm], request: AnyRequest,
        desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        ways: NamedDependency[WaysToPay], access_token: FromQuery[str | None] = None,
    ) -> Response[PaidAgain]:
        """Have the money of an order held by another card, for whoever holds its token.

        An order whose `payment.to_pay_again` is not null wants that; any other answers 409. It is held once, however
        often it is asked for. A declined card answers 402, and the order still waits.
        """
        wanted = OrderNumber(number.upper()[:40])
        who: Principal = request.state.principal
        await limits.spend(WRITING, request)
        if not tokens.opens(access_token or who.bearer or "", wanted):
            await limits.spend(GUESSING, request, f"order {wanted}")
            raise NoSuchOrder(wanted)
        order = await desk.ask(GetOrder(number=wanted), request)
        ways.expect_there(order.payment.method)
        wish = PayAgain(number=wanted, token=data.token, account_id=account_in(request), card_id=data.card_id)
        receipt = await desk.do(
            wish, request, actor=f"guest:{order.payment.id}",
            once=await once_of(request, f"POST /orders/{wanted}/payment", follow_up(order_of(wanted), "payment")),
        )
        return Response(receipt.outcome, status_code=201, headers={POSITION: receipt.position})
