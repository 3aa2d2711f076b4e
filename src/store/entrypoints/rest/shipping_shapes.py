"""What is sent and answered about how parcels are sent."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from store.application.pricing.shipping import PlanView
from store.application.shared.answers import Price
from store.application.shared.errors import BadValue
from store.domain.pricing.delivery import Calendar, WorkingDays
from store.domain.pricing.shipping_plan import Area, ShippingPlan, Tariff, Way, Zone, spelled_out
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.entrypoints.rest.coupons import Reason
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.terms_shapes import AmountForm

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=VISIBLE, examples=["Standard"])]
Id = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$", examples=["standard"])]
Grams = Annotated[int, Meta(ge=0, le=1_000_000, examples=[500])]
Amounts = Annotated[list[AmountForm], Meta(max_length=50)]


class DaysForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many working days it takes, at least and at most."""

    least: Annotated[int, Meta(ge=0, le=120, examples=[2])]
    most: Annotated[int, Meta(ge=0, le=120, examples=[4])]


class AreaForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A country, or the part of it whose postal codes begin so."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["DE"])]
    postal: Annotated[str, Meta(pattern="^[A-Za-z0-9 -]{0,10}$")] = ""


class ZoneForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Areas that cost alike. One without areas is the rest of the world."""

    id: Id
    name: Name
    areas: Annotated[list[AreaForm], Meta(max_length=500)] = []


class TariffForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What sending costs to a zone, up to a weight if there is one. `free_from` is the value of goods from which it
    costs nothing; `days` differ from those of the way where they are given.
    """

    zone: Id
    prices: Annotated[list[AmountForm], Meta(min_length=1, max_length=50)]
    up_to_grams: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    free_from: Amounts = []
    days: DaysForm | None = None


class WayForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A way to send a parcel: it goes to the zones that it has a tariff for."""

    id: Id
    name: Name
    days: DaysForm
    tariffs: Annotated[list[TariffForm], Meta(max_length=200)] = []


class PlanForm(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, said anew. What is bought before the hour of `cutoff` in the shop's time zone leaves on the same day,
    if that is a working day and no holiday. A piece weighs `piece_grams` where `grams` doesn't say otherwise by SKU.
    """

    zones: Annotated[list[ZoneForm], Meta(min_length=1, max_length=50)]
    ways: Annotated[list[WayForm], Meta(max_length=6)]
    cutoff: Annotated[int, Meta(ge=0, le=24)] = 14
    holidays: Annotated[list[date], Meta(max_length=200)] = []
    piece_grams: Grams = 500
    grams: dict[Annotated[str, Meta(min_length=1, max_length=64)], Grams] = {}
    reason: Reason | None = None


def plan_of(form: PlanForm) -> ShippingPlan:
    """The plan that somebody wrote down.

    :raises BadValue: for an amount that is none in its currency.
    """
    return ShippingPlan(
        tuple(Zone(it.id, _tidy(it.name), tuple(Area(at.country, at.postal) for at in it.areas)) for it in form.zones),
        tuple(
            Way(it.id, _tidy(it.name), WorkingDays(it.days.least, it.days.most), tuple(map(_tariff, it.tariffs)))
            for it in form.ways
        ),
        Calendar(form.cutoff, tuple(sorted(set(form.holidays)))), form.piece_grams,
        {Sku(sku): grams for sku, grams in form.grams.items()},
    )


def shown(view: PlanView, currency: str) -> PlanForm:
    """A plan, to be read and changed. Prices for any currency are said in the shop's *currency*."""
    plan = view.plan
    return PlanForm(
        [ZoneForm(it.id, it.name, [AreaForm(at.country, at.postal) for at in it.areas]) for it in plan.zones],
        [
            WayForm(it.id, it.name, DaysForm(it.days.least, it.days.most), [_shown(t, currency) for t in it.tariffs])
            for it in plan.ways
        ],
        plan.calendar.cutoff, list(plan.calendar.holidays), plan.piece,
        {str(sku): grams for sku, grams in plan.grams.items()},
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _tariff(form: TariffForm) -> Tariff:
    days = WorkingDays(form.days.least, form.days.most) if form.days else None
    return Tariff(form.zone, _amounts(form.prices), form.up_to_grams, _amounts(form.free_from), days)


def _amounts(forms: list[AmountForm]) -> dict[str, int]:
    found: dict[str, int] = {}
    for it in forms:
        try:
            found[it.currency] = Money.parse(it.amount, it.currency).minor
        except ValueError:
            raise BadValue("prices", f"no amount in {it.currency}") from None
    return found


def _shown(it: Tariff, currency: str) -> TariffForm:
    days = DaysForm(it.days.least, it.days.most) if it.days else None
    return TariffForm(it.zone, _said(it.prices, currency), it.up_to, _said(it.free_from, currency), days)


def _said(amounts: dict[str, int], currency: str) -> list[AmountForm]:
    told = [Price.of(money) for money in spelled_out(amounts, currency)]
    return [AmountForm(it.amount, it.currency) for it in told]
