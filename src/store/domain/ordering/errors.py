"""What an order refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import OrderNumber, Sku


@dataclass(eq=False)
class OutOfTurn(RuleViolated):
    """This order is {stage}; only one that is {needed} can be dealt with like this."""

    stage: str
    needed: str

    def __str__(self) -> str:
        return super().__str__().replace("_", " ")


@dataclass(eq=False)
class NoSuchOrder(NotFound):
    """There is no order {number}, or it is not yours to see."""

    number: OrderNumber


class NumberTaken(RuleViolated):
    """This order number is already given away."""


@dataclass(eq=False)
class GoneMeanwhile(RuleViolated):
    """{sku} is no longer for sale; take it out of the cart to go on."""

    sku: Sku


class PlacedUnderAnAccount(RuleViolated):
    """This order was placed under an account. Erase the account: its orders go with it."""
