"""From what people wrote down of a segment to its rule, and back."""

from typing import Annotated, Literal, assert_never

from msgspec import Meta, Struct

from store.application.shared.answers import Price
from store.application.shared.errors import BadValue
from store.domain.pricing.segment_events import Listed, OrdersFrom, SegmentRule, SpentFrom
from store.domain.shared.money import Money
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.terms_forms import money_of
from store.entrypoints.shared.terms_shapes import AmountForm

SegmentName = Annotated[str, Meta(min_length=1, max_length=120, pattern=VISIBLE, examples=["Regulars"])]
SegmentKind = Literal["listed", "orders", "spent"]


class RuleForm(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom it means: `listed` are accounts that staff list; `orders` whoever has so many or more that weren't
    cancelled; `spent` whoever spent one of these amounts or more on such orders, one for each currency.
    """

    kind: Annotated[SegmentKind, Meta(examples=["orders"])]
    orders: Annotated[int, Meta(ge=1, le=10_000_000, examples=[5])] | None = None
    spent: Annotated[list[AmountForm], Meta(max_length=50)] = []


def rule_of(form: RuleForm) -> SegmentRule:
    """The rule that somebody wrote down.

    :raises BadValue: for an amount that is none in its currency, and for what its kind has no use for, or lacks.
    """
    if (form.orders is not None) is not (form.kind == "orders"):
        raise BadValue("orders", "a number of orders is for the kind orders, and for no other")
    if bool(form.spent) is not (form.kind == "spent"):
        raise BadValue("spent", "amounts are for the kind spent, and for no other")
    match form.kind:
        case "listed":
            return Listed()
        case "orders":
            return OrdersFrom(form.orders or 0)
        case "spent":
            return SpentFrom({it.currency: money_of("spent", it).minor for it in form.spent})
        case _:
            assert_never(form.kind)


def form_of_rule(rule: SegmentRule) -> RuleForm:
    """*rule*, to be read and changed."""
    match rule:
        case Listed():
            return RuleForm("listed")
        case OrdersFrom(orders):
            return RuleForm("orders", orders)
        case SpentFrom(amounts):
            prices = [Price.of(Money(minor, currency)) for currency, minor in sorted(amounts.items())]
            return RuleForm("spent", spent=[AmountForm(price.amount, price.currency) for price in prices])
        case _:
            assert_never(rule)


def whom(rule: SegmentRule) -> str:
    """Whom it means, on one line."""
    match rule:
        case Listed():
            return "A list that you keep"
        case OrdersFrom(orders):
            return f"{orders} orders or more"
        case SpentFrom(amounts):
            return " or ".join(f"{Money(minor, currency)} spent" for currency, minor in sorted(amounts.items()))
        case _:
            assert_never(rule)
