"""The life of what is said about taxes."""

from datetime import date
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from store.domain.pricing.taxing import Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen
from store.domain.shared.aggregate import Event


class TaxClass(StrEnum):
    """What goods are where taxes differ. The values are stored."""

    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super-reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class DatedRate(Struct, frozen=True, omit_defaults=True):
    """So many millionths of the net price from that day on. A *region*'s rate is all of it, its country's included."""

    country: str
    since: date
    ppm: int
    tax_class: TaxClass = TaxClass.STANDARD
    region: str = ""


class TaxRules(Struct, frozen=True, omit_defaults=True):
    """How this shop taxes: rounding, shipping, the countries where prices are shown without tax, and which goods are
    of another class than the standard one.
    """

    rounding: Rounding = Rounding.HALF_UP_PER_LINE
    shipping: ShippingTaxed = ShippingTaxed.STANDARD
    net_places: tuple[str, ...] = ()
    classes: dict[TaxClass, Chosen] = {}


class TaxRatesSaid(Event, frozen=True, tag="pricing/tax-rates-said-1"):
    """These rates are in force from their days on. ``source`` is the file they came from, if from one."""

    rates: tuple[DatedRate, ...]
    source: str


class TaxRateTakenBack(Event, frozen=True, tag="pricing/tax-rate-taken-back-1"):
    """This rate, which was not in force yet, won't be."""

    rate: DatedRate


class TaxRulesChanged(Event, frozen=True, tag="pricing/tax-rules-changed-1"):
    """The shop taxes by these rules from now on. Orders that were placed stay as they are."""

    rules: TaxRules


TaxEvent: TypeAlias = TaxRatesSaid | TaxRateTakenBack | TaxRulesChanged
