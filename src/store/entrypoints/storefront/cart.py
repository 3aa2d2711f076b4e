"""The cart, as a page and in its drawer."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import FromPath
from litestar.response import Template

from store.application.cart.messages import AddToCart, ChangeLine, RemoveLine
from store.application.ordering.ports import AccessTokens
from store.application.processes.cart_review import GetCart
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed
from store.domain.shared.errors import NoSuch, StoreError
from store.domain.shared.ids import CartId, Sku
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.looked_for import FOUND, Searches
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import (
    Frame,
    by_htmx,
    cart_id,
    remember_cart,
    see,
    with_cookies,
)
from store.entrypoints.storefront.order_cookie import order_in, own_cart

LONGEST_QUANTITY = 6


@get("/cart", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def show(request: AnyRequest, frame: NamedDependency[Frame]) -> Template:
    """What is in the cart."""
    drawer = by_htmx(request) and request.headers.get("hx-target") == "drawer-content"
    name = "storefront/cart_drawer.html" if drawer else "storefront/cart.html"
    return await frame.page(name, request, added=None, problem=None, last_order=order_in(request)[0])


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
    known = cart_id(request)
    id = known or CartId(ids.next())
    try:
        try:
            await _put(id, sku, quantity, request, desk, shop)
        except (CartClosed, NoSuch):  # a cookie may say anything
            id = CartId(ids.next())
            await _put(id, sku, quantity, request, desk, shop)
    except StoreError as refused:
        return await _refused(refused, sku, request, frame)
    searches.put_in(form.get(FOUND, ""), id, sku)
    cookies = [remember_cart(id, shop), *([] if id == known else [own_cart(id, tokens, shop)])]
    if not by_htmx(request):
        return see("/cart", *cookies)
    cart = await desk.ask(GetCart(cart_id=id), request)
    return with_cookies(
        await frame.page("storefront/cart_drawer.html", request, cart=cart, added=sku, problem=None), *cookies
    )


@post("/cart/lines/{sku:str}", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def change(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
) -> Response[Any]:
    """Have exactly so many pieces; none takes the line out."""
    await limits.spend(WRITING, request)
    quantity = whole((await form_of(request)).get("quantity", ""))
    id = _expected_cart(request)
    wish: ChangeLine | RemoveLine = (
        ChangeLine(cart_id=id, sku=Sku(sku), quantity=quantity) if quantity else RemoveLine(cart_id=id, sku=Sku(sku))
    )
    return await _changed(wish, request, desk, frame, searches)


@post("/cart/lines/{sku:str}/remove", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def remove(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], searches: NamedDependency[Searches],
) -> Response[Any]:
    """Take a line out."""
    await limits.spend(WRITING, request)
    wish = RemoveLine(cart_id=_expected_cart(request), sku=Sku(sku))
    return await _changed(wish, request, desk, frame, searches)


def whole(text: str) -> int:
    """A quantity as people type it.

    :raises ValidationException: for anything that is no number.
    """
    if not text.strip().isdecimal() or len(text) > LONGEST_QUANTITY:
        raise ValidationException(f"{text[:20]!r} is no quantity")
    return int(text)


async def _put(
    id: CartId, sku: Sku, quantity: int, request: AnyRequest, desk: Desk, shop: ShopInfo
) -> None:
    command = AddToCart(cart_id=id, sku=sku, quantity=quantity, currency=shop.currency)
    await desk.do(command, request, actor=f"guest:{id}")


async def _changed(
    wish: ChangeLine | RemoveLine, request: AnyRequest, desk: Desk, frame: Frame, searches: Searches
) -> Response[Any]:
    try:
        await desk.do(wish, request, actor=f"guest:{cart_id(request)}")
    except StoreError as refused:
        return await _refused(refused, None, request, frame)
    if isinstance(wish, RemoveLine):
        searches.taken_out(wish.cart_id, wish.sku)
    return await frame.page("storefront/cart.html", request) if by_htmx(request) else see("/cart")


async def _refused(
    refused: StoreError, sku: Sku | None, request: AnyRequest, frame: Frame
) -> Response[Any]:
    """Say why, where the visitor is looking: in the drawer, or on the cart's page."""
    if sku is not None and by_htmx(request):
        return await frame.page("storefront/cart_drawer.html", request, added=sku, problem=str(refused))
    notice = {"kind": "bad", "title": str(refused), "text": ""}
    status = 200 if by_htmx(request) else problem_of(refused).status
    return await frame.page("storefront/cart.html", request, status=status, notice=notice)


def _expected_cart(request: AnyRequest) -> CartId:
    id = cart_id(request)
    if id is None:
        raise ValidationException("There is no cart to change")
    return id
