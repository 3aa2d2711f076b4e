"""Credit: an order takes what it says, once; what of it becomes credit is granted; nobody spends what isn't there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.checker.reading import Fact, Offence

CREDIT = "credit is spent once, and comes back where it came from"
_MOVES = {
    "credit/granted-1": 1, "credit/released-1": 1, "credit/claimed-1": -1, "credit/taken-back-1": -1,
    "credit/paid-out-1": -1,
}
_OWES = ("ordering/pieces-cancelled-1", "ordering/cancelled-1", "ordering/pieces-returned-1")


def check_balances(facts: Sequence[Fact]) -> Iterator[Offence]:
    """Fact by fact, no credit is ever less than nothing."""
    left: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact.tag in _MOVES:
            left[str(fact.stream)] += _MOVES[fact.tag] * fact.said["amount"]["minor"]
            if left[str(fact.stream)] < 0:
                yield Offence(CREDIT, f"{-left[str(fact.stream)]} more were taken than there were", fact)


def asked_of(said: Mapping[str, dict[str, int]]) -> int:
    """What of an order, as it was placed, credit pays."""
    credit: dict[str, int] = said.get("credit") or {"minor": 0}
    return credit["minor"]


def to_credit(fact: Fact) -> int:
    """What of what is owed with *fact* becomes credit."""
    share = fact.said.get("share") or {}
    minor: int = (share.get("to_credit") or {"minor": 0})["minor"]
    return minor


def check_credit(placed: Fact, facts: Mapping[str, list[Fact]]) -> Iterator[Offence]:
    """What one order claimed, spent, let go, and became."""
    asked = asked_of(placed.said)
    confirmed = next(iter(facts.get("ordering/confirmed-1", [])), None)
    unpaid = next((it for it in facts.get("ordering/cancelled-1", []) if not it.said.get("share")), None)
    for tag, whole in (
        ("credit/claimed-1", placed), ("credit/spent-1", confirmed), ("credit/released-1", unpaid),
    ):
        its = [(it.transaction, it.said["amount"]["minor"]) for it in facts.get(tag, [])]
        if its != ([(whole.transaction, asked)] if whole and asked else []):
            yield Offence(CREDIT, f"{asked} should be there once as {tag}", max(
                [*facts.get(tag, []), whole or placed], key=lambda it: it.position,
            ))
    granted: dict[int, int] = defaultdict(int)
    for fact in facts.get("credit/granted-1", []):
        granted[fact.transaction] += fact.said["amount"]["minor"]
    for fact in (it for tag in _OWES for it in facts.get(tag, [])):
        if granted.pop(fact.transaction, 0) != to_credit(fact):
            yield Offence(CREDIT, f"{to_credit(fact)} of it should have become credit", fact)
    for fact in facts.get("credit/granted-1", []):
        if granted.get(fact.transaction):
            yield Offence(CREDIT, "granted for an order of which nothing came back", fact)
