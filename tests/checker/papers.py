"""Invoices and credit notes: numbers without gaps, one invoice for each order that was paid for, to its cent."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from tests.checker.reading import Fact, Offence

PROMISE = "papers"
WRITTEN = ("invoicing/invoice-issued-1", "invoicing/credit-note-issued-1")


def check_papers(facts: Sequence[Fact]) -> Iterator[Offence]:
    """What may never be, also while some papers are still to be written."""
    last = Counter[str]()
    written: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.tag in WRITTEN:
            written[fact.transaction].append(fact)
    for fact in facts:
        if fact.tag == "invoicing/number-given-1":
            last[fact.said["series"]] += 1
            if fact.said["counter"] != last[fact.said["series"]]:
                yield Offence(PROMISE, f"number {last[fact.said['series']]} of its series should be next", fact)
            if [it.said["number"] for it in written[fact.transaction]].count(fact.said["number"]) != 1:
                yield Offence(PROMISE, "a number was given, and no paper written with it", fact)
    numbers = Counter(fact.said["number"] for papers in written.values() for fact in papers)
    for fact in (fact for papers in written.values() for fact in papers if numbers[fact.said["number"]] > 1):
        yield Offence(PROMISE, "two papers have one number", fact)
    yield from _to_the_cent(facts)


def unwritten(facts: Sequence[Fact]) -> Iterator[Offence]:
    """What was paid for and has no invoice yet, and what is owed back without a credit note."""
    there = {(fact.said["order_id"], fact.said["cause"]) for fact in facts if fact.tag in WRITTEN}
    paid = {fact.stream for fact in facts if fact.tag == "ordering/confirmed-1"}
    for fact in facts:
        calls = fact.tag == "ordering/confirmed-1" or (fact.stream in paid and _owed_back(fact))
        if calls and (str(fact.stream), fact.version) not in there:
            yield Offence(PROMISE, "it calls for a paper, and none is written", fact)


def _to_the_cent(facts: Sequence[Fact]) -> Iterator[Offence]:
    totals: dict[str, dict[str, Any]] = {}
    left: dict[str, int] = {}
    paid = set[str]()
    for fact in facts:
        match fact.tag:
            case "ordering/placed-1":
                totals[str(fact.stream)] = fact.said["totals"]["total"]
            case "ordering/confirmed-1":
                paid.add(str(fact.stream))
            case "invoicing/invoice-issued-1":
                order, total = fact.said["order_id"], fact.said["sale"]["total"]
                if order in left:
                    yield Offence(PROMISE, "an order has two invoices", fact)
                if order not in paid or total != totals[order]:
                    yield Offence(PROMISE, "the invoice is not about what was paid", fact)
                left[order] = total["minor"]
            case "invoicing/credit-note-issued-1":
                yield from _credited(fact, left)


def _credited(fact: Fact, left: dict[str, int]) -> Iterator[Offence]:
    order = fact.said["order_id"]
    left[order] = left.get(order, 0) - fact.said["credit"]["total"]["minor"]
    if left[order] < 0:
        yield Offence(PROMISE, "more is credited than was invoiced", fact)


def _owed_back(fact: Fact) -> bool:
    share = fact.said.get("share") if fact.tag.startswith("ordering/") else None
    return bool(share and share["goods"]["minor"] + share["shipping"]["minor"])
