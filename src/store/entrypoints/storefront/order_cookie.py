"""The cookie that lets a browser see the order it placed."""

from hashlib import sha256
from hmac import compare_digest
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
    """The last order this browser bought or opened, and its token; both empty where there is none.

    Of somebody who was logged in it is only as long as that login lasts: when it ran out, or was ended from elsewhere,
    nobody could take the cookie back, and the browser may be somebody else's by now.
    """
    number, _, rest = request.cookies.get(ORDER_COOKIE, "").partition(":")
    token, _, login = rest.partition(":")
    if login and not compare_digest(login.encode(), _login(request).encode()):
        return OrderNumber(""), ""
    return OrderNumber(number[:40]), token


def remember_order(number: OrderNumber, tokens: AccessTokens, shop: ShopInfo, request: AnyRequest) -> Cookie:
    """The cookie that lets this browser see its order again: a guest's for a month, others' while they are in."""
    said = ":".join(filter(None, (number, tokens.of(number), _login(request))))
    return Cookie(
        ORDER_COOKIE, value=said, path="/", max_age=ORDER_KEPT, httponly=True, samesite="lax",
        secure=shop.address.startswith("https"),
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


def _login(request: AnyRequest) -> str:
    """What tells this login from any other and opens nothing; empty for guests."""
    session: str = request.state.session
    return sha256(session.encode()).hexdigest()[:32] if session else ""
