"""Money: what the gateway took is what the shop wrote down, once; nothing stays undecided for long."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.checker.reading import Charge, Fact, Offence

SAME = "the shop's books are the gateway's"
DECIDED = "nothing stays half done"
AT_THE_BANK = timedelta(minutes=35)
"""A shopper may take half an hour at the bank's page; the reconciler looks in every five minutes."""


def check_money(
    facts: Sequence[Fact], charges: Sequence[Charge], now: datetime, patience: timedelta
) -> Iterator[Offence]:
    """*patience* is how long the reconciler may take to find out what became of a payment."""
    books = {charge.payment: charge for charge in charges}
    asked = {fact.said["payment_id"]: fact for fact in facts if fact.tag == "payments/requested-1"}
    ends = {
        fact.said["payment_id"]: fact for fact in facts
        if fact.tag in {"payments/captured-1", "payments/declined-1", "payments/wrong-amount-taken-1"}
    }
    challenged = {fact.said["payment_id"] for fact in facts if fact.tag == "payments/challenge-required-1"}
    for charge in charges:
        if charge.payment not in asked and now - charge.at > patience:
            yield Offence(SAME, f"the gateway heard of payment {charge.payment} ({charge.state}), the shop did not")
    for payment, request in asked.items():
        charge, end = books.get(payment), ends.get(payment)
        if end is not None:
            yield from _settled(request, end, charge)
            continue
        waiting = payment in challenged and charge is not None and charge.state == "challenged"
        if now - request.recorded_at > (AT_THE_BANK if waiting else patience):
            heard = charge.state if charge else "nothing"
            yield Offence(DECIDED, f"payment still open; the gateway's books say {heard}", request)


def _settled(request: Fact, end: Fact, charge: Charge | None) -> Iterator[Offence]:
    state = charge.state if charge else "nothing"
    match end.tag:
        case "payments/captured-1":
            if not request.said["amount"]["minor"]:
                if charge is not None:
                    yield Offence(SAME, f"there was nothing to pay, the gateway's books say {state}", end)
            elif charge is None or state != "captured":
                yield Offence(SAME, f"written down as captured, the gateway's books say {state}", end)
            elif not end.said["amount"] == request.said["amount"] == _money(charge):
                yield Offence(SAME, f"the gateway took {_money(charge)}", end)
        case "payments/declined-1":
            if state not in {"declined", "cancelled"}:
                yield Offence(SAME, f"written down as declined, the gateway's books say {state}", end)
        case _:
            yield Offence(SAME, "the gateway took another amount than it was asked for", end)


def _money(charge: Charge) -> dict[str, int | str]:
    return {"minor": charge.minor, "currency": charge.currency}
