"""The cookie that lets a browser see the order it placed."""

from typing import Final

from litestar.datastructures import Cookie

from store.application.ordering.ports import AccessTokens
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.shop import ShopInfo

ORDER_COOKIE: Final = "store_order"
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
