"""What a payment refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated


@dataclass(eq=False)
class PaymentSettled(RuleViolated):
    """This payment is already {stage}."""

    stage: str


@dataclass(eq=False)
class CardDeclined(RuleViolated):
    """The payment was declined ({reason}). Nothing was charged; your cart is as it was."""

    reason: str


@dataclass(eq=False)
class UnknownMethod(RuleViolated):
    """This shop does not take payments by {method}."""

    method: str
