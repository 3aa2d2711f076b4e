"""The form of a segment, as staff fill it in."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, ValidationError, convert

from store.application.pricing.segments import SegmentView
from store.application.shared.errors import BadValue
from store.domain.pricing.segment_events import SegmentRule
from store.entrypoints.shared.forms import filled
from store.entrypoints.shared.segment_forms import RuleForm, SegmentName, form_of_rule, rule_of

SEGMENT_KINDS: Final = (
    ("listed", "A list that you keep"), ("orders", "Whoever ordered so often"), ("spent", "Whoever spent so much"),
)
_AMOUNT: Final = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,3})?")
_WORDS: Final = {"name": "Say in 1 to 120 characters what you call these customers."}
_WRONG: Final = {
    "orders": "A whole number from 1, for whoever ordered so often.", "kind": "Choose whom it means.",
    "spent": "An amount such as 500.00, for whoever spent so much.",
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
    if kind == "spent":
        if not _AMOUNT.fullmatch(spent):
            errors["spent"] = _WRONG["spent"]
        raw["spent"] = [{"amount": spent, "currency": currency}] if spent else []
    try:
        rule = rule_of(convert(raw, RuleForm, strict=False)) if not errors.get("spent") else None
    except (ValidationError, BadValue):
        errors[kind if kind in _WRONG else "kind"] = _WRONG.get(kind, _WRONG["kind"])
        rule = None
    return (None, errors) if form is None or rule is None or errors else (Meant(form.name, rule), {})


def typed_of_segment(it: SegmentView) -> dict[str, str]:
    """The same, as it would have been typed."""
    said = form_of_rule(it.rule)
    typed = {"name": it.name, "kind": said.kind}
    if said.orders is not None:
        typed["orders"] = str(said.orders)
    if said.spent:
        typed["spent"] = said.spent[0].amount
    return typed
