"""What returns refuse."""

from dataclasses import dataclass
from typing import ClassVar

from store.domain.shared.errors import NotFound, RuleViolated, readable
from store.domain.shared.ids import Sku


@dataclass(eq=False)
class ReturnOutOfTurn(RuleViolated):
    """This return is {stage}; only one that is {needed} can be {step}."""

    stage: str
    needed: str
    step: str
    allowed: tuple[str, ...]
    """What can be done with it instead."""

    def __str__(self) -> str:
        instead = readable(" or ".join(self.allowed))
        return f"{super().__str__()} {f'It can be {instead}.' if instead else 'It stays as it is.'}"


@dataclass(eq=False)
class NotReturnable(RuleViolated):
    """{why}"""

    in_words: ClassVar[tuple[str, ...]] = ("why",)
    why: str


@dataclass(eq=False)
class NotAllInspected(RuleViolated):
    """Say of each of the {quantity} pieces of {sku} whether it is accepted or not."""

    sku: Sku
    quantity: int


@dataclass(eq=False)
class InspectedTwice(RuleViolated):
    """Say all that was found of {sku} in one line."""

    sku: Sku


class MoreRestocked(RuleViolated):
    """No more pieces can go back on the shelf than were accepted."""


@dataclass(eq=False)
class TooManyPhotographs(RuleViolated):
    """A return has {most} photographs at most."""

    most: int


class OwnPostage(RuleViolated):
    """The way back of these goods is at your own expense: any carrier takes them."""


class NoSuchReturn(NotFound):
    """There is no such return, or it is not yours to see."""


class WindowOutOfRange(RuleViolated):
    """Goods can be sent back for 14 to 365 days."""


class PolicyInThePast(RuleViolated):
    """What was bought under a policy stays under it: a new one begins tomorrow at the earliest."""


class CreditForOwnersOnly(RuleViolated):
    """Log in with the account that this order was placed under to have its money as credit."""


@dataclass(eq=False)
class NotExchangeable(RuleViolated):
    """{why}"""

    in_words: ClassVar[tuple[str, ...]] = ("why",)
    why: str
