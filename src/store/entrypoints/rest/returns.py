"""``/api/v1/orders/{number}/returns``: sending something back, for staff and for whoever holds the order's token."""

from typing import Final

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import structs

from store.application.ordering.ports import AccessTokens
from store.application.returns.messages import AskedReturn, AskedReturns, RequestReturn, WithdrawReturn, number_of
from store.application.returns.quotes import GetReturnable, Returnable
from store.application.returns.views import GetReturn, PrintReturnSlip, ReturnsOfOrder, ReturnView, ShowPhotograph
from store.domain.shared.ids import OrderNumber, follow_up, order_of
from store.entrypoints.rest.answers import FIRST, NEVER_KEPT, tagged
from store.entrypoints.rest.orders import expect_opened
from store.entrypoints.rest.return_shapes import ReturnForm
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import UPLOADING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.returns import AT_ONCE, PRIVATE, reason_of, slip_file

_PUBLIC: Final = open_to(Permission.PUBLIC)
_IN_BASE64: Final = 4 / 3
_SMALL: Final = 1_000_000
"""A longer body can only be photographs."""


async def _may_ask(request: AnyRequest, tokens: AccessTokens, limits: RateLimits) -> None:
    """Nobody has the shop read megabytes who may not send them."""
    token = request.query_params.get("access_token")
    wanted = await opened(request.path_params["number"], token, request, tokens, limits)
    await limits.spend(WRITING, request)
    told = request.headers.get("content-length", "")
    if not told.isdigit() or int(told) > _SMALL:
        await limits.spend(UPLOADING, request, f"return of {wanted}")


class ReturnsController(Controller):
    path = "/orders/{number:str}"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @get("/returnable", opt=_PUBLIC | described("getReturnable", 404, order_token=True, limited=True))
    async def returnable(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Returnable:
        """What of an order can go back, and until when; where nothing can, `why_not` says why."""
        wanted = await opened(number, access_token, request, tokens, limits)
        return await desk.ask(GetReturnable(number=wanted), request)

    @get("/returns", opt=_PUBLIC | described("listReturns", 404, order_token=True, limited=True))
    async def listing(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> list[ReturnView]:
        """All returns of an order, the first one first."""
        wanted = await opened(number, access_token, request, tokens, limits)
        return await desk.ask(ReturnsOfOrder(number=wanted), request)

    @post("/returns", opt=_PUBLIC | {FIRST: _may_ask} | described(
        "requestReturn", 404, 409, 413, 422, once=True, order_token=True, limited=True
    ), request_max_body_size=int(AT_ONCE * _IN_BASE64))
    async def ask(
        self, number: FromPath[str], data: JSONBody[ReturnForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits], access_token: FromQuery[str | None] = None,
    ) -> Response[AskedReturns]:
        """Ask to send goods back. Goods of several vendors become a return each: they go to different places."""
        del access_token  # it opened the order before the body was read
        wanted = _called(number)
        pieces, instead = data.pieces(), data.instead()
        if data.photos:
            await limits.spend(UPLOADING, request, f"return of {wanted}", cost=len(data.photos))
        receipt = await desk.do(
            RequestReturn(
                number=wanted, pieces=pieces, reason=reason_of(data.reason), words=data.words,
                photos=tuple(data.photos), as_credit=data.as_credit, account_id=account_in(request),
                instead=instead,
            ), request,
            once=await once_of(request, f"POST /orders/{wanted}/returns", follow_up(order_of(wanted), "returns")),
        )
        return Response(receipt.outcome, status_code=201, headers={POSITION: receipt.position})

    @get("/returns/{place:int}", opt=_PUBLIC | described("getReturn", 404, order_token=True, limited=True))
    async def one(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[ReturnView]:
        """One return: the first of its order is 1."""
        wanted = await opened(number, access_token, request, tokens, limits)
        view = await desk.ask(GetReturn(number=number_of(wanted, place), order=wanted), request)
        shown = access_token or request.state.principal.bearer or ""
        if view.replaced_by and tokens.opens(shown, wanted):  # staff need none, and get none
            view = structs.replace(view, replacement_token=tokens.of(view.replaced_by))
        return tagged(view, view.version)

    @get("/returns/{place:int}/slip", opt=_PUBLIC | described(
        "getOwnReturnSlip", 404, order_token=True, limited=True, also="application/pdf",
    ))
    async def slip(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        """What goes onto the parcel and into it, as PDF."""
        wanted = await opened(number, access_token, request, tokens, limits)
        name = number_of(wanted, place)
        return slip_file(await desk.ask(PrintReturnSlip(number=name, order=wanted), request), name)

    @get("/returns/{place:int}/photographs/{photo:int}", opt=_PUBLIC | described(
        "getOwnReturnPhotograph", 404, order_token=True, limited=True, also="image/jpeg",
    ), responses={200: ResponseSpec(bytes, description="A JPEG", media_type="image/jpeg", generate_examples=False)})
    async def photograph(
        self, number: FromPath[str], place: FromPath[int], photo: FromPath[int], request: AnyRequest,
        desk: NamedDependency[Desk], tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        """What they sent themselves; the first photograph is 1."""
        wanted = await opened(number, access_token, request, tokens, limits)
        shown = await desk.ask(ShowPhotograph(number=number_of(wanted, place), photo=photo, order=wanted), request)
        return Response(shown, media_type="image/jpeg", headers=PRIVATE)

    @post("/returns/{place:int}/withdrawal", opt=_PUBLIC | described(
        "withdrawReturn", 404, 409, order_token=True, limited=True
    ))
    async def withdraw(
        self, number: FromPath[str], place: FromPath[int], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[AskedReturn]:
        """Keep the goods after all, as long as they have not arrived."""
        wanted = await opened(number, access_token, request, tokens, limits)
        await limits.spend(WRITING, request)
        receipt = await desk.do(WithdrawReturn(number=number_of(wanted, place)), request)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)


async def opened(
    number: str, token: str | None, request: AnyRequest, tokens: AccessTokens, limits: RateLimits
) -> OrderNumber:
    """The order's number, of whoever may see it."""
    wanted = _called(number)
    await expect_opened(wanted, token, request, tokens, limits)
    return wanted


def _called(number: str) -> OrderNumber:
    return OrderNumber(number.upper()[:40])
