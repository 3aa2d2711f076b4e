"""The cookie that lets a browser see the order it placed."""

from typing import Final

from litestar.datastructures import Cookie

from store.application.ordering.ports import AccessTokens
from store.application.processes.carrying_checkouts import cart_key, opens_cart
from store.domain.shared.ids import CartId, OrderNumber
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.frame import CART_KEPT

ORDER_COOKIE: Final = "store_order"
CART_KEY: Final = "store_cart_key"
"""Shows that the cart was begun in this very browser. Its id alone shows nothing: it stands in facts and logs."""
ORDER_KEPT: Final = 60 * 60 * 24 * 30


def order_in(request: AnyRequest) -> tuple[OrderNumber, str]:
    """The last order this browser bought or opened, and its token; both empty where there is none."""
    number, _, token = request.cookies.get(ORDER_COOKIE, "").partition(":")
    return OrderNumber(number[:40]), token


def remember_order(number: OrderNumber, tokens: AccessTokens, shop: ShopInfo) -> Cookie:
    """The cookie that lets this browser see its order again."""
    return Cookie(
        ORDER_COOKIE, value=f"{number}:{tokens.of(number)}", path="/", max_age=ORDER_KEPT, httponly=True,
        samesite="lax", secure=shop.address.startswith("https"),
    )


def own_cart(id: CartId, tokens: AccessTokens, shop: ShopInfo) -> Cookie:
    """The cookie for the browser in which a cart is begun: what becomes of it, this browser may see."""
    return Cookie(
        CART_KEY, value=cart_key(id, tokens), path="/", max_age=CART_KEPT, httponly=True, samesite="lax",
        secure=shop.address.startswith("https"),
    )


def is_own_cart(id: CartId, request: AnyRequest, tokens: AccessTokens) -> bool:
    """Whether the cart was begun in this browser."""
    return opens_cart(request.cookies.get(CART_KEY, ""), id, tokens)
