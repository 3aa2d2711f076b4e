"""The form of a coupon, as staff fill it in: lines of text where the API has lists."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from msgspec import Meta, Struct, ValidationError, convert

from store.application.pricing.segments import ListSegments
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import Terms
from store.domain.shared.money import Money
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.typed_categories import by_address, by_id
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.amounts import NoAmounts, amounts_in, such_amounts, such_as, typed_amounts
from store.entrypoints.shared.forms import filled
from store.entrypoints.shared.terms_forms import form_of_terms, terms_of
from store.entrypoints.shared.terms_shapes import ONLY_FOR, AmountForm, TermsForm

_STEP: Final = re.compile(r"([0-9]{1,7})\s*[:=]\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%?")
_SEGMENT, _CHANNEL = "segment.", "channel."
_CATEGORIES: Final = ("categories",)
KINDS: Final = (
    ("percent", "A percentage off"), ("amount", "A fixed amount off"), ("free-shipping", "Free delivery"),
    ("buy-get", "Buy some, get some"), ("tiers", "The more, the cheaper"), ("bundle", "A bundle"),
)
DAYS: Final = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "365 days"))
"""How far back a draft can be tried."""


class OfferForm(Struct, frozen=True):
    """What is asked beside the fields that become terms."""

    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE)]
    in_all: Annotated[int, Meta(ge=1, le=10_000_000)] | None = None
    per_customer: Annotated[int, Meta(ge=1, le=10_000_000)] | None = None


class Offered(Struct, frozen=True):
    """What somebody filled in."""

    name: str
    terms: Terms
    limits: Limits


_WORDS: Final = {
    "name": "Say in 1 to 120 characters what shoppers are to read.",
    "in_all": "A whole number from 1, or nothing for as often as they like.",
    "per_customer": "A whole number from 1, or nothing for as often as they like.",
}
_WRONG: Final = {
    "kind": "Choose what it gives.", "percent": "A percentage such as 10 or 7.5.",
    "steps": "One step a line: the number of pieces, a colon, the percentage. 3: 5", "buy": "A whole number from 1.",
    "get": "A whole number from 1.", "first_day": "A day such as 2026-12-01.", "last_day": "A day such as 2026-12-31.",
    "floor": "A percentage such as 60, below 100.", "priority": "A whole number from 0, which goes first, to 1000.",
    "skus": "One article a line.", "products": "One article or address a line.",
    "segments": "Choose from those there are.", "channels": "Choose from those there are.",
    "categories": "One category a line, as in its address: kitchen/mugs.", "brands": "One brand a line.",
}


def offered(typed: Mapping[str, str], currency: str) -> tuple[Offered | None, dict[str, str]]:
    """What was *typed*, categories by their ids, or what is wrong with it, field by field."""
    form, errors = filled(OfferForm, typed, _WORDS)
    raw = _raw(typed, currency, errors)
    wrong_words = _WRONG | _amount_words(currency)
    terms: TermsForm | None = None
    try:
        terms = convert(raw, TermsForm, strict=False)
    except ValidationError as wrong:
        field = str(wrong).partition("`$.")[2].partition("`")[0].partition("[")[0]
        field = "amount" if field == "amounts" else field or "kind"
        errors.setdefault(field, wrong_words.get(field, str(wrong)))
    if form is None or terms is None or errors:
        return None, errors
    return Offered(form.name, terms_of(terms), Limits(form.in_all, form.per_customer)), {}


async def offer_in(
    typed: Mapping[str, str], request: AnyRequest, office: Office
) -> tuple[Offered | None, dict[str, str]]:
    """What was *typed*, categories as staff name them, or what is wrong with it, field by field."""
    named, wrong = await by_id(typed, _CATEGORIES, request, office)
    offer, errors = offered(named, office.currency)
    return (None if wrong else offer), errors | wrong


async def typed_offer(
    name: str, terms: Terms, limits: Limits, request: AnyRequest, office: Office
) -> dict[str, str]:
    """The same, as staff would type it."""
    return await by_address(typed_of(name, terms, limits, office.currency), _CATEGORIES, request, office)


def typed_of(name: str, terms: Terms, limits: Limits, currency: str) -> dict[str, str]:
    """The same, as it would have been typed in a shop of that *currency*."""
    said = form_of_terms(terms)
    plain = {
        "name": name, "kind": said.kind, "percent": said.percent, "buy": said.buy, "get": said.get,
        "amount": _typed_amounts(said.amounts, currency), "minimum": _typed_amounts(said.minimum, currency),
        "steps": "\n".join(f"{step.pieces}: {step.percent}" for step in said.steps),
        "skus": "\n".join(said.skus), "products": "\n".join(said.products),
        "categories": "\n".join(str(id) for id in said.categories), "brands": "\n".join(said.brands),
        "first_day": said.first_day, "last_day": said.last_day, "floor": said.floor, "priority": said.priority,
        "alone": "1" if said.alone else None, "first_order": "1" if said.first_order else None,
        **{f"{_SEGMENT}{id}": "1" for id in said.segments}, **{f"{_CHANNEL}{it.value}": "1" for it in said.channels},
        "in_all": limits.in_all, "per_customer": limits.per_customer,
    }
    return {field: str(value) for field, value in plain.items() if value is not None}


def _raw(typed: Mapping[str, str], currency: str, errors: dict[str, str]) -> dict[str, Any]:
    """As the API would be sent it. What can't be read as anything is said in *errors*."""
    raw: dict[str, Any] = {
        field: typed[field]
        for field in ("kind", "percent", "buy", "get", "first_day", "last_day", "floor", "priority")
        if typed.get(field)
    }
    for field in ("skus", "products", "categories", "brands"):
        raw[field] = [line.strip() for line in typed.get(field, "").splitlines() if line.strip()]
    for field, name in (("amount", "amounts"), ("minimum", "minimum")):
        try:
            found = amounts_in(typed[field], currency) if typed.get(field) else []
        except NoAmounts as wrong:
            errors[field], found = wrong.words or _amount_words(currency)[field], []
        if found:
            raw[name] = [{"amount": it.amount, "currency": it.currency} for it in found]
    steps = [_STEP.fullmatch(line.strip()) for line in typed.get("steps", "").splitlines() if line.strip()]
    if any(step is None for step in steps):
        errors["steps"] = _WRONG["steps"]
    raw["steps"] = [{"pieces": int(step[1]), "percent": step[2]} for step in steps if step]
    raw["alone"], raw["first_order"] = typed.get("alone") == "1", typed.get("first_order") == "1"
    for field, sign in (("segments", _SEGMENT), ("channels", _CHANNEL)):
        raw[field] = [name.removeprefix(sign) for name, on in typed.items() if name.startswith(sign) and on == "1"]
    kind = raw.get("kind", "")
    return {field: value for field, value in raw.items() if kind in ONLY_FOR.get(field, (kind,))}


def _amount_words(currency: str) -> dict[str, str]:
    return {
        field: f"An amount such as {such_as(units, currency)}; in others as well, such as"
               f" {such_amounts(units, currency)}."
        for field, units in (("amount", 5), ("minimum", 50))
    }


def _typed_amounts(said: Sequence[AmountForm], currency: str) -> str | None:
    return typed_amounts((Money.parse(it.amount, it.currency) for it in said), currency) or None


async def to_choose_from(office: Office, request: AnyRequest) -> dict[str, Any]:
    """The segments that a form offers, as its template wants them."""
    segments, _ = await office.look(ListSegments(), request)
    return {"segments": segments, "known_segments": [f"{_SEGMENT}{it.id}" for it in segments]}
