"""``/api/v1/orders/{number}/cancellation``: cancelling an order or a part of it, and giving its money back."""

from typing import Annotated, Final, Literal

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from store.application.ordering.ports import AccessTokens
from store.application.processes.cancelling_an_order import CallOff, Cancelled, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.shared.bus import Once
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import OrderNumber, Sku, follow_up, order_of
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.cancelling import reason_of
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.limits import GUESSING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, Principal, open_to

MOST_LINES: Final = 500

Reason = Literal[
    "not_wanted", "mistake", "too_slow", "elsewhere", "other", "asked", "not_available", "not_there", "wrong_price",
    "not_verified",
]


class PiecesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces of one line."""

    sku: Annotated[str, Meta(min_length=1, max_length=64, examples=["HARBOUR-MUG-OAT"])]
    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[1])]


class CancellationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why, and what; without `lines` all that is left of the order.

    Shoppers say `not_wanted`, `mistake`, `too_slow`, `elsewhere` or `other`; staff `asked`, `not_available`,
    `not_there`, `wrong_price` or `not_verified` as well; the shopper reads it. Only staff read the `note` they may add.
    """

    reason: Annotated[Reason, Meta(examples=["not_wanted"])]
    lines: Annotated[list[PiecesForm], Meta(max_length=MOST_LINES)] = []
    note: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


class CancellationsController(Controller):
    path = "/orders/{number:str}"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @post("/cancellation", opt=open_to(Permission.PUBLIC) | described(
        "cancelOrder", 404, 409, 422, once=True, versioned=True, order_token=True, limited=True
    ))
    async def cancel(
        self, number: FromPath[str], data: JSONBody[CancellationForm], request: AnyRequest,
        desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[Cancelled]:
        """Cancel an order or a part of it, for staff and for whoever holds its token.

        Its stock is free at once, and what was paid for it goes back by itself: `refund` says how far that is.
        """
        wanted = OrderNumber(number.upper()[:40])
        who: Principal = request.state.principal
        by = Canceller.STAFF if who.may(Permission.CANCEL_ORDERS) else Canceller.SHOPPER
        await limits.spend(WRITING, request)
        if by is Canceller.SHOPPER and not tokens.opens(access_token or who.bearer or "", wanted):
            await limits.spend(GUESSING, request, f"order {wanted}")
            raise NoSuchOrder(wanted)
        pieces: dict[Sku, int] = {}
        for line in data.lines:
            pieces[Sku(line.sku)] = pieces.get(Sku(line.sku), 0) + line.quantity
        receipt = await desk.do(
            CancelOrder(call_off=CallOff(
                number=wanted, by=by, reason=reason_of(data.reason, by), pieces=pieces,
                version=expected_version(request),
            )), request, reason=data.note if by is Canceller.STAFF else None,
            once=await _once(f"POST /orders/{wanted}/cancellation", wanted, request),
        )
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)

    @post("/refund", opt=open_to(Permission.CANCEL_ORDERS) | described("refundOrderAgain", 404, 409, 422, once=True))
    async def refund(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Cancelled]:
        """Try again to give back what is owed and could not be given back, for staff."""
        wanted = OrderNumber(number.upper()[:40])
        receipt = await desk.do(
            GiveBackAgain(number=wanted), request,
            once=await _once(f"POST /orders/{wanted}/refund", wanted, request),
        )
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)


async def _once(route: str, number: OrderNumber, request: AnyRequest) -> Once | None:
    return await once_of(request, route, follow_up(order_of(number), "cancellation"))
