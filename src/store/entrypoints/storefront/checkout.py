"""Checking out: one page, one button."""

import asyncio
from hashlib import sha256
from typing import Any, Final

from babel import Locale
from litestar import Response, get, post
from litestar.di import NamedDependency
from msgspec import Struct, json, structs

from store.application.cart.messages import CartFound
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.processes.cart_views import CartView, ShippingMethodView
from store.application.processes.placing_an_order import BuyCart, PlaceOrder, Purchase
from store.application.processes.relieving import VatNumberRefused
from store.application.shared.bus import Once, Receipt
from store.application.shared.errors import InFlight, NoSuch, Refusal
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed, CartEmpty
from store.domain.pricing.shipping import NotSentThere, UnknownShippingMethod
from store.domain.pricing.vat_numbers import LONGEST as LONGEST_NUMBER
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, OrderNumber, SubjectId, follow_up
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.buyers import told_of
from store.entrypoints.shared.by_credit import ByCredit, own_credit, wished
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.checkout_address import Buyer, buyer, save
from store.entrypoints.shared.checkout_steps import methods_for, priced
from store.entrypoints.shared.countries import ABROAD
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.vat_limits import NUMBER_REFUSED, TOO_MANY_NUMBERS, headers_of, spend_a_number
from store.entrypoints.storefront.cart_code import change_code, names_code
from store.entrypoints.storefront.frame import LOCALE, Frame, by_htmx, remember_cart, see
from store.entrypoints.storefront.kept_fields import blank_or_kept, to_steps
from store.entrypoints.storefront.order_cookie import is_own_cart, order_in, remember_order
from store.entrypoints.storefront.paying import chosen_way, let_pay, offered, open_way, own_card, own_cards

COUNTRIES: Final = tuple(
    sorted(
        ((code, Locale(LOCALE).territories[code]) for code in (
            "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT",
            "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "US",
        )), key=lambda country: country[1],
    )
)
NO_CARD: Final = "Fill in the card form. It needs JavaScript, for the card goes straight from your browser to Stripe."
_PATIENCE: Final = 40
_PAUSE: Final = 0.25


class Choice(Struct, frozen=True):
    """A way to send the parcel, what the cart comes to with it, and what of that credit pays."""

    method: ShippingMethodView
    cart: CartView
    credit: ByCredit


@get("/checkout", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    shop: NamedDependency[ShopInfo], ways: NamedDependency[WaysToPay], tokens: NamedDependency[AccessTokens],
) -> Response[Any]:
    """The page with everything it takes to buy; where the shop says so, the first step instead."""
    let_pay(request, shop, ways)
    if shop.checkout_in_steps and request.query_params.get("as") != "one-page":
        return see("/checkout/steps")
    cart = await frame.cart(request)
    if cart is None or not cart.lines or any(line.problem for line in cart.lines):
        return see("/cart")
    whose = await buyer(request, desk)
    form = await blank_or_kept(cart.id, whose, request, desk, frame, tokens)
    return await _page(cart.id, form, {}, None, request, desk, frame, ids, whose)


@post("/checkout", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def pay(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
    searches: NamedDependency[Searches], ways: NamedDependency[WaysToPay],
) -> Response[Any]:
    """Buy. Whatever stands in the way is said on the same page, with all that was typed still there."""
    let_pay(request, shop, ways)
    await limits.spend(WRITING, request)
    form, found = await form_of(request), await frame.found(request)
    if found is None:
        return see("/cart")
    id = found.cart_id
    whose = await buyer(request, desk)
    try:
        asked = whose.question(id, form)
        await spend_a_number(asked.vat_number, asked.country, request, desk, limits)
    except NUMBER_REFUSED as refused:
        errors = {"vat_number": TOO_MANY_NUMBERS}
        status = 422 if by_htmx(request) else problem_of(refused).status  # what htmx puts into the page
        page = await _page(id, form, errors, None, request, desk, frame, ids, whose, status=status)
        page.headers.update(headers_of(refused))
        return page
    if form.get("by_steps"):
        return await to_steps(found, form, request, desk, tokens)
    return await _pressed(found, form, request, desk, frame, ids, tokens, limits, shop, searches, whose)


async def _pressed(
    found: CartFound, form: Form, request: AnyRequest, desk: Desk, frame: Frame, ids: Ids, tokens: AccessTokens,
    limits: RateLimits, shop: ShopInfo, searches: Searches, whose: Buyer,
) -> Response[Any]:
    """Whichever button it was."""
    id = found.cart_id
    if form.get("update"):
        return await _page(id, form, {}, None, request, desk, frame, ids, whose)
    if names_code(form):
        return await _with_code(id, form, request, desk, frame, ids, whose, limits)
    errors = whose.faults(form)
    no_card = chosen_way(form, request) == "stripe" and not (form.get("payment_token") or own_card(form))
    if no_card and await _costs(id, form, request, desk, whose):
        errors["payment_token"] = NO_CARD
    if errors:
        return await _page(id, form, errors, None, request, desk, frame, ids, whose, status=422)
    return await _pay(found, form, request, desk, frame, ids, tokens, shop, searches, whose)


async def _pay(
    found: CartFound, form: Form, request: AnyRequest, desk: Desk, frame: Frame, ids: Ids, tokens: AccessTokens,
    shop: ShopInfo, searches: Searches, whose: Buyer,
) -> Response[Any]:
    id, theirs = found.cart_id, found.is_theirs
    try:
        terms = (await frame.shown_versions(request, form)).get("terms")
        purchase = (await buy(id, form, request, desk, open_way(form, request), whose, terms)).outcome
    except (CartEmpty, NoSuch):
        return see("/cart")
    except StoreError as refused:
        refusal = Refusal.of(refused)
        if refusal.name == CartClosed.__name__:  # in another tab, or by a press whose answer was lost
            number = OrderNumber(refusal.facts["number"])
            return await bought(id, number, request, frame, tokens, shop, theirs=theirs)
        problem = {"kind": "bad", "title": title(refusal), "text": way_out(refusal)}
        status = problem_of(refused).status
        return await _page(id, form, {}, problem, request, desk, frame, ids, whose, status=status)
    return await on(id, purchase, form, whose, request, desk, tokens, shop, searches)


async def on(
    id: CartId, purchase: Purchase, form: Form, whose: Buyer, request: AnyRequest, desk: Desk, tokens: AccessTokens,
    shop: ShopInfo, searches: Searches,
) -> Response[Any]:
    """On from a purchase: to the bank, or to the order that this browser may see from now on."""
    searches.bought(id)
    await save(whose, form, request, desk)
    action = purchase.payment.next_action
    return see(
        action.url if action else f"/orders/{purchase.number}?fresh=1",
        remember_order(purchase.number, tokens, shop, request), remember_cart(id, shop, whose.country(form)),
    )


async def _costs(id: CartId, form: Form, request: AnyRequest, desk: Desk, whose: Buyer) -> bool:
    """Whether there is anything to pay: of nothing no card is asked for."""
    try:
        method = form.get("shipping_method", "standard")
        asked = whose.question(id, form)
        cart = await desk.ask(structs.replace(asked, shipping_method=method), request)
    except (NoSuch, UnknownShippingMethod, NotSentThere, VatNumberRefused):
        return True
    credit = await own_credit(whose.account, cart.currency, request, desk)
    return not ByCredit(credit, wished(form), cart.total).is_free


async def _with_code(
    id: CartId, form: Form, request: AnyRequest, desk: Desk, frame: Frame, ids: Ids, whose: Buyer, limits: RateLimits
) -> Response[Any]:
    """And show what comes of it."""
    try:
        said = await change_code(id, form, request, desk, limits)
    except (NoSuch, CartClosed):
        return see("/cart")
    form = {**form, "code": said.typed}
    return await _page(
        id, form, said.errors, said.notice, request, desk, frame, ids, whose, status=said.status
    )


async def buy(
    id: CartId, form: Form, request: AnyRequest, desk: Desk, payment_method: str, whose: Buyer, terms: int | None
) -> Receipt[Purchase]:
    """Place the order and pay for it; a press whose answer was lost gets the same answer again."""
    method = form.get("shipping_method", "standard")
    order = PlaceOrder(
        cart_id=id, subject=SubjectId(follow_up(id, "subject")), email=form["email"].strip(),
        address=whose.address(form), shipping_method=method, payment_method=payment_method,
        quote=form.get(f"quote.{method}"), account_id=whose.account,
        terms=terms, vat_number=form.get("vat_number", "").strip()[:LONGEST_NUMBER],
        told=told_of(request, whose.billed_to, own_card(form)), channel=channel_of(request),
        credit=wished(form) if whose.account else None,
    )
    remember = bool(form.get("remember_card")) and whose.account is not None
    command = BuyCart(
        order=order, token=form.get("payment_token", ""), card_id=own_card(form), remember=remember
    )
    # Another card or another address is another try, also from a page one went back to.
    body = sha256(json.encode(command)).hexdigest()
    once = Once(
        principal=f"guest:{id}", route="POST /checkout", key=f"{form.get('idempotency_key', '')[:80]}/{body[:16]}",
        body=body, subject=order.subject,
    )
    for _ in range(_PATIENCE):
        try:
            return await desk.do(command, request, once=once, actor=f"guest:{id}")
        except InFlight:  # a second press of the button waits for the first
            await asyncio.sleep(_PAUSE)
    raise InFlight


async def bought(
    id: CartId, number: OrderNumber, request: AnyRequest, frame: Frame, tokens: AccessTokens, shop: ShopInfo,
    *, theirs: bool,
) -> Response[Any]:
    """To the order that a cart became: for the browser in which it was begun, and for whose cart it was."""
    if theirs or is_own_cart(id, request, tokens):
        return see(f"/orders/{number}", remember_order(number, tokens, shop, request))
    return await frame.page(
        "storefront/order_lookup.html", request, status=409, form={}, errors={}, last_order=order_in(request)[0],
        problem="This cart has been bought already. The mail about the order has a link that opens it.",
    )


async def _page(
    id: CartId, form: Form, errors: dict[str, str], problem: dict[str, str] | None, request: AnyRequest,
    desk: Desk, frame: Frame, ids: Ids, whose: Buyer, *, status: int = 200,
) -> Response[Any]:
    asked, errors = whose.question(id, form), dict(errors)
    if whose.chosen(form) is None and asked.country not in dict(COUNTRIES):
        asked = structs.replace(asked, country=ABROAD)
    if "vat_number" in errors:
        asked = structs.replace(asked, vat_number="")
    asked, bare, refused = await priced(asked, request, desk)
    if refused:
        errors["vat_number"], status = refused, max(status, 422)
    methods = await desk.ask(methods_for(bare, asked), request)
    credit = await own_credit(whose.account, bare.currency, request, desk)
    choices = [
        Choice(it, cart, ByCredit(credit, wished(form), cart.total)) for it in methods
        for cart in [await desk.ask(structs.replace(asked, shipping_method=it.id), request)]
    ]
    known = [choice.method.id for choice in choices]
    chosen = form.get("shipping_method") if form.get("shipping_method") in known else next(iter(known), "")
    return await frame.page(
        "storefront/checkout.html", request, status=status, cart=bare, pieces=bare.item_count, choices=choices,
        nowhere="" if choices else dict(COUNTRIES).get(asked.country or "", asked.country), chosen=chosen,
        countries=COUNTRIES, form=form, errors=errors, problem=problem,
        idempotency_key=str(ids.next()), buyer=whose, ways=offered(request), way=chosen_way(form, request),
        credit=ByCredit(credit, wished(form), bare.total),
        cards=await own_cards(whose.account, request, desk), versions=await frame.shown_versions(request),
    )


def title(refusal: Refusal) -> str:
    """What happened, in a sentence."""
    return "Something in your cart has just sold out." if refusal.name == "NotEnoughStock" else refusal.sentence


_WAYS_OUT: Final = {
    "CardDeclined": "Choose another way to pay, or try again.",
    "QuoteChanged": "The new total stands on the button now.",
    "CreditNotEnough": "Nothing was charged. The button says what is left to pay now.",
    "SaidAnew": "Look it over again: below is what you buy now. Nothing was charged.",
} | dict.fromkeys(
    ("CouponUsedUp", "UsedByYou", "CodeNotApplied"),
    "Nothing was charged. The button says what it comes to without.",
) | dict.fromkeys(
    ("NotSentThere", "UnknownShippingMethod"),
    "Choose another way to send it, or another address. Nothing was charged.",
) | dict.fromkeys(
    ("NotEnoughStock", "TooManyWanted", "NoLongerSold", "UnknownSku"),
    "Go back to the cart to change it. Nothing was charged.",
) | dict.fromkeys(
    ("InFlight", "Busy"),
    "We are still asking the bank. Wait a moment and press again: you are never charged twice.",
)


def way_out(refusal: Refusal) -> str:
    """And what to do now."""
    return _WAYS_OUT.get(refusal.name, "")
