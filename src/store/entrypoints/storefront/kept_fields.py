"""The page with everything it takes to buy, and the pages of the steps, share what was said at either."""

from typing import Any

from litestar import Response
from msgspec.structs import asdict

from store.application.cart.kept_checkouts import LookAtCheckout
from store.application.cart.messages import CartFound
from store.application.ordering.ports import AccessTokens
from store.domain.cart.steps import Step
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.checkout_address import Buyer
from store.entrypoints.shared.checkout_steps import keep
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_in
from store.entrypoints.storefront.frame import Frame, see
from store.entrypoints.storefront.order_cookie import is_own_cart


async def blank_or_kept(
    cart: CartId, whose: Buyer, request: AnyRequest, desk: Desk, frame: Frame, tokens: AccessTokens
) -> Form:
    """The form as somebody finds it: with what they said before, and what is known of them."""
    found = await frame.found(request)
    if found is None or not _may_see(found, request, tokens):
        return whose.blank()
    said = (await desk.do(LookAtCheckout(cart_id=cart, account_id=account_in(request)), request)).outcome
    kept = {name: text for name, text in asdict(said).items() if text and name != "payment_token"}
    blank = whose.blank()
    if said.email and not said.address_id:
        blank.pop("address_id", None)
    return blank | kept


async def to_steps(
    found: CartFound, form: Form, request: AnyRequest, desk: Desk, tokens: AccessTokens
) -> Response[Any]:
    """On in steps, with what was typed so far."""
    if _may_see(found, request, tokens):
        try:
            await keep(found.cart_id, [Step.ADDRESS, Step.SHIPPING], form, request, desk)
        except StoreError:  # bought meanwhile, or emptied: where the steps lead says so
            return see("/cart")
    return see("/checkout/steps")


def _may_see(found: CartFound, request: AnyRequest, tokens: AccessTokens) -> bool:
    return found.is_theirs or is_own_cart(found.cart_id, request, tokens)
