"""What one may tell a cart to do."""

from datetime import datetime
from typing import Self

from msgspec import Struct

from store.application.cart.ports import Offer
from store.application.shared.bus import Command, Query
from store.domain.cart.cart import Cart, CartLine
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import AccountId, CartId, Sku


class CartMoved(Struct, frozen=True):
    """Where the cart stands now, and what is known of what is on offer: to show it, neither is looked up again."""

    cart_id: CartId
    version: int
    currency: str
    lines: dict[Sku, CartLine]
    offers: dict[Sku, Offer] = {}
    codes: tuple[str, ...] = ()
    removed: dict[Sku, CartLine] = {}
    """What was taken out lately and can come back, the newest last."""
    aside: dict[Sku, CartLine] = {}
    """What waits for later."""
    exchange: Exchange | None = None
    """With which prices come into its currency, until then."""
    quoted_until: datetime | None = None

    @classmethod
    def of(cls, cart: Cart, offers: dict[Sku, Offer] | None = None) -> Self:
        """As *cart* is at this moment."""
        return cls(
            cart.id, cart.version, cart.currency, cart.lines, offers or {}, cart.codes, cart.removed, cart.aside,
            cart.exchange, cart.quoted_until,
        )


class OpenCart(Command[CartMoved], frozen=True):
    """Begin to collect; what waited beside the cart *after* which it comes goes along."""

    cart_id: CartId
    currency: str
    after: CartId | None = None


class SwitchCurrency(Command[CartMoved], frozen=True):
    """Have everything in it cost what it costs in another currency today."""

    cart_id: CartId
    currency: str
    version: int | None = None
    account_id: AccountId | None = None


class ExpireCart(Command[None], frozen=True):
    """Have what lies in a cart wait beside it, if nobody touched it for as long as the shop keeps one."""

    cart_id: CartId


class OpenOwnCart(Command[CartMoved], frozen=True):
    """Find the cart of the account, and begin one where it has none that is open."""

    account_id: AccountId
    currency: str


class AddToCart(Command[CartMoved], frozen=True):
    """Put more pieces in; opens the cart where it isn't yet. *account_id* is whoever is logged in, here as below."""

    cart_id: CartId
    sku: Sku
    quantity: int
    currency: str | None = None
    version: int | None = None
    account_id: AccountId | None = None
    after: CartId | None = None
    """The cart that this one follows, since it was bought: what waits beside it waits here from now on."""


class AddToOwnCart(Command[CartMoved], frozen=True):
    """Put more pieces into the cart of the account, whichever that is; begins one where none is open.

    *known* is the one that the browser remembers: if it is that, it is found at once.
    """

    account_id: AccountId
    sku: Sku
    quantity: int
    currency: str
    known: CartId | None = None


class ChangeLine(Command[CartMoved], frozen=True):
    """Have exactly so many pieces."""

    cart_id: CartId
    sku: Sku
    quantity: int
    version: int | None = None
    account_id: AccountId | None = None


class RemoveLine(Command[CartMoved], frozen=True):
    """Take it out."""

    cart_id: CartId
    sku: Sku
    version: int | None = None
    account_id: AccountId | None = None


class RestoreLine(Command[CartMoved], frozen=True):
    """Take its removal back."""

    cart_id: CartId
    sku: Sku
    version: int | None = None
    account_id: AccountId | None = None


class SetAside(Command[CartMoved], frozen=True):
    """Have a line wait for later."""

    cart_id: CartId
    sku: Sku
    version: int | None = None
    account_id: AccountId | None = None


class BringBack(Command[CartMoved], frozen=True):
    """Have what waits lie in the cart again. Where that was bought already, it goes into the next one: of whoever is
    logged in the one of their account, of a guest the cart *following*.
    """

    cart_id: CartId
    sku: Sku
    version: int | None = None
    account_id: AccountId | None = None
    following: CartId | None = None


class DropAside(Command[CartMoved], frozen=True):
    """Let it wait no longer."""

    cart_id: CartId
    sku: Sku
    version: int | None = None
    account_id: AccountId | None = None


class CartFound(Struct, frozen=True):
    """A cart somebody may go on with, or that has become an order; ``pieces`` is what the header counts.

    ``is_theirs`` says that it belongs to the account that asks, and not just to whoever knows its id.
    """

    cart_id: CartId
    is_open: bool
    is_theirs: bool
    pieces: int
    currency: str


class FindCart(Query[CartFound | None], frozen=True):
    """Which cart is theirs, of whoever is logged in, if anybody is, at a browser that remembers *known*?"""

    account_id: AccountId | None
    known: CartId | None
