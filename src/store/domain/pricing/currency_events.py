"""In which currencies the shop sells, and what they are worth."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from store.domain.shared.aggregate import Event


class Sold(Struct, frozen=True, omit_defaults=True):
    """A currency the shop sells in. What is converted into it is a multiple of *step* minor units, *less* some."""

    code: str
    step: int = 1
    less: int = 0


class CurrencyRules(Struct, frozen=True, omit_defaults=True):
    """The currencies beside the shop's own; what is shown in which country, where somebody's is known; and for how
    many hours a cart keeps the rate it was priced at.
    """

    sold: tuple[Sold, ...] = ()
    regions: dict[str, str] = {}
    hours: int = 24


class CurrenciesSet(Event, frozen=True, tag="pricing/currencies-set-1"):
    """From now on the shop sells in these. Carts and orders keep what they have."""

    rules: CurrencyRules


class RatesPublished(Event, frozen=True, tag="pricing/rates-published-1"):
    """What one unit of *base* was worth on that day, as decimals, by *source*."""

    day: date
    source: str
    base: str
    rates: dict[str, str]


CurrencyEvent: TypeAlias = CurrenciesSet
RateEvent: TypeAlias = RatesPublished
