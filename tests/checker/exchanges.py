"""Exchanges: what is wanted is kept with the wish, and free or sent with its end; and sent once at most. What sending
cost doesn't go back where something was exchanged before, as that is with its shopper.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.checker.reading import Fact, Offence

EXCHANGE = "what is wanted in exchange is kept, and then sent or free"
_ENDS = (
    "returns/refused-1", "returns/withdrawn-1", "returns/exchange-lapsed-1", "returns/inspected-1",
)


def check_exchanges(facts: Sequence[Fact]) -> Iterator[Offence]:
    """*facts* in the order of the log."""
    kept: dict[str, dict[str, int]] = defaultdict(dict)
    moved: dict[int, list[Fact]] = defaultdict(list)
    orders = (fact for fact in facts if fact.tag == "ordering/placed-1")
    placed = {fact.said["number"]: fact for fact in orders if "replaces" in fact.said}
    for fact in facts:
        if fact.tag.startswith("inventory/") and fact.said.get("exchange"):
            moved[fact.transaction].append(fact)
    for fact in facts:
        if fact.tag == "returns/requested-1":
            wanted = {it["instead"]["sku"]: it["quantity"] for it in fact.said["lines"] if "instead" in it}
            yield from _as_much(fact, moved, wanted, "inventory/reserved-1")
            kept[str(fact.stream)] = wanted
        elif fact.tag in _ENDS:
            yield from _as_much(fact, moved, kept.pop(str(fact.stream), {}), "inventory/released-1")
            yield from _sent(fact, placed)
    yield from _back(facts)
    for fact in (fact for its in moved.values() for fact in its):
        yield Offence(EXCHANGE, "kept or let go, and no return says so", fact)
    for fact in placed.values():
        yield Offence(EXCHANGE, "it replaces something, and no return says so", fact)


def _as_much(
    fact: Fact, moved: dict[int, list[Fact]], wanted: Mapping[str, int], tag: str
) -> Iterator[Offence]:
    """Whether so much was kept, or let go, in the transaction of *fact*."""
    there: dict[str, int] = defaultdict(int)
    its = [it for it in moved[fact.transaction] if it.said["order_id"] == str(fact.stream) and it.tag == tag]
    for it in its:
        there[it.said["sku"]] += it.said["quantity"]
    moved[fact.transaction] = [it for it in moved[fact.transaction] if it not in its]
    if dict(there) != dict(wanted):
        yield Offence(EXCHANGE, f"{dict(wanted)} should be there with it as {tag}, and {dict(there)} is", fact)


def _back(facts: Sequence[Fact]) -> Iterator[Offence]:
    """Whether what is sent is as much as what it is sent for, and sending stays paid from the first exchange on.

    By return, as several may be inspected in one transaction.
    """
    sent = {
        fact.said["replaces"]["return_id"]: sum(line["quantity"] for line in fact.said["lines"])
        for fact in facts if fact.tag == "ordering/placed-1" and "replaces" in fact.said
    }
    before = set[str]()
    for fact in facts:
        if fact.tag != "ordering/pieces-returned-1":
            continue
        replaced = sum(fact.said.get("replaced", {}).values())
        if replaced != sent.get(fact.said["return_id"], 0):
            yield Offence(EXCHANGE, f"{replaced} pieces are replaced by another number", fact)
        if str(fact.stream) in before and fact.said["share"]["shipping"]["minor"]:
            yield Offence(EXCHANGE, "what sending cost goes back, and some of it was exchanged before", fact)
        if replaced:
            before.add(str(fact.stream))


def _sent(fact: Fact, placed: dict[str, Fact]) -> Iterator[Offence]:
    """Whether the order that is sent for it was placed with it, and for this return."""
    number = fact.said.get("replaced_by")
    if number is None:
        return
    order = placed.pop(number, None)
    of = order.said["replaces"]["return_id"] if order else ""
    if order is None or order.transaction != fact.transaction or of != str(fact.stream):
        yield Offence(EXCHANGE, f"order {number} was not placed with it", fact)
