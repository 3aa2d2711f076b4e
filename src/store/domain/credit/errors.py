"""What credit refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import RuleViolated
from store.domain.shared.money import Money


@dataclass(eq=False)
class CreditNotEnough(RuleViolated):
    """Of your credit {available} can be spent now, and {wanted} were to be: {missing} are missing."""

    available: Money
    wanted: Money
    missing: Money


class CreditNotYours(RuleViolated):
    """Only whoever is logged in can pay with credit."""


class NothingToGrant(RuleViolated):
    """Credit is an amount above zero."""


@dataclass(eq=False)
class TooMuchGoodwill(RuleViolated):
    """Staff can give one customer {most} within {days} days; {left} of that are left."""

    most: Money
    days: int
    left: Money


@dataclass(eq=False)
class NothingToTakeBack(RuleViolated):
    """Of what staff gave, {left} are still there to be taken back."""

    left: Money
