"""Shipping: how parcels can be sent, as staff say it. One stream, read with every cart."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from store.domain.pricing.shipping_events import ShippingEvent, ShippingPlanned
from store.domain.pricing.shipping_plan import ANY_CURRENCY, ShippingPlan, Tariff, Way, Zone
from store.domain.pricing.tax_errors import PlanUnsound
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.currency_codes import CODES

MOST_ZONES: Final = 50
MOST_AREAS: Final = 500
MOST_WAYS: Final = 6
"""The checkout has room for so many."""
MOST_TARIFFS: Final = 200
MOST_WEIGHED: Final = 2000
MOST_HOLIDAYS: Final = 200
MOST_GRAMS: Final = 1_000_000
MOST_DAYS: Final = 120
LAST_HOUR: Final = 24
LONGEST_NAME: Final = 80
MOST_MONEY: Final = 10**10
_ID: Final = re.compile("[a-z0-9][a-z0-9-]{0,39}")
_COUNTRY: Final = re.compile("[A-Z]{2}")
_POSTAL: Final = re.compile("[A-Za-z0-9 -]{0,10}")


class Shipping(Aggregate[ShippingEvent]):
    kind = "shipping"
    kept = True

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.plan: ShippingPlan | None = None
        """Nothing while nobody said anything: then parcels are sent as shops do that said nothing."""

    def arrange(self, plan: ShippingPlan, *, at: datetime) -> None:
        """Have parcels sent by *plan* from now on. The same again is no fact.

        :raises PlanUnsound: if it makes no sense, with the first fault there is.
        """
        for field, what in _faults(plan):
            raise PlanUnsound(field, what)
        if plan != self.plan:
            self._record(ShippingPlanned(at=at, plan=plan))

    def _evolve(self, event: ShippingEvent) -> None:
        match event:
            case ShippingPlanned(plan=plan):
                self.plan = plan
            case _:
                assert_never(event)


def _faults(plan: ShippingPlan) -> Iterator[tuple[str, str]]:
    zones = [zone.id for zone in plan.zones]
    if not 1 <= len(zones) <= MOST_ZONES or len(set(zones)) < len(zones):
        yield "zones", f"Say 1 to {MOST_ZONES} zones, each under a name of its own."
    if sum(not zone.areas for zone in plan.zones) > 1:
        yield "zones", "Only one zone can be the rest of the world: name the countries of the others."
    if len(plan.ways) > MOST_WAYS or len({way.id for way in plan.ways}) < len(plan.ways):
        yield "ways", f"At most {MOST_WAYS} ways, each under a name of its own."
    for zone in plan.zones:
        yield from _faults_of_zone(zone)
    for way in plan.ways:
        yield from _faults_of_way(way, zones)
    yield from _faults_beside(plan)


def _faults_beside(plan: ShippingPlan) -> Iterator[tuple[str, str]]:
    if not 0 <= plan.calendar.cutoff <= LAST_HOUR:
        yield "cutoff", f"Say an hour from 0 to {LAST_HOUR}."
    if len(plan.calendar.holidays) > MOST_HOLIDAYS:
        yield "holidays", f"Say at most {MOST_HOLIDAYS} holidays."
    if not all(0 <= grams <= MOST_GRAMS for grams in (plan.piece, *plan.grams.values())):
        yield "piece", f"A piece weighs 0 to {MOST_GRAMS:,} grams."
    if len(plan.grams) > MOST_WEIGHED:
        yield "grams", f"At most {MOST_WEIGHED:,} articles can have a weight of their own."


def _faults_of_zone(zone: Zone) -> Iterator[tuple[str, str]]:
    yield from _faults_of_name(zone.id, zone.name)
    if len(zone.areas) > MOST_AREAS or not all(
        _COUNTRY.fullmatch(area.country) and _POSTAL.fullmatch(area.postal) for area in zone.areas
    ):
        yield "areas", "A country is two capital letters, such as DE, or with the beginning of a postal code: DE 10."


def _faults_of_way(way: Way, zones: list[str]) -> Iterator[tuple[str, str]]:
    yield from _faults_of_name(way.id, way.name)
    for days in (way.days, *(tariff.days for tariff in way.tariffs if tariff.days)):
        if not 0 <= days.least <= days.most <= MOST_DAYS:
            yield "days", f"Say from how many to how many working days it takes, {MOST_DAYS} at most."
    if len(way.tariffs) > MOST_TARIFFS or any(tariff.zone not in zones for tariff in way.tariffs):
        yield "tariffs", "A tariff is for a zone that there is."
    if len({(tariff.zone, tariff.up_to) for tariff in way.tariffs}) < len(way.tariffs):
        yield "tariffs", "Of one zone, say each weight once."
    for tariff in way.tariffs:
        if not _are_amounts(tariff):
            yield "tariffs", "A price is an amount, nothing or more, in a currency of three letters."
        if tariff.up_to is not None and not 1 <= tariff.up_to <= MOST_GRAMS:
            yield "tariffs", f"A weight is 1 to {MOST_GRAMS:,} grams, or nothing where there is no limit."


def _faults_of_name(id: str, name: str) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(id):
        yield "id", "An id is 1 to 40 small letters, digits and hyphens."
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        yield "name", f"Say in 1 to {LONGEST_NAME} letters what people are to read."


def _are_amounts(tariff: Tariff) -> bool:
    return bool(tariff.prices) and all(
        (currency == ANY_CURRENCY or currency in CODES) and 0 <= minor <= MOST_MONEY
        for amounts in (tariff.prices, tariff.free_from) for currency, minor in amounts.items()
    )
