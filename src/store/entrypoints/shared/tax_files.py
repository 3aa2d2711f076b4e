"""Tax rates in CSV files, in the forms that people find them in. The header says which form it is."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from store.application.pricing.taxes import RowRead
from store.domain.pricing.tax_events import DatedRate, TaxClass
from store.domain.shared.errors import RuleViolated

LARGEST_FILE: Final = 2_000_000
MOST_ROWS: Final = 5000
_PPM_OF_PERCENT: Final = 10_000
_COUNTRY: Final = re.compile("[A-Z]{2}")
_ELSEWHERE: Final = {"EL": "GR", "UK": "GB"}
"""Names that lists of taxes have for countries, and what ISO 3166 calls them."""
Row = Mapping[str, str]


class NotATaxFile(RuleViolated):
    """This is no CSV file of tax rates. The first line names its columns: country, since and percent, at least."""


class TooManyRows(RuleViolated):
    """This file has more than 5,000 rows. Send it in pieces."""


def read(text: str, today: date) -> list[RowRead]:
    """What the rows say. Where a form has no days, its rates begin *today*.

    :raises NotATaxFile: if no form is known by its columns.
    :raises TooManyRows: if it is too long.
    """
    lines = csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True), restval="")
    columns = {name.strip().lower() for name in lines.fieldnames or ()}
    form = next((form for needed, form in _FORMS if needed <= columns), None)
    if form is None:
        raise NotATaxFile
    rows: list[RowRead] = []
    try:
        for number, line in enumerate(lines, 2):
            row = {name.strip().lower(): (value or "").strip() for name, value in line.items() if name}
            rows += _read(number, row, form, today)
            if len(rows) > MOST_ROWS:
                raise TooManyRows
    except csv.Error:
        raise NotATaxFile from None
    return rows


def _read(number: int, row: Row, form: Callable[[Row, date], Iterator[DatedRate]], today: date) -> list[RowRead]:
    try:
        return [RowRead(number, rate) for rate in form(row, today)]
    except _Unread as wrong:
        return [RowRead(number, problem=str(wrong))]


class _Unread(ValueError):
    """Says in a sentence what keeps a row from being read."""


def _plain(row: Row, today: date) -> Iterator[DatedRate]:
    """country, since, percent; class and region, if there are any."""
    del today
    named = row.get("class", "") or TaxClass.STANDARD
    if named not in set(TaxClass):
        raise _Unread(f"“{named[:40]}” is no class: write one of {', '.join(TaxClass)}.")
    yield DatedRate(
        _country(row["country"]), _day(row["since"]), _ppm(row["percent"]), TaxClass(named), row.get("region", "")
    )


def _dated_list(row: Row, today: date) -> Iterator[DatedRate]:
    """country, effective_from, standard_rate_pct."""
    del today
    yield DatedRate(_country(row["country"]), _day(row["effective_from"]), _ppm(row["standard_rate_pct"]))


def _table(row: Row, today: date) -> Iterator[DatedRate]:
    """country, standard, reduced, super_reduced: several rates with | between. Of several reduced ones, the highest is
    that, and the lowest super-reduced, if that is not said by itself.
    """
    country = _country(row["country"])
    yield DatedRate(country, today, _ppm(row["standard"]))
    reduced = sorted(_ppm(it) for it in row["reduced"].split("|") if it)
    least = row["super_reduced"].split("|")[0]
    if reduced:
        yield DatedRate(country, today, reduced[-1], TaxClass.REDUCED)
    if least or len(reduced) > 1:
        yield DatedRate(country, today, _ppm(least) if least else reduced[0], TaxClass.SUPER_REDUCED)


def _history(row: Row, today: date) -> Iterator[DatedRate]:
    """start_date, stop_date, territory_codes, rate, rate_type: a part of the whole, for several territories."""
    if row["rate_type"] != "standard":
        raise _Unread("Only standard rates of such lists are taken.")
    if row["stop_date"] and _day(row["stop_date"]) <= today:
        raise _Unread("It is over: only what is in force, or will be, is taken of such lists.")
    for territory in row["territory_codes"].split():
        country, _, region = territory.partition("-")
        if _COUNTRY.fullmatch(country):
            yield DatedRate(_country(country), _day(row["start_date"]), _ppm(row["rate"], 100), region=region)


_FORMS: Final[tuple[tuple[set[str], Callable[[Row, date], Iterator[DatedRate]]], ...]] = (
    ({"country", "since", "percent"}, _plain),
    ({"country", "effective_from", "standard_rate_pct"}, _dated_list),
    ({"country", "standard", "reduced", "super_reduced"}, _table),
    ({"start_date", "stop_date", "territory_codes", "rate", "rate_type"}, _history),
)


def _country(text: str) -> str:
    code = text.upper()
    if not _COUNTRY.fullmatch(code):
        raise _Unread(f"“{text[:40]}” is no country: write its two letters, such as DE.")
    return _ELSEWHERE.get(code, code)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unread(f"“{text[:40]}” is no day: write it as 2026-05-31.") from None


def _ppm(text: str, times: int = 1) -> int:
    try:
        exact = Decimal(text.removesuffix("%").strip()) * times * _PPM_OF_PERCENT
    except InvalidOperation:
        raise _Unread(f"“{text[:40]}” is no rate: write it as 19 or 7.5.") from None
    if not exact.is_finite() or exact != exact.to_integral_value() or abs(exact) > 100 * _PPM_OF_PERCENT:
        raise _Unread(f"“{text[:40]}” is no rate: write it as 19 or 7.5, with at most four decimals.")
    return int(exact)
