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


def check_stock(facts: Sequence[Fact]) -> Iterator[Offence]:
    """*facts* in the order of the log."""
    shelves: dict[str, Shelf] = {}
    for fact in facts:
        if not fact.tag.startswith("inventory/"):
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


def _move(shelf: Shelf, fact: Fact) -> Iterator[Offence]:
    said = fact.said
    match fact.tag:
        case "inventory/received-1":
            _correct(shelf, said["quantity"])
        case "inventory/adjusted-1":
            _correct(shelf, said["change"])
        case "inventory/returned-1":
            shelf.back += said["quantity"]
            shelf.on_hand += said["quantity"]
            _correct(shelf, -said["written_off"])
        case "inventory/counted-1" | "inventory/synced-1":
            if said["was"] != shelf.on_hand:
                yield Offence(GREW, f"it says {said['was']} were on hand, the facts say {shelf.on_hand}", fact)
            _correct(shelf, said["on_hand"] - shelf.on_hand)
        case "inventory/reserved-1" | "inventory/released-1" | "inventory/shipped-1":
            yield from _claim(shelf, fact, said["order_id"], said["quantity"])
        case _:
            yield Offence("the checker knows every tag", "it has to learn this one", fact)


def _alert(shelf: Shelf, fact: Fact) -> Iterator[Offence]:
    free = shelf.on_hand - sum(shelf.reserved.values())
    if fact.tag == "inventory/ran-low-1" and not free == fact.said["available"] <= fact.said["threshold"]:
        yield Offence("an alert is true", f"{free} are free, it says {fact.said['available']}", fact)


def _correct(shelf: Shelf, pieces: int) -> None:
    shelf.came += pieces
    shelf.on_hand += pieces


def _claim(shelf: Shelf, fact: Fact, order: str, quantity: int) -> Iterator[Offence]:
    aside = shelf.reserved.pop(order, 0)
    if fact.tag == "inventory/reserved-1":
        shelf.reserved[order] = aside + quantity
        if aside:
            yield Offence("an order reserves once", f"order {order} had {aside} aside", fact)
        return
    if aside != quantity:
        yield Offence("what was put aside is what goes", f"{aside} were aside for order {order}", fact)
    if fact.tag == "inventory/shipped-1":
        shelf.on_hand -= quantity
        shelf.went += quantity
