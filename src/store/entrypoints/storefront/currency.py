"""The currency one looks at the shop in: chosen in the header, remembered in a cookie and with the account."""

from typing import Any

from babel import Locale
from litestar import Response, post
from litestar.di import NamedDependency

from store.application.cart.choosing import ChooseCurrency
from store.application.cart.messages import SwitchCurrency
from store.domain.shared.errors import StoreError
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import Permission, Principal, open_to
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.account_pages import go
from store.entrypoints.storefront.currency_cookie import remember_currency
from store.entrypoints.storefront.doors import local
from store.entrypoints.storefront.frame import LOCALE, Frame


@post("/currency", opt=open_to(Permission.PUBLIC, on_behalf=True), include_in_schema=False)
async def choose(
    request: AnyRequest, desk: NamedDependency[Desk], frame: NamedDependency[Frame],
    limits: NamedDependency[RateLimits], shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """See prices in another currency from now on. What lies in the cart is priced anew, and that is said."""
    await limits.spend(WRITING, request)
    form = await form_of(request)
    back, wanted = local(form.get("next", "")), form.get("currency", "")
    if wanted not in (await frame.board(request)).codes:
        return go(back, notice=Notice("bad", "This shop doesn't sell in that currency.", "Choose one of the list."))
    who: Principal = request.state.principal
    account = account_in(request)
    if account is not None and not who.acting_for:
        await desk.do(ChooseCurrency(account_id=account, currency=wanted), request)
    return go(back, remember_currency(wanted, shop), notice=await _said(wanted, request, desk, frame))


async def _said(wanted: str, request: AnyRequest, desk: Desk, frame: Frame) -> Notice:
    """What became of the cart, if there is one."""
    name, found = Locale(LOCALE).currencies.get(wanted, wanted), await frame.found(request)
    shown = Notice("good", f"Prices are in {name} now")
    if found is None or not found.is_open or found.currency == wanted or not found.pieces:
        return shown
    wish = SwitchCurrency(cart_id=found.cart_id, currency=wanted, account_id=account_in(request))
    try:
        await desk.do(wish, request, actor=f"guest:{found.cart_id}")
    except StoreError as refused:
        return Notice("warn", f"Prices are in {name} now, but your cart stays as it is", str(refused))
    anew = "What lies in your cart was priced anew: have a look at the total."
    return Notice("good", f"Prices are in {name} now", anew)
