"""The form of a segment, as staff fill it in."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, ValidationError, convert

from store.application.pricing.segments import SegmentView
from store.application.shared.errors import BadValue
from store.domain.pricing.segment_events import SegmentRule
from store.domain.shared.money import Money
from store.entrypoints.shared.amounts import NoAmounts, amounts_in, such_as, typed_amounts
from store.entrypoints.shared.forms import filled
from store.entrypoints.shared.segment_forms import RuleForm, SegmentName, form_of_rule, rule_of

SEGMENT_KINDS: Final = (
    ("listed", "A list that you keep"), ("orders", "Whoever ordered so often"), ("spent", "Whoever spent so much"),
)
_WORDS: Final = {"name": "Say in 1 to 120 characters what you call these customers."}
_WRONG: Final = {
    "orders": "A whole number from 1, for whoever ordered so often.", "kind": "Choose whom it means.",
}


class NameForm(Struct, frozen=True):
    """What is asked beside the rule."""

    name: SegmentName


class Meant(Struct, frozen=True):
    """What somebody filled in."""

    name: str
    rule: SegmentRule


def meant(typed: Mapping[str, str], currency: str) -> tuple[Meant | None, dict[str, str]]:
    """What was *typed*, or what is wrong with it, field by field. What is not for its kind is left aside."""
    form, errors = filled(NameForm, typed, _WORDS)
    kind, spent = typed.get("kind", ""), typed.get("spent", "").strip()
    raw: dict[str, object] = {"kind": kind}
    if kind == "orders":
        raw["orders"] = typed.get("orders", "").strip()
    words = _WRONG | {"spent": f"An amount such as {such_as(500, currency)}, for whoever spent so much."}
    if kind == "spent":
        try:
            raw["spent"] = [{"amount": it.amount, "currency": it.currency} for it in amounts_in(spent, currency)]
        except NoAmounts as wrong:
            errors["spent"] = wrong.words or words["spent"]
    try:
        rule = rule_of(convert(raw, RuleForm, strict=False)) if not errors.get("spent") else None
    except (ValidationError, BadValue):
        errors[kind if kind in words else "kind"] = words.get(kind, words["kind"])
        rule = None
    return (None, errors) if form is None or rule is None or errors else (Meant(form.name, rule), {})


def typed_of_segment(it: SegmentView, currency: str) -> dict[str, str]:
    """The same, as it would have been typed in a shop of that *currency*."""
    said = form_of_rule(it.rule)
    typed = {"name": it.name, "kind": said.kind}
    if said.orders is not None:
        typed["orders"] = str(said.orders)
    if said.spent:
        typed["spent"] = typed_amounts((Money.parse(one.amount, one.currency) for one in said.spent), currency)
    return typed
