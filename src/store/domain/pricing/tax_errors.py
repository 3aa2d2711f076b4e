"""What taxes and shipping refuse."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from store.domain.shared.errors import NotFound, RuleViolated


@dataclass(eq=False)
class RateUnsound(RuleViolated):
    """{what}"""

    in_words: ClassVar[tuple[str, ...]] = ("what",)

    field: str
    what: str


@dataclass(eq=False)
class RateInForce(RuleViolated):
    """What is in force in {country} since {since} stays as it was. Say another rate from a later day on."""

    country: str
    since: date


@dataclass(eq=False)
class TooManyRates(RuleViolated):
    """At most {most} rates can be said. Leave out what is long over."""

    most: int


class NoSuchRate(NotFound):
    """There is no such rate."""


@dataclass(eq=False)
class PlanUnsound(RuleViolated):
    """{what}"""

    in_words: ClassVar[tuple[str, ...]] = ("what",)

    field: str
    what: str
