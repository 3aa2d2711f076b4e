"""The last step of a checkout: what was said is looked over, and paid for."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from store.application.cart.messages import CartFound
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.shared.answers import Price
from store.application.shared.errors import NoSuch, Refusal
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed, CartEmpty, SaidAnew
from store.domain.cart.steps import Step
from store.domain.credit.errors import CreditNotEnough
from store.domain.payments.errors import CardDeclined
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.by_credit import FIELD
from store.entrypoints.shared.checkout_steps import Checkout, keep, look_at
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.cart_code import change_code, names_code
from store.entrypoints.storefront.checkout import bought, buy, on, title, way_out
from store.entrypoints.storefront.checkout_steps import at_checkout, closed
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.paying import let_pay, open_way
from store.entrypoints.storefront.step_pages import Moved, StepPages, address_of, moved_since


@post("/checkout/review", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def pay(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    searches: NamedDependency[Searches], ways: NamedDependency[WaysToPay],
) -> Response[Any]:
    """Buy what was looked over; a code may be entered or taken out before."""
    let_pay(request, shop, ways)
    await limits.spend(WRITING, request)
    form, found = await form_of(request), await at_checkout(request, frame, tokens)
    if isinstance(found, Response):
        return found
    if not found.is_open:
        return await closed(found, request, desk, frame, tokens, shop)
    if names_code(form):
        return await _with_code(found, form, request, desk, frame, ids, limits, ways)
    try:
        it = await look_at(found.cart_id, request, desk, ways)
        return await _bought(found, it, form, request, desk, frame, tokens, shop, searches)
    except (CartEmpty, NoSuch):
        return see("/cart")
    except StoreError as refused:
        return await _refused(refused, found, form, request, desk, frame, ids, tokens, shop, ways)


async def _bought(
    found: CartFound, it: Checkout, form: Form, request: AnyRequest, desk: Desk, frame: Frame, tokens: AccessTokens,
    shop: ShopInfo, searches: Searches,
) -> Response[Any]:
    if it.step is not Step.REVIEW:
        return see(address_of(it.step))
    if form.get("seal", "") != it.seal:
        raise SaidAnew
    quote = {f"quote.{it.form['shipping_method']}": form.get("quote", "")}
    seen = {FIELD: form.get(FIELD, "") if it.credit.wanted else ""}
    whole = {**it.form, **_shown(form), **quote, **seen}
    terms = (await frame.shown_versions(request, whole)).get("terms")
    way = open_way(whole, request)
    purchase = (await buy(found.cart_id, whole, request, desk, way, it.buyer, terms)).outcome
    return await on(found.cart_id, purchase, it.form, it.buyer, request, desk, tokens, shop, searches)


async def _refused(
    refused: StoreError, found: CartFound, form: Form, request: AnyRequest, desk: Desk, frame: Frame, ids: Ids,
    tokens: AccessTokens, shop: ShopInfo, ways: WaysToPay,
) -> Response[Any]:
    """Say why, on the step where something can be done about it."""
    refusal = Refusal.of(refused)
    if refusal.name == CartClosed.__name__:  # meanwhile, or as it was answered before
        number = OrderNumber(refusal.facts["number"])
        return await bought(found.cart_id, number, request, frame, tokens, shop, theirs=found.is_theirs)
    it = await look_at(found.cart_id, request, desk, ways)
    if refusal.name == CardDeclined.__name__:  # what was declined is not tried again; what credit pays stays
        await keep(found.cart_id, [Step.PAYMENT], {FIELD: it.form.get(FIELD, "")}, request, desk)
        it = await look_at(found.cart_id, request, desk, ways)
    moved = moved_since(form, it.cart) if refusal.name == "QuoteChanged" else []
    if isinstance(refused, CreditNotEnough):
        moved = [Moved("Your credit", Price.of(refused.wanted), Price.of(refused.available))]
    problem = {"kind": "bad", "title": title(refusal), "text": way_out(refusal)}
    status = problem_of(refused).status
    return await StepPages(frame, ids).page(it.step, it, request, problem=problem, moved=moved, status=status)


async def _with_code(
    found: CartFound, form: Form, request: AnyRequest, desk: Desk, frame: Frame, ids: Ids, limits: RateLimits,
    ways: WaysToPay,
) -> Response[Any]:
    """And show what comes of it."""
    try:
        said = await change_code(found.cart_id, form, request, desk, limits)
    except (NoSuch, CartClosed):
        return see("/cart")
    it: Checkout = await look_at(found.cart_id, request, desk, ways)
    return await StepPages(frame, ids).page(
        it.step, it, request, errors=said.errors, problem=said.notice, status=said.status,
        code=said.typed if said.errors else "",
    )


def _shown(form: Form) -> Form:
    """What the page itself brought along: by which press it was sent, and what it showed."""
    return {name: form[name] for name in form if name == "idempotency_key" or name.startswith("version.")}
