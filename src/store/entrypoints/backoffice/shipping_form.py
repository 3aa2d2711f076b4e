"""What staff fill in about shipping: lines of text where the API has lists."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar

from msgspec import Struct, structs

from store.domain.pricing.delivery import Calendar, WorkingDays
from store.domain.pricing.shipping_plan import Area, ShippingPlan, Tariff, Way, Zone, spelled_out
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

Some = TypeVar("Some", Zone, Way)
_LONGEST: Final = 40_000
_TARIFF: Final = (
    "One tariff a line: the zone, a colon, the price; then, if you like, up to 2000 g, free from 60.00, 3-6 days."
)
_PART: Final = re.compile(
    r"(?:up to (?P<grams>[0-9]{1,7}) ?g|free from (?P<free>[0-9.]{1,16})|"
    r"(?P<least>[0-9]{1,3})(?: ?- ?(?P<most>[0-9]{1,3}))? days?)"
)


class Unreadable(ValueError):
    """Says in a sentence what can't be read, and in which field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class Shown(Struct, frozen=True):
    """A way or a zone as it is filled in."""

    id: str
    name: str
    text: str
    least: int = 0
    most: int = 0


def zones(plan: ShippingPlan) -> list[Shown]:
    """Each with its areas, one a line."""
    return [
        Shown(it.id, it.name, "\n".join(f"{at.country} {at.postal}".strip() for at in it.areas)) for it in plan.zones
    ]


def ways(plan: ShippingPlan, currency: str) -> list[Shown]:
    """Each with its tariffs in the shop's *currency*, one a line."""
    return [
        Shown(it.id, it.name, "\n".join(_line(t, currency) for t in it.tariffs), it.days.least, it.days.most)
        for it in plan.ways
    ]


def changed(plan: ShippingPlan, typed: Mapping[str, str], currency: str) -> ShippingPlan:
    """*plan* with what was typed in one of the forms.

    :raises Unreadable: for what can't be read.
    """
    id = typed.get("id", "").strip()
    match typed.get("act"):
        case "zone":
            zone = Zone(id, typed.get("name", "").strip(), tuple(_areas(typed.get("areas", ""))))
            return structs.replace(plan, zones=_put(plan.zones, zone))
        case "way":
            way = Way(id, typed.get("name", "").strip(), WorkingDays(
                _number(typed, "least"), _number(typed, "most"),
            ), tuple(_tariffs(typed.get("tariffs", ""), currency)))
            return structs.replace(plan, ways=_put(plan.ways, way))
        case "drop-zone":
            return structs.replace(plan, zones=tuple(it for it in plan.zones if it.id != id), ways=tuple(
                structs.replace(it, tariffs=tuple(t for t in it.tariffs if t.zone != id)) for it in plan.ways
            ))
        case "drop-way":
            return structs.replace(plan, ways=tuple(it for it in plan.ways if it.id != id))
        case "calendar":
            days = tuple(sorted(set(_days(typed.get("holidays", "")))))
            return structs.replace(
                plan, calendar=Calendar(_number(typed, "cutoff"), days), piece=_number(typed, "piece"),
                grams=dict(_weights(typed.get("grams", ""))),
            )
        case _:
            raise Unreadable("act", "Choose what to change.")


def _put(them: tuple[Some, ...], it: Some) -> tuple[Some, ...]:
    """In place of the one with its id, or as the last."""
    known, found = [one.id for one in them], list(them)
    if it.id in known:
        found[known.index(it.id)] = it
    else:
        found.append(it)
    return tuple(found)


def _areas(text: str) -> list[Area]:
    found = []
    for line in _lines(text):
        country, _, postal = line.partition(" ")
        found.append(Area(country.upper(), postal.strip().upper()))
    return found


def _tariffs(text: str, currency: str) -> list[Tariff]:
    found = []
    for line in _lines(text):
        zone, colon, rest = line.partition(":")
        price, *parts = (part.strip() for part in rest.split(","))
        tariff = Tariff(zone.strip(), {currency: _money(price, currency)})
        for part in parts:
            tariff = _told(tariff, part, currency)
        if not colon:
            raise Unreadable("tariffs", _TARIFF)
        found.append(tariff)
    return found


def _told(tariff: Tariff, part: str, currency: str) -> Tariff:
    it = _PART.fullmatch(part)
    if it is None:
        raise Unreadable("tariffs", _TARIFF)
    if it["grams"]:
        return structs.replace(tariff, up_to=int(it["grams"]))
    if it["free"]:
        return structs.replace(tariff, free_from={currency: _money(it["free"], currency)})
    return structs.replace(tariff, days=WorkingDays(int(it["least"]), int(it["most"] or it["least"])))


def _money(text: str, currency: str) -> int:
    try:
        return Money.parse(text, currency).minor
    except ValueError:
        raise Unreadable("tariffs", _TARIFF) from None


def _days(text: str) -> list[date]:
    try:
        return [date.fromisoformat(line) for line in _lines(text)]
    except ValueError:
        raise Unreadable("holidays", "One day a line, such as 2026-12-25.") from None


def _weights(text: str) -> list[tuple[Sku, int]]:
    found = []
    for line in _lines(text):
        sku, _, grams = line.rpartition(":")
        if not (grams.strip().isascii() and grams.strip().isdecimal()):
            raise Unreadable("grams", "One article a line, a colon, and its grams. HARBOUR-MUG: 350")
        found.append((Sku(sku.strip()), int(grams.strip()[:9])))
    return found


def _number(typed: Mapping[str, str], field: str) -> int:
    text = typed.get(field, "").strip()
    if not (text.isascii() and text.isdecimal()):
        raise Unreadable(field, "A whole number, please.")
    return int(text[:9])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()]


def _line(it: Tariff, currency: str) -> str:
    parts = [_in(it.prices, currency)]
    parts += [f"up to {it.up_to} g"] if it.up_to is not None else []
    parts += [f"free from {_in(it.free_from, currency)}"] if it.free_from else []
    parts += [f"{it.days.least}-{it.days.most} days"] if it.days else []
    return f"{it.zone}: {', '.join(parts)}"


def _in(amounts: Mapping[str, int], currency: str) -> str:
    return next((it.amount for it in spelled_out(amounts, currency) if it.currency == currency), "?")
