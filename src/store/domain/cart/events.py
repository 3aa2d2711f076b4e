"""The life of a cart."""

from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import CartId, OrderNumber, Sku
from store.domain.shared.money import Money


class CartOpened(Event, frozen=True, tag="cart/opened-1"):
    """Someone began to collect goods."""

    cart_id: CartId
    currency: str


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


class CodeTakenOut(Event, frozen=True, tag="cart/code-taken-out-1"):
    """They want to buy without it."""

    cart_id: CartId
    code: str


CartEvent: TypeAlias = (
    CartOpened | LinePut | LineRemoved | CartCheckedOut | CartReopened | CodeEntered | CodeTakenOut
)
