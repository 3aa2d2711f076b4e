"""What staff fill in about taxes: lines of text where the API has lists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from msgspec import Struct

from store.application.pricing.taxes import TaxView
from store.application.shared.answers import percent
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.taxing import MILLION, Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen

CLASSES: Final = ((TaxClass.REDUCED, "Reduced"), (TaxClass.SUPER_REDUCED, "Super-reduced"), (TaxClass.ZERO, "Zero"),
                  (TaxClass.EXEMPT, "Exempt"))
RATED: Final = ((TaxClass.STANDARD, "Standard"), *CLASSES[:2])
ROUNDINGS: Final = tuple(
    (str(it), f"{'Half to even' if it.to_even else 'Half up'}, per {it.per}") for it in Rounding
)
SHIPPING: Final = (
    (str(ShippingTaxed.STANDARD), "At the standard rate"), (str(ShippingTaxed.AS_GOODS), "As the goods it is with"),
)
_LONGEST: Final = 20_000


class RateRow(Struct, frozen=True):
    """One line of the list."""

    rate: DatedRate
    percent: str
    stands: str


def rows(view: TaxView) -> list[RateRow]:
    """The list."""
    return [RateRow(it.rate, percent(it.rate.ppm), it.stands) for it in view.rates]


def rate_in(typed: Mapping[str, str]) -> tuple[DatedRate | None, dict[str, str]]:
    """The rate that was *typed*, or what is wrong with it, field by field."""
    errors: dict[str, str] = {}
    since, ppm = _day(typed.get("since", "")), ppm_in(typed.get("percent", ""))
    named = typed.get("tax_class", "")
    if since is None:
        errors["since"] = "Say from which day on: 2027-01-01."
    if ppm is None:
        errors["percent"] = "A rate such as 19 or 7.5, at most 100."
    if named not in {str(it) for it, _ in RATED}:
        errors["tax_class"] = "Choose one of the classes."
    if since is None or ppm is None or errors:
        return None, errors
    country, region = typed.get("country", "").strip().upper(), typed.get("region", "").strip()
    return DatedRate(country, since, ppm, TaxClass(named), region), {}


def rules_in(typed: Mapping[str, str]) -> tuple[TaxRules | None, dict[str, str]]:
    """The rules that were *typed*, categories by their ids, or what is wrong with them, field by field."""
    try:
        rounding, shipping = Rounding(typed.get("rounding", "")), ShippingTaxed(typed.get("shipping", ""))
    except ValueError:
        return None, {"rounding": "Choose one of these."}
    classes = {
        it: chosen for it, _ in CLASSES if not (chosen := Chosen(
            *(_lines(typed, f"{it}.{way}") for way in ("products", "categories", "brands"))
        )).everything
    }
    places = tuple(dict.fromkeys(typed.get("net_places", "").replace(",", " ").upper().split()))
    return TaxRules(rounding, shipping, places, classes), {}


def typed_of(rules: TaxRules) -> dict[str, str]:
    """The same, as it would have been typed."""
    typed = {
        "rounding": str(rules.rounding), "shipping": str(rules.shipping), "net_places": ", ".join(rules.net_places),
    }
    for it, chosen in rules.classes.items():
        for way in ("products", "categories", "brands"):
            typed[f"{it}.{way}"] = "\n".join(getattr(chosen, way))
    return typed


def ppm_in(text: str) -> int | None:
    """Per cent as people write it, in millionths."""
    try:
        exact = Decimal(text.replace(",", ".").removesuffix("%").strip()[:20]) * 10_000
    except InvalidOperation:
        return None
    if not exact.is_finite() or exact != exact.to_integral_value() or not 0 <= exact <= MILLION:
        return None
    return int(exact)


def _lines(typed: Mapping[str, str], field: str) -> tuple[str, ...]:
    lines = (line.strip() for line in typed.get(field, "")[:_LONGEST].splitlines())
    return tuple(dict.fromkeys(line[:200] for line in lines if line))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
