"""What the pages of the cart share: into which cart things go, how it is found again, and how a refusal is said."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.exceptions import ValidationException
from msgspec import structs

from store.application.cart.merging import Merged
from store.application.cart.messages import AddToCart, AddToOwnCart, CartMoved
from store.application.ordering.ports import AccessTokens
from store.application.shared.ports import Ids
from store.domain.cart.errors import CartClosed, CartMovedOn
from store.domain.shared.errors import NoSuch, StoreError
from store.domain.shared.ids import AccountId, CartId, Sku
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import Principal
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import Frame, by_htmx, cart_id, remember_cart, tax_country
from store.entrypoints.storefront.joined_cart import join
from store.entrypoints.storefront.order_cookie import own_cart


async def put(
    id: CartId, sku: Sku, quantity: int, request: AnyRequest, desk: Desk, ids: Ids, currency: str
) -> CartMoved:
    """Into a guest's cart; where it was bought, or is an account's, into another one."""
    command = AddToCart(cart_id=id, sku=sku, quantity=quantity, currency=currency)
    try:
        return (await desk.do(command, request, actor=f"guest:{id}")).outcome
    except (CartClosed, CartMovedOn, NoSuch) as gone:  # a cookie may say anything
        after = id if isinstance(gone, CartClosed) else None
        command = structs.replace(command, cart_id=CartId(ids.next()), after=after)
        return (await desk.do(command, request, actor=f"guest:{command.cart_id}")).outcome


async def put_into_own(
    account: AccountId, known: CartId | None, sku: Sku, quantity: int, request: AnyRequest, desk: Desk, currency: str
) -> tuple[CartMoved, Merged | None]:
    """Into the cart of whoever is logged in; what this browser had before joins it, if it did not at the login.

    Beside what was put in stands what joined it: nothing where that has to be tried again.
    """
    command = AddToOwnCart(account_id=account, sku=sku, quantity=quantity, currency=currency, known=known)
    try:
        moved = (await desk.do(command, request)).outcome
    except NoSuch:  # a cookie may say anything
        return (await desk.do(structs.replace(command, known=None), request)).outcome, Merged(None)
    if known is None or known == moved.cart_id:
        return moved, Merged(moved.cart_id)
    return moved, await join(account, known, request, desk)


def found_again(id: CartId, request: AnyRequest, tokens: AccessTokens, shop: ShopInfo) -> list[Cookie]:
    """What has the browser find the cart again; staff who look at the shop as a customer take nothing along."""
    who: Principal = request.state.principal
    if who.acting_for:
        return []
    begun = [] if id == cart_id(request) else [own_cart(id, tokens, shop)]
    return [remember_cart(id, shop, tax_country(request)), *begun]


async def refused_with(
    refused: StoreError, sku: Sku | None, request: AnyRequest, frame: Frame
) -> Response[Any]:
    """Say why, where the visitor is looking: in the drawer, or on the cart's page."""
    if sku is not None and by_htmx(request):
        return await frame.cart_page("storefront/cart_drawer.html", request, added=sku, problem=str(refused))
    notice = {"kind": "bad", "title": str(refused), "text": ""}
    status = 200 if by_htmx(request) else problem_of(refused).status
    return await frame.cart_page("storefront/cart.html", request, status=status, notice=notice)


async def expected_cart(request: AnyRequest, frame: Frame) -> CartId:
    """The cart there has to be."""
    found = await frame.found(request)
    if found is None:
        raise ValidationException("There is no cart to change")
    return found.cart_id
