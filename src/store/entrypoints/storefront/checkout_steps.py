"""Checking out step by step: each a page of its own, and what was said is kept with the cart until it is bought."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import structs

from store.application.cart.messages import CartFound
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.processes.cart_views import GetCart
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed, CartEmpty, CartMovedOn
from store.domain.cart.steps import Step, before, open_at
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.checkout_steps import Checkout, checkout_of, fields_of, keep, look_at
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.vat_limits import NUMBER_REFUSED, TOO_MANY_NUMBERS, headers_of, spend_a_number_in
from store.entrypoints.storefront.checkout import NO_CARD, bought
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import is_own_cart
from store.entrypoints.storefront.paying import chosen_way, let_pay
from store.entrypoints.storefront.step_pages import StepPages, address_of

ONE_PAGE: Final = "/checkout?as=one-page"
_SAID: Final = ["/checkout/address", "/checkout/shipping", "/checkout/payment"]


@get("/checkout/steps", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def resume(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    tokens: NamedDependency[AccessTokens], ways: NamedDependency[WaysToPay],
) -> Response[Any]:
    """On to the first step of which something is missing."""
    found = await at_checkout(request, frame, tokens)
    if isinstance(found, Response):
        return found
    return see(address_of((await look_at(found.cart_id, request, desk, ways)).step))


@get([*_SAID, "/checkout/review"], opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    tokens: NamedDependency[AccessTokens], shop: NamedDependency[ShopInfo], ways: NamedDependency[WaysToPay],
) -> Response[Any]:
    """One step, or the first before it of which something is missing."""
    let_pay(request, shop, ways)
    found = await at_checkout(request, frame, tokens)
    if isinstance(found, Response):
        return found
    wanted, it = step_in(request), await look_at(found.cart_id, request, desk, ways)
    if not it.cart.lines or any(line.problem for line in it.cart.lines):
        return see("/cart")
    opened = open_at(wanted, it.done)
    return await StepPages(frame, ids).page(opened, it, request) if opened is wanted else see(address_of(opened))


@post(_SAID, opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def say(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    ways: NamedDependency[WaysToPay],
) -> Response[Any]:
    """Keep what a step says, and go on to the next; what is wrong is said beside its field, and kept as well."""
    let_pay(request, shop, ways)
    await limits.spend(WRITING, request)
    form, step = await form_of(request), step_in(request)
    found = await at_checkout(request, frame, tokens)
    if isinstance(found, Response):
        return found
    said_now = fields_of(step, form)
    if step is Step.PAYMENT:
        said_now["payment_method"] = chosen_way(form, request)
    try:
        await spend_a_number_in(said_now, request, desk, limits)
    except NUMBER_REFUSED as refused:  # nothing is kept, and all that was typed is still there
        seen = await look_at(found.cart_id, request, desk, ways)
        page = await StepPages(frame, ids).page(
            step, structs.replace(seen, form={**seen.form, **form}), request,
            errors={"vat_number": TOO_MANY_NUMBERS}, status=problem_of(refused).status,
        )
        page.headers.update(headers_of(refused))
        return page
    try:
        said = await keep(found.cart_id, [step], said_now, request, desk)
    except (CartClosed, CartMovedOn, CartEmpty, NoSuch):
        return await closed(found, request, desk, frame, tokens, shop)
    if form.get("back"):
        return see(address_of(before(step)[-1]) if before(step) else "/cart")
    it = await checkout_of(found.cart_id, said, request, desk, ways)
    errors = _missing(step, it)
    if errors:
        return await StepPages(frame, ids).page(step, it, request, errors=errors, status=422)
    return see(address_of(open_at(list(Step)[list(Step).index(step) + 1], it.done)))


async def at_checkout(request: AnyRequest, frame: Frame, tokens: AccessTokens) -> CartFound | Response[Any]:
    """The cart that is being bought, for whoever began it or is logged in; others buy it on one page, where nothing
    is kept: ids of carts stand in facts and logs, and open nobody's address.
    """
    found = await frame.found(request)
    if found is None:
        return see("/cart")
    if not (found.is_theirs or is_own_cart(found.cart_id, request, tokens)):
        return see(ONE_PAGE)
    return found if found.is_open or request.method == "POST" else see("/cart")


async def closed(
    found: CartFound, request: AnyRequest, desk: Desk, frame: Frame, tokens: AccessTokens, shop: ShopInfo
) -> Response[Any]:
    """To the order that the cart became, in another tab or by a press whose answer was lost; else back to the cart."""
    cart = await desk.ask(GetCart(cart_id=found.cart_id, account_id=account_in(request)), request)
    if cart.order_number is None:
        return see("/cart")
    number = OrderNumber(cart.order_number)
    return await bought(found.cart_id, number, request, frame, tokens, shop, theirs=found.is_theirs)


def step_in(request: AnyRequest) -> Step:
    """The step that the address names."""
    return Step(request.url.path.rpartition("/")[2])


def _missing(step: Step, it: Checkout) -> dict[str, str]:
    """What keeps *step* from being done, in words beside its fields."""
    if step in it.done:
        return {}
    if step is Step.ADDRESS:
        return it.errors or it.buyer.faults(it.form)
    if step is Step.SHIPPING:
        return {"shipping_method": "Choose how it shall travel."}
    stripe = it.form.get("payment_method") == "stripe"
    return {"payment_token": NO_CARD if stripe else "Choose how to pay. What you chose can't be used for the moment."}
