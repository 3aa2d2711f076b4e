"""What goes back: pieces into the stock and money to whoever paid, with each cancellation of what was paid for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from tests.checker.credit import to_credit
from tests.checker.reading import Charge, Fact, Offence

BACK = "what is cancelled goes back, once"
SAME = "the shop's books are the gateway's"
OWES = ("ordering/pieces-cancelled-1", "ordering/cancelled-1", "ordering/pieces-returned-1")
PAID_OUT = "credit/paid-out-1"
"""What was sent for some of it came to nothing, or came back: its worth goes back here."""
DECIDED = "nothing stays half done"


def freed(placed: Fact, facts: Mapping[str, list[Fact]]) -> list[tuple[Fact, dict[str, int]]]:
    """Each cancellation, and the pieces that are free with it."""
    left = {line["sku"]: line["quantity"] for line in placed.said["lines"]}
    found = []
    both = [*facts.get("ordering/pieces-cancelled-1", []), *facts.get("ordering/cancelled-1", [])]
    for fact in sorted(both, key=lambda it: it.position):
        gone = fact.said.get("pieces") or {sku: count for sku, count in left.items() if count}
        for sku, count in gone.items():
            left[sku] = left.get(sku, 0) - count
        found.append((fact, gone))
    return found


def check_pieces(placed: Fact, facts: Mapping[str, list[Fact]], promise: str) -> Iterator[Offence]:
    """With each cancellation its pieces are free, in its transaction, and with nothing else."""
    released: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fact in facts.get("inventory/released-1", []):
        released[fact.transaction][fact.said["sku"]] += fact.said["quantity"]
    for fact, gone in freed(placed, facts):
        if dict(released.pop(fact.transaction, {})) != gone:
            its = [it for it in facts.get("inventory/released-1", []) if it.transaction == fact.transaction]
            yield Offence(promise, f"{gone} should be free with it", its[-1] if its else fact)
    for fact in facts.get("inventory/released-1", []):
        if fact.transaction in released:
            yield Offence(promise, "pieces given back, and nothing was cancelled", fact)


def check_owed(facts: Mapping[str, list[Fact]]) -> Iterator[Offence]:
    """With each cancellation of what was paid for its refund is asked for; nothing else goes back, and no more."""
    asked = facts.get("payments/refund-requested-1", [])
    failed = {fact.said["refund_id"] for fact in facts.get("payments/refund-failed-1", [])}
    owed = 0
    for fact in (fact for tag in (*OWES, PAID_OUT) for fact in facts.get(tag, [])):
        share = fact.said.get("share")
        minor = share["goods"]["minor"] + share["shipping"]["minor"] - to_credit(fact) if share else 0
        if fact.tag == PAID_OUT:
            minor = fact.said["amount"]["minor"]
        owed += minor
        with_it = [it.said["amount"]["minor"] for it in asked if it.transaction == fact.transaction]
        if with_it != ([minor] if minor else []):
            yield Offence(BACK, f"{minor} are owed with it, {with_it} were asked for", fact)
    if asked and sum(it.said["amount"]["minor"] for it in asked if it.said["refund_id"] not in failed) > owed:
        yield Offence(BACK, f"more goes back than the {owed} that are owed", asked[-1])
    for end in ("payments/refunded-1", "payments/refund-failed-1"):
        for fact in facts.get(end, []):
            if fact.said["refund_id"] not in {it.said["refund_id"] for it in asked}:
                yield Offence(BACK, "this refund was never asked for", fact)


def check_refunds(
    facts: Sequence[Fact], returns: Sequence[Charge], now: datetime, patience: timedelta
) -> Iterator[Offence]:
    """What the gateway gave back is what the shop wrote down. *returns* are the gateway's refunds by their ids."""
    books = {it.payment: it for it in returns}
    asked = {fact.said["refund_id"]: fact for fact in facts if fact.tag == "payments/refund-requested-1"}
    made = {fact.said["refund_id"]: fact for fact in facts if fact.tag == "payments/refunded-1"}
    failed = {fact.said["refund_id"] for fact in facts if fact.tag == "payments/refund-failed-1"}
    for it in returns:
        if it.state == "" and it.payment not in asked:
            yield Offence(SAME, f"the gateway gave {it.minor} back as {it.payment}, which the shop never asked for")
    for id, fact in made.items():
        book = books.get(id)
        if book is None or book.state or book.minor != fact.said["amount"]["minor"]:
            yield Offence(SAME, "written down as given back, the gateway's books say otherwise", fact)
    for id, fact in asked.items():
        if id not in made and id not in failed and now - fact.recorded_at > patience:
            yield Offence(DECIDED, "a refund is still open", fact)
