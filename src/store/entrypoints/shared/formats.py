"""How amounts, moments and prose are written for a person: the filters of the templates."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import nh3
from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_datetime,
    format_time,
    format_timedelta,
    get_datetime_format,
    get_timezone,
)
from babel.numbers import format_currency, format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup

from store.domain.shared.money import exponent
from store.entrypoints.shared.countries import format_address

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_SECOND, _MINUTE = 1, 60
PROSE_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "h3", "h4", "blockquote", "a", "code"}
_markdown = MarkdownIt("commonmark", {"html": False})


class MoneyLike(Protocol):
    """An amount as messages carry it: a decimal string and a currency."""

    @property
    def amount(self) -> str: ...
    @property
    def currency(self) -> str: ...


class AddressLike(Protocol):
    """Where a parcel goes, as messages say it."""

    @property
    def name(self) -> str: ...
    @property
    def line1(self) -> str: ...
    @property
    def line2(self) -> str | None: ...
    @property
    def city(self) -> str: ...
    @property
    def region(self) -> str | None: ...
    @property
    def postal_code(self) -> str: ...
    @property
    def country(self) -> str: ...


@pass_context
def money(context: Context, value: MoneyLike) -> str:
    """``EUR 24.90`` as the reader's language writes it; spaces never break."""
    return _amount(Decimal(value.amount), value.currency, context)


@pass_context
def price_in(context: Context, amount: str, currency: str) -> str:
    """The same for an amount and a currency that come apart."""
    return _amount(Decimal(amount), currency, context)


@pass_context
def minor_money(context: Context, value: Mapping[str, Any]) -> str:
    """The same for an amount as facts hold it: minor units and a currency."""
    currency = value["currency"]
    return _amount(Decimal(value["minor"]).scaleb(-exponent(currency)), currency, context)


@pass_context
def number(context: Context, value: int) -> str:
    """A count with the reader's grouping."""
    text: str = format_decimal(value, locale=locale_in(context))
    return text


@pass_context
def day(context: Context, value: datetime | date | str) -> str:
    """A day in words: ``22 November 2026``."""
    text: str = format_date(_here(value, context), "long", locale=locale_in(context))
    return text


@pass_context
def moment(context: Context, value: datetime | str) -> str:
    """A day and a time to the minute, short enough for a table."""
    locale, at = locale_in(context), _here(value, context)
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    clock, date_ = format_time(at, "short", locale=locale), format_date(at, "medium", locale=locale)
    return pattern.format(clock, date_)


@pass_context
def instant(context: Context, value: datetime | str) -> str:
    """A day and a time to the second, where the order of facts matters."""
    text: str = format_datetime(_here(value, context), "medium", locale=locale_in(context))
    return text


@pass_context
def ago(context: Context, value: datetime | str, now: datetime) -> str:
    """How long before ``now``: ``3 minutes ago``."""
    text: str = format_timedelta(_moment(value) - now, add_direction=True, locale=locale_in(context))
    return text


def is_instant(value: object) -> bool:
    """Whether text is an instant in the machine's form, as facts hold it."""
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


@pass_context
def span(context: Context, seconds: float) -> str:
    """How long something took, in the unit that suits it: ``12 ms``, ``1.4 s``, ``3 minutes``."""
    if seconds < _SECOND:
        return f"{round(seconds * 1000)} ms"
    if seconds < _MINUTE:
        return f"{format_decimal(round(seconds, 1), locale=locale_in(context))} s"
    text: str = format_timedelta(timedelta(seconds=seconds), locale=locale_in(context))
    return text


def iso(value: datetime | date | str) -> str:
    """The machine's form, for ``<time datetime>``."""
    return value if isinstance(value, str) else value.isoformat()


@pass_context
def country(context: Context, code: str) -> str:
    """A country by its name in the reader's language."""
    return str(locale_in(context).territories.get(code, code))


@pass_context
def currency_name(context: Context, code: str) -> str:
    """A currency by its name in the reader's language."""
    return str(locale_in(context).currencies.get(code, code))


@pass_context
def address_lines(context: Context, value: AddressLike) -> list[str]:
    """An address as envelopes in its country have it, the country by its name in the reader's language."""
    return envelope(value, locale_in(context))


def envelope(value: AddressLike, locale: Locale) -> list[str]:
    """The same for a language that is known."""
    street = [line for line in (value.line1, value.line2) if line]
    country = locale.territories.get(value.country, value.country)
    try:
        envelope = format_address({
            "name": value.name, "street_address": "\n".join(street), "city": value.city,
            "country_area": value.region or "", "postal_code": value.postal_code,
            "country_code": value.country,
        })
    except ValueError:  # a country that no table knows: better an address in our order than none
        place = [f"{value.postal_code} {value.city}", *filter(None, [value.region])]
        return [value.name, *street, *place, country]
    return [*filter(None, envelope.split("\n")[:-1]), country]


def words(name: str) -> str:
    """A field's or method's name as words: ``placed_at`` is ``Placed at``."""
    text = str(name).replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]


def markdown(text: str) -> Markup:
    """Prose from CommonMark. Raw HTML is shown as text, and what is left is cleaned once more."""
    clean = nh3.clean(
        _markdown.render(text), tags=PROSE_TAGS, attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"}, link_rel="noopener nofollow",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just reduced it to the tags above


def document(text: str) -> Markup:
    """A text of ours from CommonMark: the same, with headings of its own."""
    clean = nh3.clean(
        _markdown.render(text), tags=PROSE_TAGS | {"h2"}, attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"}, link_rel="noopener",
    )
    return Markup(clean)  # noqa: S704 - as above


def href(path: str, params: Mapping[str, object] | None = None, **changes: object) -> str:
    """An address with its query: ``changes`` replace what ``params`` say, and what is empty is left out."""
    wanted = {**(params or {}), **changes}
    pairs = [(name, item) for name, value in wanted.items() for item in _items(value)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def category_href(slug: str) -> str:
    """Where the page of a category is."""
    return f"/categories/{quote(slug)}"


def without(values: Iterable[str], unwanted: str) -> list[str]:
    """The list less one of its members, for the link that takes a filter off."""
    return [value for value in values if value != unwanted]


def _items(value: object) -> list[object]:
    match value:
        case None | "" | False:
            return []
        case True:
            return ["1"]
        case list() | tuple() | set() | frozenset():
            return list(value)
        case _:
            return [value]


def _amount(amount: Decimal, currency: str, context: Context) -> str:
    return _written(amount, currency, locale_in(context))


@lru_cache(maxsize=5000)
def _written(amount: Decimal, currency: str, locale: Locale) -> str:
    """Writing an amount takes as long as forty look-ups, and a shop shows the same ones again and again."""
    text: str = format_currency(amount, currency, locale=locale)
    return text.replace(" ", "\u00a0")


def locale_in(context: Context) -> Locale:
    """The language and country of a page."""
    return _locale_of(str(context.get("locale", "en")))


@cache
def _locale_of(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-" if "-" in tag else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _here(value: datetime | date | str, context: Context) -> datetime:
    """The moment on the shop's clock: variable ``timezone``, else UTC."""
    return _moment(value).astimezone(get_timezone(str(context.get("timezone", "UTC"))))


def _moment(value: datetime | date | str) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
