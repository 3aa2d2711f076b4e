"""Cancelling an order or a part of it: choose, see what comes back, be sure. For whoever holds the order's token."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.ordering.messages import GetOrder, OrderView
from store.application.ordering.ports import AccessTokens
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.quoting_cancellations import QuoteCancellation
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Canceller
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import OrderNumber, Sku
from store.entrypoints.shared.cancelling import BY_SHOPPERS, all_that_is_left, pieces_in, reason_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import GUESSING, READING, WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.pressed import about_order, pressed
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import order_in

_PATH: Final = "/orders/{number:str}/cancellation"
_NUMBERS: Final = "Say how many in whole numbers, none more than there are."
_LONGEST_VERSION: Final = 9


@get(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def ask(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
    access_token: FromQuery[str | None] = None,
) -> Response[Any]:
    """What could be cancelled, and why."""
    await limits.spend(READING, request)
    wanted, token = await proven(number, access_token or "", request, tokens, limits)
    return await _choose(await desk.ask(GetOrder(number=wanted), request), token, request, frame, {})


@post(_PATH, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def cancel(
    number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Show what comes back; done it is when whoever asks says that they are sure, of what they have seen."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    wanted, token = await proven(number, form.get("access_token", ""), request, tokens, limits)
    order = await desk.ask(GetOrder(number=wanted), request)
    pieces, reason = pieces_in(form, order.lines), form.get("reason", "")
    errors = {"reason": "Choose a reason."} if reason not in BY_SHOPPERS else {}
    if pieces is None or not any(pieces.values()):
        errors["pieces-0"] = _NUMBERS if pieces is None else "Choose at least one piece."
    if errors or pieces is None:
        return await _choose(order, token, request, frame, form, errors=errors, status=422)
    chosen = {} if all_that_is_left(pieces, order.lines) else {sku: count for sku, count in pieces.items() if count}
    try:
        if form.get("sure") == "yes":
            wish = CancelOrder(call_off=_wish(wanted, reason, chosen, form))
            await pressed(wish, about_order(wanted), form, request, desk, route="POST /orders/cancellation")
            return see(href(f"/orders/{wanted}", access_token=token))
        quote = await desk.ask(
            QuoteCancellation(number=wanted, by=Canceller.SHOPPER, pieces=chosen), request
        )
    except (RuleViolated, Conflict) as refused:
        now = await desk.ask(GetOrder(number=wanted), request)
        return await _choose(now, token, request, frame, form, problem=str(refused), status=409)
    return await frame.page(
        "storefront/cancel_order.html", request, order=order, token=token, form=form, quote=quote, errors={},
        reasons=BY_SHOPPERS, problem=None,
    )


def _wish(number: OrderNumber, reason: str, pieces: dict[Sku, int], form: dict[str, str]) -> CallOff:
    version = form.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) <= _LONGEST_VERSION else 0
    by = Canceller.SHOPPER
    return CallOff(number=number, by=by, reason=reason_of(reason, by), pieces=pieces, version=seen)


async def _choose(
    order: OrderView, token: str, request: AnyRequest, frame: Frame, form: dict[str, str], *,
    errors: dict[str, str] | None = None, problem: str | None = None, status: int = 200,
) -> Response[Any]:
    return await frame.page(
        "storefront/cancel_order.html", request, status=status, order=order, token=token, form=form, quote=None,
        errors=errors or {}, reasons=BY_SHOPPERS, problem=problem,
    )


async def proven(
    number: str, token: str, request: AnyRequest, tokens: AccessTokens, limits: RateLimits
) -> tuple[OrderNumber, str]:
    """The order, and what opens it: for everybody else there is none."""
    wanted, (held, kept) = OrderNumber(number.upper()[:40]), order_in(request)
    token = token or (kept if held == wanted else "")
    if not tokens.opens(token, wanted):
        await limits.spend(GUESSING, request, f"order {wanted}")
        raise NoSuchOrder(wanted)
    return wanted, token
