"""CurrentCart: which cart is an account's at present, on whatever device."""

from datetime import datetime
from uuid import UUID

from store.domain.cart.events import CartTaken
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, CartId


class CurrentCart(Aggregate[CartTaken]):
    """One for each account. Two devices that take a cart at the same time both write here, and one of them is first."""

    kind = "current_cart"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.account_id: AccountId | None = None
        self.cart_id: CartId | None = None

    def take(self, account: AccountId, cart: CartId, *, at: datetime) -> None:
        """*cart* is the account's from now on. The one it is already is no fact."""
        if self.cart_id != cart:
            self._record(CartTaken(at=at, account_id=account, cart_id=cart))

    def _evolve(self, event: CartTaken) -> None:
        self.account_id, self.cart_id = event.account_id, event.cart_id
