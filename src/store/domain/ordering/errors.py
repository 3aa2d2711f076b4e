"""What an order refuses."""

from dataclasses import dataclass
from datetime import datetime

from store.domain.shared.errors import NotFound, RuleViolated, readable
from store.domain.shared.ids import OrderNumber, Sku


@dataclass(eq=False)
class OutOfTurn(RuleViolated):
    """This order is {stage}; only one that is {needed} can be {step}."""

    stage: str
    needed: str
    step: str
    allowed: tuple[str, ...]
    """What can be done with it instead."""

    def __str__(self) -> str:
        instead = readable(" or ".join(self.allowed))
        return f"{super().__str__()} {f'It can be {instead}.' if instead else 'It stays as it is.'}".replace("_", " ")


class PurchaseNotAccepted(RuleViolated):
    """We can't take this order the way it is. Nothing was charged. Write to us, and somebody looks at it with you."""


@dataclass(eq=False)
class PartOutOfTurn(RuleViolated):
    """This part of the order is {stage}; only one that is {needed} can be {step}."""

    stage: str
    needed: str
    step: str
    allowed: tuple[str, ...]
    """What can be done with it instead."""

    def __str__(self) -> str:
        instead = readable(" or ".join(self.allowed))
        return f"{super().__str__()} {f'It can be {instead}.' if instead else 'It stays as it is.'}".replace("_", " ")


class NoSuchPart(NotFound):
    """This order has no such part, or it is not yours to see."""


class NoSuchParcel(NotFound):
    """There is no such parcel of this part."""


class NoSuchBooking(NotFound):
    """No parcel of this part is booked with a carrier."""


class BookedAlready(RuleViolated):
    """Another parcel of this part is booked already. Send it first, or call its booking off."""


class NothingToSend(RuleViolated):
    """Choose at least one piece to send."""


@dataclass(eq=False)
class NotThatManyToSend(RuleViolated):
    """{left} pieces of {sku} are left to be sent from here; no more can go into the parcel."""

    sku: Sku
    left: int


@dataclass(eq=False)
class NoSuchOrder(NotFound):
    """There is no order {number}, or it is not yours to see."""

    number: OrderNumber


@dataclass(eq=False)
class CancelledTooLate(RuleViolated):
    """This order could be cancelled until {until}. Write to us: perhaps it can still be held."""

    until: datetime


@dataclass(eq=False)
class NotCancellable(RuleViolated):
    """{said} Write to us: perhaps it can still be held."""

    in_words = ("said",)
    said: str


class HoursOutOfRange(RuleViolated):
    """Choose 0 to 8760 hours."""


class TooManyMadeToOrder(RuleViolated):
    """At most 200 goods can be named as made to order; say that all of yours are never cancelled instead."""


class PolicyBeginsTooEarly(RuleViolated):
    """Another version begins tomorrow at the earliest: what was bought before stays as it was."""


@dataclass(eq=False)
class NotThatManyLeft(RuleViolated):
    """{left} pieces of {sku} are left in this order; no more can be cancelled."""

    sku: Sku
    left: int


class NothingToCancel(RuleViolated):
    """Choose at least one piece to cancel."""


class NothingToReturn(RuleViolated):
    """Choose at least one piece to send back."""


@dataclass(eq=False)
class NotThatManyToReturn(RuleViolated):
    """{left} pieces of {sku} can still be sent back; no more can."""

    sku: Sku
    left: int


class NoSuchClaim(NotFound):
    """This order has no such return, or it is over."""


class NothingOwed(RuleViolated):
    """Nothing is owed back for this order that is not given back or on its way."""


class NumberTaken(RuleViolated):
    """This order number is already given away."""


@dataclass(eq=False)
class GoneMeanwhile(RuleViolated):
    """{sku} is no longer for sale; take it out of the cart to go on."""

    sku: Sku


class PlacedUnderAnAccount(RuleViolated):
    """This order was placed under an account. Erase the account: its orders go with it."""
