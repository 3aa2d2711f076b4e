"""What staff type about currencies, one to a line, and how it is shown to them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from store.application.pricing.currencies import CurrenciesView
from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.shared.exchange import Exchange
from store.domain.shared.money import Money
from store.entrypoints.shared.countries import is_country

_LINE: Final = re.compile(r"([A-Za-z]{3})(?:\s+to\s+([0-9.]+))?(?:\s+less\s+([0-9.]+))?")
_REGION: Final = re.compile(r"([A-Za-z]{2})\s*:?\s*([A-Za-z]{3})")
_LONGEST_HOURS: Final = 3


class Row(Struct, frozen=True):
    """A currency as the table shows it; without a ``rate`` nobody knows what it is worth."""

    code: str
    rate: str
    day: str
    source: str
    ends: str


def rows(view: CurrenciesView) -> list[Row]:
    """Those the shop sells in beside its own."""
    known = {it.currency: it for it in view.exchanges}
    return [_row(it, known.get(it.code)) for it in view.rules.sold]


def _row(it: Sold, rate: Exchange | None) -> Row:
    if rate is None:
        return Row(it.code, "", "", "", ends(it))
    worth = rate.rate if rate.per == "1" else f"{rate.rate} / {rate.per}"
    return Row(it.code, worth, str(rate.day), rate.source, ends(it))


def ends(it: Sold) -> str:
    """How prices in it end: ``to 1.00 less 0.05``; nothing where they end as they come."""
    to = f"to {Money(it.step, it.code).amount}" if it.step != 1 else ""
    return f"{to} less {Money(it.less, it.code).amount}" if it.less else to


def typed_of(rules: CurrencyRules) -> dict[str, str]:
    """*rules* as they would be typed."""
    return {
        "sold": "\n".join(f"{it.code} {ends(it)}".strip() for it in rules.sold),
        "regions": "\n".join(f"{country}: {code}" for country, code in sorted(rules.regions.items())),
        "hours": str(rules.hours),
    }


def rules_in(typed: Mapping[str, str]) -> tuple[CurrencyRules | None, dict[str, str]]:
    """The rules, or what is wrong by field."""
    errors: dict[str, str] = {}
    sold, regions = list[Sold](), dict[str, str]()
    for line in _lines(typed.get("sold", "")):
        one = _sold(line)
        if one is None:
            errors.setdefault("sold", f"“{line[:40]}” can't be read. Write USD, or USD to 1.00 less 0.05.")
        else:
            sold.append(one)
    for line in _lines(typed.get("regions", "")):
        found = _REGION.fullmatch(line)
        if found is None or not is_country(found[1].upper(), "en"):
            errors.setdefault("regions", f"“{line[:40]}” can't be read. Write a country and a currency: CH: CHF.")
        else:
            regions[found[1].upper()] = found[2].upper()
    hours = typed.get("hours", "").strip()
    if not (hours.isascii() and hours.isdecimal() and len(hours) <= _LONGEST_HOURS):
        errors["hours"] = "Write for how many hours, such as 24."
    return (None, errors) if errors else (CurrencyRules(tuple(sold), regions, int(hours)), {})


def _lines(text: str) -> Iterator[str]:
    return filter(None, (line.strip() for line in text.replace(",", "\n").splitlines()))


def _sold(line: str) -> Sold | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    code = found[1].upper()
    try:
        step, less = (Money.parse(amount, code).minor if amount else None for amount in found.groups()[1:])
    except ValueError:
        return None
    return Sold(code, 1 if step is None else step, less or 0)
