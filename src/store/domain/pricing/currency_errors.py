"""What is refused of currencies and rates."""

from dataclasses import dataclass
from typing import ClassVar

from store.domain.shared.errors import RuleViolated


@dataclass(eq=False)
class CurrenciesUnsound(RuleViolated):
    """{what}"""

    in_words: ClassVar[tuple[str, ...]] = ("what",)

    field: str
    what: str


@dataclass(eq=False)
class RatesUnsound(RuleViolated):
    """These rates make no sense: {what}."""

    in_words: ClassVar[tuple[str, ...]] = ("what",)

    what: str
