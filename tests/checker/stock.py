"""The stock room: never more promised than there is, and every piece accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tests.checker.reading import Fact, Offence

GREW = "what came in is on hand, put aside or gone"


SAY_NO_PIECES = frozenset({"inventory/opened-1", "inventory/threshold-set-1", "inventory/ran-low-1"})


@dataclass
class Shelf:
    """One SKU as the facts so far leave it."""

    stream: UUID
    on_hand: int = 0
    came: int = 0
    went: int = 0
    back: int = 0
    reserved: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """On hand, by place; what names none is at the first."""
    aside: dict[str, dict[str, int]] = field(default_factory=dict)
    """From where each order is served."""


def check_stock(facts: Sequence[Fact]) -> Iterator[Offence]:
    """*facts* in the order of the log."""
    shelves: dict[str, Shelf] = {}
    for fact in facts:
        if not fact.tag.startswith("inventory/") or fact.tag.startswith("inventory/location-"):
            continue
        sku = fact.said["sku"]
        shelf = shelves.setdefault(sku, Shelf(fact.stream))
        if shelf.stream != fact.stream:
            yield Offence("a SKU has one stream", f"{sku} was counted in {shelf.stream} before", fact)
        yield from _alert(shelf, fact) if fact.tag in SAY_NO_PIECES else _move(shelf, fact)
        reserved = sum(shelf.reserved.values())
        if shelf.on_hand < reserved:
            yield Offence(
                "never more promised than there is", f"{sku}: {shelf.on_hand} on hand, {reserved} promised", fact
            )
        if shelf.came != shelf.on_hand + shelf.went - shelf.back:
            words = f"{sku}: {shelf.came} came, {shelf.on_hand} there, {shelf.went} gone, {shelf.back} back"
            yield Offence(GREW, words, fact)
        if shelf.back > shelf.went:
            yield Offence("nothing comes back that never left", f"{sku}: {shelf.went} left, {shelf.back} back", fact)
        yield from _places(shelf, sku, fact)


def _places(shelf: Shelf, sku: str, fact: Fact) -> Iterator[Offence]:
    """What is true of all pieces is true at each place."""
    for place, there in shelf.places.items():
        promised = sum(places.get(place, 0) for places in shelf.aside.values())
        if not 0 <= promised <= there:
            yield Offence("no place promises more than it has", f"{sku}: {there} at {place}, {promised} promised", fact)
    if sum(shelf.places.values()) != shelf.on_hand:
        yield Offence(GREW, f"{sku}: {shelf.on_hand} on hand, {sum(shelf.places.values())} by place", fact)


def _move(shelf: Shelf, fact: Fact) -> Iterator[Offence]:
    said = fact.said
    place = said.get("location", "MAIN")
    match fact.tag:
        case "inventory/received-1":
            _correct(shelf, said["quantity"], place)
        case "inventory/adjusted-1":
            _correct(shelf, said["change"], place)
        case "inventory/returned-1":
            shelf.back += said["quantity"]
            shelf.on_hand += said["quantity"]
            _put(shelf, place, said["quantity"])
            _correct(shelf, -said["written_off"], place)
        case "inventory/counted-1" | "inventory/synced-1":
            there = shelf.places.get(place, 0)
            if said["was"] != there:
                yield Offence(GREW, f"it says {said['was']} were on hand, the facts say {there}", fact)
            _correct(shelf, said["on_hand"] - there, place)
        case "inventory/transferred-1":
            _put(shelf, said["origin"], -said["quantity"])
            _put(shelf, said["destination"], said["quantity"])
        case "inventory/reserved-1" | "inventory/released-1" | "inventory/shipped-1":
            yield from _claim(shelf, fact, said["order_id"], said["quantity"])
        case _:
            yield Offence("the checker knows every tag", "it has to learn this one", fact)


def _alert(shelf: Shelf, fact: Fact) -> Iterator[Offence]:
    free = shelf.on_hand - sum(shelf.reserved.values())
    if place := fact.said.get("location"):
        free = shelf.places.get(place, 0) - sum(places.get(place, 0) for places in shelf.aside.values())
    if fact.tag == "inventory/ran-low-1" and not free == fact.said["available"] <= fact.said["threshold"]:
        yield Offence("an alert is true", f"{free} are free, it says {fact.said['available']}", fact)


def _correct(shelf: Shelf, pieces: int, place: str) -> None:
    shelf.came += pieces
    shelf.on_hand += pieces
    _put(shelf, place, pieces)


def _put(shelf: Shelf, place: str, pieces: int) -> None:
    shelf.places[place] = shelf.places.get(place, 0) + pieces


def _claim(shelf: Shelf, fact: Fact, order: str, quantity: int) -> Iterator[Offence]:
    aside, served = shelf.reserved.pop(order, 0), shelf.aside.pop(order, {})
    places = fact.said.get("locations") or {"MAIN": quantity}
    if sum(places.values()) != quantity:
        yield Offence("places add up", f"{quantity} pieces are {sum(places.values())} by place", fact)
    if fact.tag == "inventory/reserved-1":
        shelf.reserved[order] = aside + quantity
        shelf.aside[order] = {it: served.get(it, 0) + places.get(it, 0) for it in {*served, *places}}
        if aside:
            yield Offence("an order reserves once", f"order {order} had {aside} aside", fact)
        return
    rest = {it: count - places.get(it, 0) for it, count in served.items()}
    if aside < quantity or any(count < 0 for count in rest.values()) or not places.keys() <= rest.keys():
        yield Offence("what was put aside is what goes", f"{served} were aside for order {order}", fact)
    elif aside > quantity:
        shelf.reserved[order] = aside - quantity
        shelf.aside[order] = {it: count for it, count in rest.items() if count}
    if fact.tag == "inventory/shipped-1":
        shelf.on_hand -= quantity
        shelf.went += quantity
        for place, pieces in places.items():
            _put(shelf, place, -pieces)
