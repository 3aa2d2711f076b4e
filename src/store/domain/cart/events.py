"""The life of a cart."""

from datetime import datetime
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.exchange import Exchange
from store.domain.shared.ids import AccountId, CartId, OrderNumber, Sku
from store.domain.shared.money import Money


class CartOpened(Event, frozen=True, omit_defaults=True, tag="cart/opened-1"):
    """Someone began to collect goods."""

    cart_id: CartId
    currency: str
    account_id: AccountId | None = None
    """Whose it is: nobody else finds it. Guests have none, and it is left out."""


class LinePut(Event, frozen=True, tag="cart/line-put-1"):
    """From now on so many pieces lie in the cart.

    *price* is what one cost when they were put there.
    """

    cart_id: CartId
    sku: Sku
    quantity: int
    price: Money


class LineRemoved(Event, frozen=True, tag="cart/line-removed-1"):
    """These pieces were taken out."""

    cart_id: CartId
    sku: Sku


class CartCheckedOut(Event, frozen=True, tag="cart/checked-out-1"):
    """The cart became an order."""

    cart_id: CartId
    number: OrderNumber


class CartReopened(Event, frozen=True, tag="cart/reopened-1"):
    """The order came to nothing, and the goods lie in the cart again."""

    cart_id: CartId
    number: OrderNumber


class CodeEntered(Event, frozen=True, tag="cart/code-entered-1"):
    """Someone wants to buy with this code. It takes the place of another one."""

    cart_id: CartId
    code: str


class CodeAdded(Event, frozen=True, tag="cart/code-added-1"):
    """Someone wants to buy with this code, too, where an order takes several."""

    cart_id: CartId
    code: str


class CodeTakenOut(Event, frozen=True, tag="cart/code-taken-out-1"):
    """They want to buy without this one."""

    cart_id: CartId
    code: str


class CartMerged(Event, frozen=True, tag="cart/merged-1"):
    """What lay in this cart of a guest lies in the cart of their account now, as much of it as there can be."""

    cart_id: CartId
    into: CartId


class LineSetAside(Event, frozen=True, tag="cart/set-aside-1"):
    """So many pieces wait beside the cart from now on, and none of them in it: they are not bought with it."""

    cart_id: CartId
    sku: Sku
    quantity: int
    price: Money


class LineBroughtBack(Event, frozen=True, tag="cart/brought-back-1"):
    """What waited beside the cart lies in it: so many pieces from now on, with those that were there."""

    cart_id: CartId
    sku: Sku
    quantity: int
    price: Money


class AsideRemoved(Event, frozen=True, tag="cart/aside-removed-1"):
    """These pieces wait for nobody any more."""

    cart_id: CartId
    sku: Sku


class CartExpired(Event, frozen=True, tag="cart/expired-1"):
    """It was left alone for so long that what lay in it waits beside it now, and its code is forgotten."""

    cart_id: CartId


class CartQuoted(Event, frozen=True, tag="cart/quoted-1"):
    """Prices come into its currency at this rate until then, whatever rates are published meanwhile."""

    cart_id: CartId
    exchange: Exchange
    until: datetime


class CurrencySwitched(Event, frozen=True, tag="cart/currency-switched-1"):
    """Somebody wanted to pay in another currency: from now on what lies in it costs these prices."""

    cart_id: CartId
    was: str
    currency: str
    exchange: Exchange | None
    until: datetime | None
    prices: dict[Sku, Money]


class PurchaseRefused(Event, frozen=True, tag="cart/purchase-refused-1"):
    """Somebody wanted to buy it, and the fraud check said no by these of its rules."""

    cart_id: CartId
    rules: tuple[str, ...]


CartEvent: TypeAlias = (
    CartOpened | LinePut | LineRemoved | CartCheckedOut | CartReopened | CartMerged | LineSetAside | LineBroughtBack
    | AsideRemoved | CodeEntered | CodeAdded | CodeTakenOut | CartExpired | CartQuoted | CurrencySwitched
    | PurchaseRefused
)


class CurrencyChosen(Event, frozen=True, tag="cart/currency-chosen-1"):
    """Somebody wants to see prices in this currency, on whatever device."""

    account_id: AccountId
    currency: str


class CartTaken(Event, frozen=True, tag="cart/taken-1"):
    """From now on this is the cart of the account, on whatever device."""

    account_id: AccountId
    cart_id: CartId


CurrentEvent: TypeAlias = CartTaken | CurrencyChosen
