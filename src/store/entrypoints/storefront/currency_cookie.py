"""The cookie that remembers in which currency a browser looks at the shop; it says nothing else of anybody."""

from typing import Final

from litestar.datastructures import Cookie

from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.shop import ShopInfo

CURRENCY_COOKIE: Final = "store_currency"
_KEPT: Final = 60 * 60 * 24 * 365


def remember_currency(code: str, shop: ShopInfo) -> Cookie:
    """Look at it in *code* from now on."""
    return Cookie(
        CURRENCY_COOKIE, value=code, path="/", max_age=_KEPT, httponly=True, samesite="lax",
        secure=shop.address.startswith("https"),
    )


def no_guess_again(currency: str, request: AnyRequest, shop: ShopInfo) -> list[Cookie]:
    """Once something lies in a cart, *currency* stays what it is, also where it was only guessed."""
    settled = CURRENCY_COOKIE in request.cookies or currency == shop.currency
    return [] if settled else [remember_currency(currency, shop)]
