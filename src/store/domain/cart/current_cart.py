"""CurrentCart: which cart is an account's at present, and the currency they chose, on whatever device."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from store.domain.cart.events import CartTaken, CurrencyChosen, CurrentEvent
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, CartId


class CurrentCart(Aggregate[CurrentEvent]):
    """One for each account. Two devices that take a cart at the same time both write here, and one of them is first."""

    kind = "current_cart"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.account_id: AccountId | None = None
        self.cart_id: CartId | None = None
        self.currency = ""

    def take(self, account: AccountId, cart: CartId, *, at: datetime) -> None:
        """*cart* is the account's from now on. The one it is already is no fact."""
        if self.cart_id != cart:
            self._record(CartTaken(at=at, account_id=account, cart_id=cart))

    def choose(self, account: AccountId, currency: str, *, at: datetime) -> None:
        """They look at the shop in *currency* from now on. The same again is no fact."""
        if currency != self.currency:
            self._record(CurrencyChosen(at=at, account_id=account, currency=currency))

    def _evolve(self, event: CurrentEvent) -> None:
        self.account_id = event.account_id
        match event:
            case CartTaken(cart_id=id):
                self.cart_id = id
            case CurrencyChosen(currency=currency):
                self.currency = currency
            case _:
                assert_never(event)
