"""From what people wrote down of a promotion to its terms, and back."""

from decimal import Decimal
from typing import assert_never
from uuid import UUID

from msgspec import structs

from store.application.shared.answers import Price, percent
from store.application.shared.errors import BadValue
from store.domain.pricing.audience import EVERYBODY, Audience
from store.domain.pricing.coupon_events import Limits
from store.domain.pricing.terms import (
    ALL,
    AmountOff,
    Bundle,
    BuyGet,
    Chosen,
    Effect,
    FreeShipping,
    PercentOff,
    Terms,
    Tier,
    Tiers,
)
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.entrypoints.shared.terms_shapes import ONLY_FOR, AmountForm, LimitsForm, StepForm, TermsForm

_PPM_OF_PERCENT = 10_000


def terms_of(form: TermsForm) -> Terms:
    """The terms that somebody wrote down.

    :raises BadValue: for an amount that is none in its currency, and for what its kind has no use for.
    """
    said = structs.asdict(form)
    for field in sorted(ONLY_FOR):
        if said[field] not in (None, []) and form.kind not in ONLY_FOR[field]:
            raise BadValue(field, f"that is not for {form.kind}")
    chosen = Chosen(tuple(form.products), tuple(str(id) for id in form.categories), tuple(form.brands))
    return Terms(
        effect=_effect(form), chosen=chosen, minimum=_amounts("minimum", form.minimum), first_day=form.first_day,
        last_day=form.last_day, floor=ppm_of(form.floor), priority=form.priority, alone=form.alone,
        audience=_audience(form),
    )


def limits_of(form: LimitsForm) -> Limits:
    """The limits that somebody wrote down."""
    return Limits(form.in_all, form.per_customer)


def form_of_terms(terms: Terms) -> TermsForm:
    """*terms*, to be read and changed."""
    chosen = terms.chosen
    return structs.replace(
        _said(terms.effect), products=list(chosen.products), categories=[UUID(id) for id in chosen.categories],
        brands=list(chosen.brands),
        minimum=_written(terms.minimum), first_day=terms.first_day, last_day=terms.last_day,
        floor=percentage(terms.floor) if terms.floor else None, priority=terms.priority, alone=terms.alone,
        first_order=terms.audience.first_order, segments=[UUID(id) for id in terms.audience.segments],
        channels=list(terms.audience.channels),
    )


def percentage(ppm: int) -> str:
    """Millionths as per cent: ``7.5``."""
    return percent(ppm)


def _effect(form: TermsForm) -> Effect:
    match form.kind:
        case "percent":
            return PercentOff(ppm_of(form.percent))
        case "amount":
            return AmountOff(_amounts("amounts", form.amounts))
        case "free-shipping":
            return FreeShipping()
        case "buy-get":
            return BuyGet(form.buy or 0, form.get or 0, ALL if form.percent is None else ppm_of(form.percent))
        case "tiers":
            return Tiers(tuple(Tier(step.pieces, ppm_of(step.percent)) for step in form.steps))
        case "bundle":
            return Bundle(tuple(Sku(sku) for sku in form.skus), ppm_of(form.percent))
        case _:
            assert_never(form.kind)


def _audience(form: TermsForm) -> Audience:
    it = Audience(form.first_order, tuple(str(id) for id in form.segments), tuple(sorted(set(form.channels))))
    return EVERYBODY if it == EVERYBODY else it  # and so isn't written down


def _said(effect: Effect) -> TermsForm:
    match effect:
        case PercentOff(ppm):
            return TermsForm("percent", percentage(ppm))
        case AmountOff(amounts):
            return TermsForm("amount", amounts=_written(amounts))
        case FreeShipping():
            return TermsForm("free-shipping")
        case BuyGet(buy, get, ppm):
            return TermsForm("buy-get", percentage(ppm), buy=buy, get=get)
        case Tiers(steps):
            return TermsForm("tiers", steps=[StepForm(step.pieces, percentage(step.ppm)) for step in steps])
        case Bundle(skus, ppm):
            return TermsForm("bundle", percentage(ppm), skus=list(skus))
        case _:
            assert_never(effect)


def ppm_of(percent: str | None) -> int:
    """Per cent as people write it, in millionths."""
    return int(Decimal(percent) * _PPM_OF_PERCENT) if percent else 0


def _amounts(field: str, written: list[AmountForm]) -> dict[str, int]:
    try:
        return {it.currency: Money.parse(it.amount, it.currency).minor for it in written}
    except ValueError as wrong:
        raise BadValue(field, str(wrong)) from wrong


def money_of(field: str, written: AmountForm) -> Money:
    """The amount that somebody wrote down.

    :raises BadValue: for one that is none in its currency.
    """
    return Money(_amounts(field, [written])[written.currency], written.currency)


def _written(amounts: dict[str, int]) -> list[AmountForm]:
    prices = [Price.of(Money(minor, currency)) for currency, minor in sorted(amounts.items())]
    return [AmountForm(price.amount, price.currency) for price in prices]

