"""What a payment refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.money import Money


@dataclass(eq=False)
class PaymentSettled(RuleViolated):
    """This payment is already {stage}."""

    stage: str


@dataclass(eq=False)
class CardDeclined(RuleViolated):
    """The payment was declined ({reason}). Nothing was charged; your cart is as it was."""

    reason: str


@dataclass(eq=False)
class MoneyNotTaken(RuleViolated):
    """The money for this order could not be taken: {reason}. Keep the parcel here, and ask its shopper or cancel."""

    reason: str


@dataclass(eq=False)
class NotPaidAgain(RuleViolated):
    """The payment was declined ({reason}). Nothing was charged, and your order still waits for it."""

    reason: str


class NothingToPayAgain(RuleViolated):
    """This order needs no other payment."""


@dataclass(eq=False)
class UnknownMethod(RuleViolated):
    """This shop does not take payments by {method}."""

    method: str


@dataclass(eq=False)
class HeldAnother(RuleViolated):
    """{held} are held where {asked} were asked for; somebody has to look."""

    held: Money
    asked: Money


class NothingTaken(RuleViolated):
    """Nothing was taken by this payment, so nothing can be given back."""


@dataclass(eq=False)
class MoreThanWasTaken(RuleViolated):
    """{left} of this payment can still be given back; {asked} can't."""

    asked: Money
    left: Money


class NoSuchRefund(NotFound):
    """This payment has no such refund."""
