"""The cart, as a page and in its drawer."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.cart.merging import Merged
from store.application.cart.messages import ChangeLine, RemoveLine, RestoreLine
from store.application.ordering.ports import AccessTokens
from store.application.processes.cart_views import GetCart, ShowMovedCart
from store.application.shared.ports import Ids
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, Sku
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.looked_for import FOUND, Searches
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.cart_acts import expected_cart, found_again, put, put_into_own, refused_with
from store.entrypoints.storefront.currency_cookie import no_guess_again
from store.entrypoints.storefront.frame import (
    Frame,
    by_htmx,
    cart_id,
    see,
    tax_country,
    with_cookies,
)
from store.entrypoints.storefront.order_cookie import order_in

LONGEST_QUANTITY = 6


@get("/cart", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(
    request: AnyRequest, frame: NamedDependency[Frame], removed: FromQuery[str | None] = None
) -> Template:
    """What is in the cart; what was just *removed* can be taken back."""
    drawer = by_htmx(request) and request.headers.get("hx-target") == "drawer-content"
    name = "storefront/cart_drawer.html" if drawer else "storefront/cart.html"
    return await frame.cart_page(
        name, request, added=None, problem=None, last_order=order_in(request)[0], removed=removed
    )


@post("/cart/lines", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def add(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame], ids: NamedDependency[Ids],
    shop: NamedDependency[ShopInfo], limits: NamedDependency[RateLimits], tokens: NamedDependency[AccessTokens],
    searches: NamedDependency[Searches],
) -> Response[Any]:
    """Put pieces in; the first ones open a cart."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    sku, quantity = Sku(form.get("sku", "")[:64]), whole(form.get("quantity", "1"))
    known, account = cart_id(request), account_in(request)
    joined: Merged | None = Merged(None)
    currency = await frame.currency(request)
    try:
        if account is None:
            moved = await put(known or CartId(ids.next()), sku, quantity, request, desk, ids, currency)
        else:
            moved, joined = await put_into_own(account, known, sku, quantity, request, desk, currency)
    except StoreError as refused:
        return await refused_with(refused, sku, request, frame)
    searches.put_in(form.get(FOUND, ""), moved.cart_id, sku)
    cookies = found_again(moved.cart_id, request, tokens, shop) if joined else []
    cookies += no_guess_again(currency, request, shop)
    if not by_htmx(request):
        return see("/cart", *cookies)
    country, here = tax_country(request), channel_of(request)
    cart = await desk.ask(
        GetCart(cart_id=moved.cart_id, country=country, account_id=account, channel=here) if joined and joined.lines
        else ShowMovedCart(moved=moved, country=country, account_id=account, channel=here), request,
    )
    return with_cookies(
        await frame.cart_page("storefront/cart_drawer.html", request, cart=cart, added=sku, problem=None), *cookies
    )


@post("/cart/lines/{sku:str}", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def change(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
) -> Response[Any]:
    """Have exactly so many pieces; none takes the line out."""
    await limits.spend(WRITING, request)
    quantity = whole((await form_of(request)).get("quantity", ""))
    id, account = await expected_cart(request, frame), account_in(request)
    wish: ChangeLine | RemoveLine = (
        ChangeLine(cart_id=id, sku=Sku(sku), quantity=quantity, account_id=account) if quantity
        else RemoveLine(cart_id=id, sku=Sku(sku), account_id=account)
    )
    return await _changed(wish, request, desk, frame, searches)


@post("/cart/lines/{sku:str}/remove", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def remove(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
) -> Response[Any]:
    """Take a line out."""
    await limits.spend(WRITING, request)
    id = await expected_cart(request, frame)
    wish = RemoveLine(cart_id=id, sku=Sku(sku), account_id=account_in(request))
    return await _changed(wish, request, desk, frame, searches)


@post("/cart/lines/{sku:str}/restore", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def restore(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
) -> Response[Any]:
    """Take the removal of a line back."""
    await limits.spend(WRITING, request)
    id = await expected_cart(request, frame)
    wish = RestoreLine(cart_id=id, sku=Sku(sku), account_id=account_in(request))
    return await _changed(wish, request, desk, frame, searches)


def whole(text: str) -> int:
    """A quantity as people type it.

    :raises ValidationException: for anything that is no number.
    """
    if not text.strip().isdecimal() or len(text) > LONGEST_QUANTITY:
        raise ValidationException(f"{text[:20]!r} is no quantity")
    return int(text)


async def _changed(
    wish: ChangeLine | RemoveLine | RestoreLine, request: AnyRequest, desk: Desk, frame: Frame, searches: Searches
) -> Response[Any]:
    try:
        moved = (await desk.do(wish, request, actor=f"guest:{wish.cart_id}")).outcome
    except StoreError as refused:
        return await refused_with(refused, None, request, frame)
    removed = wish.sku if isinstance(wish, RemoveLine) else None
    if removed:
        searches.taken_out(wish.cart_id, wish.sku)
    if not by_htmx(request):
        return see(href("/cart", removed=removed))
    cart = await desk.ask(ShowMovedCart(
        moved=moved, country=tax_country(request), account_id=account_in(request), channel=channel_of(request),
    ), request)
    return await frame.cart_page("storefront/cart.html", request, cart=cart, removed=removed)
