"""What a browser collected before somebody logged in joins their cart; and nothing of theirs stays behind in it."""

from typing import Final

from litestar.datastructures import Cookie

from store.application.cart.choosing import GetChosenCurrency
from store.application.cart.merging import MergeCart, Merged
from store.application.cart.messages import FindCart
from store.application.customers.messages import ListAddresses
from store.application.processes.carrying_checkouts import CarryCheckout
from store.domain.shared.errors import Conflict, NotFound
from store.domain.shared.ids import AccountId, CartId
from store.entrypoints.shared.claims import claim_orders
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.notices import Notice, carry
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.currency_cookie import remember_currency
from store.entrypoints.storefront.frame import CART_COOKIE, cart_id, remember_cart, tax_country
from store.entrypoints.storefront.order_cookie import CART_KEY, ORDER_COOKIE

_THEIRS: Final = (CART_COOKIE, CART_KEY, ORDER_COOKIE)
_MOST_NAMED: Final = 3


async def at_login(account: AccountId, request: AnyRequest, desk: Desk, shop: ShopInfo) -> list[Cookie]:
    """Merge the browser's cart into the account's: what has the browser find that, and a word on what was left out."""
    known = cart_id(request)
    merged = await join(account, known, request, desk) if known else Merged(None)
    found = await desk.ask(FindCart(account_id=account, known=merged.cart_id), request) if merged else None
    own = found.cart_id if found and found.is_open else None
    kept = (await desk.ask(ListAddresses(account_id=account), request)).items
    country = next((it.country for it in kept if it.default_shipping), tax_country(request))
    cookies = [remember_cart(own or known, shop, country)] if own or country else []
    if chosen := await desk.ask(GetChosenCurrency(account_id=account), request):
        cookies.append(remember_currency(chosen, shop))
    claimed = await claim_orders(account, request, desk)
    said = _said(merged) if merged and merged.lines else _of_orders(len(claimed)) if claimed else None
    return [*cookies, *([carry(said, "/")] if said else [])]


async def join(account: AccountId, known: CartId, request: AnyRequest, desk: Desk) -> Merged | None:
    """Merge the cart that is *known* to the browser into the account's.

    Nothing where others were changing them all the while. That keeps nobody out: as long as the browser remembers its
    cart, the next thing put in tries again, and the account's own is found without the browser.
    """
    command = MergeCart(account_id=account, guest_cart=known)
    try:
        merged = (await desk.do(command, request, actor=f"customer:{account}")).outcome
    except Conflict:
        return None
    except NotFound:  # a cookie may say anything
        return Merged(None)
    if merged.cart_id:
        await desk.do(CarryCheckout(
            guest_cart=known, into=merged.cart_id, account_id=account, shown=request.cookies.get(CART_KEY, ""),
        ), request)
    return merged


def nothing_kept() -> list[Cookie]:
    """What takes a cart and an order out of a browser that somebody else may use next."""
    return [Cookie(name, path="/", value="", max_age=0, httponly=True, samesite="lax") for name in _THEIRS]


def _of_orders(number: int) -> Notice:
    orders = "An order" if number == 1 else f"{number} orders"
    return Notice("good", f"{orders} from before you had an account", "You find it all among your orders now.")


def _said(merged: Merged) -> Notice:
    title = "What you chose before is in your cart"
    if not merged.left_out:
        return Notice("good", title)
    named = [f"{it.pieces} × {it.name[:60]}" for it in merged.left_out[:_MOST_NAMED]]
    more = len(merged.left_out) - len(named)
    listed = ", ".join([*named, *([f"and {more} more"] if more else [])])
    return Notice("warn", f"{title}, but not all of it", f"There are not enough of some things. Left out: {listed}.")
