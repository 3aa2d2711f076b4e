"""What staff fill in about shipping: lines of text where the API has lists."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct, structs

from store.domain.pricing.delivery import Calendar, WorkingDays
from store.domain.pricing.shipping_plan import ShippingPlan, Tariff, Way, Zone, spelled_out
from store.entrypoints.backoffice.shipping_lines import Unreadable, areas, days, number, tariffs, weights
from store.entrypoints.shared.amounts import typed_amounts

Some = TypeVar("Some", Zone, Way)


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
    """Each with its tariffs, one a line, the shop's *currency* first."""
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
            zone = Zone(id, typed.get("name", "").strip(), tuple(areas(typed.get("areas", ""))))
            return structs.replace(plan, zones=_put(plan.zones, zone))
        case "way":
            way = Way(id, typed.get("name", "").strip(), WorkingDays(
                number(typed, "least"), number(typed, "most"),
            ), tuple(tariffs(typed.get("tariffs", ""), currency)))
            return structs.replace(plan, ways=_put(plan.ways, way))
        case "drop-zone":
            return structs.replace(plan, zones=tuple(it for it in plan.zones if it.id != id), ways=tuple(
                structs.replace(it, tariffs=tuple(t for t in it.tariffs if t.zone != id)) for it in plan.ways
            ))
        case "drop-way":
            return structs.replace(plan, ways=tuple(it for it in plan.ways if it.id != id))
        case "calendar":
            closed = tuple(sorted(set(days(typed.get("holidays", "")))))
            return structs.replace(
                plan, calendar=Calendar(number(typed, "cutoff"), closed), piece=number(typed, "piece"),
                grams=dict(weights(typed.get("grams", ""))),
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


def _line(it: Tariff, currency: str) -> str:
    parts = [_in(it.prices, currency)]
    parts += [f"up to {it.up_to} g"] if it.up_to is not None else []
    parts += [f"free from {_in(it.free_from, currency)}"] if it.free_from else []
    parts += [f"{it.days.least}-{it.days.most} days"] if it.days else []
    return f"{it.zone}: {', '.join(parts)}"


def _in(amounts: Mapping[str, int], currency: str) -> str:
    return typed_amounts(spelled_out(amounts, currency), currency)
