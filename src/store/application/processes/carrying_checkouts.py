"""What a guest said at the checkout goes along into the cart of their account; of others it doesn't.

Whoever knows the id of a guest's cart may put what lies in it into their own, for ids stand in facts and logs. The
address of whoever filled it is told to nobody but the browser that began it.
"""

from dataclasses import dataclass

from store.application.cart.finding import reach
from store.application.cart.kept_checkouts import NOTHING, KeptCheckouts, whose_checkout
from store.application.ordering.ports import AccessTokens
from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.shared.ids import AccountId, CartId, OrderNumber


class CarryCheckout(Command[None], frozen=True):
    """Have what was said at the checkout of a guest's cart be said at that of the cart *into* which it was merged.

    *shown* is the key of the guest's cart, if anybody has it.
    """

    guest_cart: CartId
    into: CartId
    account_id: AccountId
    shown: str


@dataclass(frozen=True)
class CarryingCheckouts:
    kept: KeptCheckouts
    tokens: AccessTokens
    clock: Clock

    @handles(CarryCheckout)
    def carry(self, command: CarryCheckout, work: UnitOfWork) -> None:
        """Once; and where something was said at their own already, that stays."""
        own, theirs = reach(work, command.into, command.account_id), work.find(Cart, command.guest_cart)
        if theirs.merged_into != own.id:
            return
        said = self.kept.of(theirs.id)
        if said != NOTHING and opens_cart(command.shown, theirs.id, self.tokens) and self.kept.of(own.id) == NOTHING:
            self.kept.keep(own.id, whose_checkout(own.id, own.account_id), lambda _: said, self.clock.now())
        self.kept.drop(theirs.id)


def cart_key(id: CartId, tokens: AccessTokens) -> str:
    """What only whoever began the cart is given."""
    return tokens.of(_of_cart(id))


def opens_cart(shown: str, id: CartId, tokens: AccessTokens) -> bool:
    """Whether *shown* is the key of that cart."""
    return tokens.opens(shown, _of_cart(id))


def _of_cart(id: CartId) -> OrderNumber:
    return OrderNumber(f"cart {id}")  # no order has a number with a space in it
