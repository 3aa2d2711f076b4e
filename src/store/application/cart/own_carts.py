"""The cart of an account: the one it has, or a new one."""

from datetime import datetime

from store.application.shared.ports import Ids
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.cart.current_cart import CurrentCart
from store.domain.shared.ids import AccountId, CartId, current_cart_of


def own_cart(
    work: UnitOfWork, account: AccountId, currency: str, known: CartId | None, ids: Ids, *, at: datetime
) -> Cart:
    """The cart of *account*: the one it has, or a new one where that is none that is open.

    Saves which one it is. Two who begin one at the same time both say so in one stream, so that there is but one. Its
    id can't be guessed: whoever could would open it first, for everybody.
    """
    claim, cart = _at_once(work, account, known)
    if claim.cart_id and claim.cart_id != known:
        cart = work.find(Cart, claim.cart_id)
    if cart is None or cart.id != claim.cart_id or not cart.is_open:
        bought, cart = cart, work.find_new(Cart, CartId(ids.next()))
        cart.open(currency, account, at=at)
        if bought and bought.id == claim.cart_id:
            cart.wait_for(bought.aside, at=at)
        claim.take(account, CartId(cart.id), at=at)
        work.save(claim)
    return cart


def _at_once(work: UnitOfWork, account: AccountId, known: CartId | None) -> tuple[CurrentCart, Cart | None]:
    """Which cart it is, and with the same look the one that is *known*."""
    claim = current_cart_of(account)
    if known is None:
        return work.find(CurrentCart, claim), None
    found, cart = work.gather((CurrentCart, claim), (Cart, known))
    return found, cart
