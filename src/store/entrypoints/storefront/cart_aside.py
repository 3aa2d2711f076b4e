"""What waits beside the cart for later: put there, brought back, and let go."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.cart.messages import BringBack, DropAside, SetAside
from store.application.ordering.ports import AccessTokens
from store.application.processes.cart_views import ShowMovedCart
from store.application.shared.ports import Ids
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, Sku
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.cart_acts import expected_cart, found_again, refused_with
from store.entrypoints.storefront.frame import Frame, by_htmx, see, tax_country, with_cookies


@post("/cart/lines/{sku:str}/aside", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def put(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], tokens: NamedDependency[AccessTokens], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Have a line wait for later."""
    wish = SetAside(cart_id=await expected_cart(request, frame), sku=Sku(sku), account_id=account_in(request))
    return await _done(wish, request, desk, frame, limits, tokens, shop)


@post("/cart/aside/{sku:str}/back", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def bring_back(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    ids: NamedDependency[Ids], limits: NamedDependency[RateLimits], tokens: NamedDependency[AccessTokens],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Have it lie in the cart again; in the next one, where that was bought."""
    wish = BringBack(
        cart_id=await expected_cart(request, frame), sku=Sku(sku), account_id=account_in(request),
        following=CartId(ids.next()),
    )
    return await _done(wish, request, desk, frame, limits, tokens, shop)


@post("/cart/aside/{sku:str}/remove", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def let_go(
    sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], tokens: NamedDependency[AccessTokens], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Let it wait no longer."""
    wish = DropAside(cart_id=await expected_cart(request, frame), sku=Sku(sku), account_id=account_in(request))
    return await _done(wish, request, desk, frame, limits, tokens, shop)


async def _done(
    wish: SetAside | BringBack | DropAside, request: AnyRequest, desk: Desk, frame: Frame, limits: RateLimits,
    tokens: AccessTokens, shop: ShopInfo,
) -> Response[Any]:
    await limits.spend(WRITING, request)
    try:
        moved = (await desk.do(wish, request, actor=f"guest:{wish.cart_id}")).outcome
    except StoreError as refused:
        return await refused_with(refused, None, request, frame)
    cookies = found_again(moved.cart_id, request, tokens, shop)
    if not by_htmx(request):
        return see("/cart", *cookies)
    cart = await desk.ask(ShowMovedCart(
        moved=moved, country=tax_country(request), account_id=account_in(request), channel=channel_of(request),
    ), request)
    return with_cookies(await frame.cart_page("storefront/cart.html", request, cart=cart), *cookies)
