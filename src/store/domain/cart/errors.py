"""What a cart refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import OrderNumber, Sku


@dataclass(eq=False)
class CartClosed(RuleViolated):
    """This cart has become the order {number}."""

    number: OrderNumber


class CartMovedOn(RuleViolated):
    """What lay in this cart lies in the cart of an account now. Log in to find it."""


class CartEmpty(RuleViolated):
    """There is nothing in this cart yet."""


@dataclass(eq=False)
class StepMissing(RuleViolated):
    """Something of the step {step} of this checkout is missing, or holds no more."""

    step: str


class SaidAnew(RuleViolated):
    """What was said at this checkout changed since you looked it over."""


@dataclass(eq=False)
class QuantityOutOfRange(RuleViolated):
    """Choose between 1 and {most} pieces."""

    most: int


@dataclass(eq=False)
class CartFull(RuleViolated):
    """A cart holds at most {most} different things."""

    most: int


@dataclass(eq=False)
class NotInThatCurrency(RuleViolated):
    """{sku} can't be bought in {currency} at present. Take it out of the cart, or stay with the currency it is in."""

    sku: str
    currency: str


@dataclass(eq=False)
class NotSoldIn(RuleViolated):
    """This shop doesn't sell in {currency} at present."""

    currency: str


@dataclass(eq=False)
class OtherCurrency(RuleViolated):
    """This cart is in {currency}; goods in another currency need a cart of their own."""

    currency: str


@dataclass(eq=False)
class NotInCart(NotFound):
    """There is no {sku} in this cart."""

    sku: Sku


@dataclass(eq=False)
class TooManyCodesEntered(RuleViolated):
    """An order takes at most {most} codes. Take one out first."""

    most: int
