"""Orders: placed whole or not at all, and ended whole or not at all."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.checker.backs import check_owed, check_pieces, freed
from tests.checker.credit import asked_of, check_credit
from tests.checker.parcels import check_parcels
from tests.checker.reading import Fact, Offence

WHOLE = "an order is placed whole"
ENDED = "an order ends whole"
SUMS = "totals are the sums of their parts"
ONCE = "things happen once"


@dataclass
class Deal:
    """All the facts about one order, by tag, wherever they stand."""

    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def first(self, tag: str) -> Fact | None:
        return self.facts[tag][0] if self.facts[tag] else None


def deals(facts: Sequence[Fact]) -> dict[str, Deal]:
    """Orders by id. Facts of carts and payments belong to the order that their number or id names."""
    found: dict[str, Deal] = defaultdict(Deal)
    by_number, by_payment = dict[str, str](), dict[str, str]()
    for fact in facts:
        if fact.tag == "ordering/placed-1":
            by_number[fact.said["number"]] = fact.said["order_id"]
            by_payment[fact.said["payment_id"]] = fact.said["order_id"]
    for fact in facts:
        order = _order_of(fact, by_number, by_payment)
        if order is not None:
            found[order].facts[fact.tag].append(fact)
    return found


def _order_of(fact: Fact, by_number: dict[str, str], by_payment: dict[str, str]) -> str | None:
    said = fact.said
    match fact.tag.partition("/")[0]:
        case "inventory" if said.get("exchange"):
            return None
        case "ordering" | "inventory" | "credit":
            return said.get("order_id")
        case "cart" if "number" in said:
            return by_number.get(said["number"], f"nothing, {said['number']}")
        case "payments":
            return said.get("order_id") or by_payment.get(said["payment_id"], f"nothing, {said['payment_id']}")
        case _:
            return None


def check_orders(facts: Sequence[Fact]) -> Iterator[Offence]:
    """*facts* in the order of the log."""
    carts = check_carts(facts)
    yield from carts.offences
    for order, deal in deals(facts).items():
        placed = deal.first("ordering/placed-1")
        if placed is None:
            stray = min((fact for its in deal.facts.values() for fact in its), key=lambda fact: fact.position)
            yield Offence(WHOLE, f"order {order} was never placed", stray)
            continue
        yield from _once(deal)
        yield from _placed(placed, deal, carts.at_checkout)
        yield from _sums(placed)
        yield from _ended(placed, deal)


def _once(deal: Deal) -> Iterator[Offence]:
    several = {
        "inventory/reserved-1", "inventory/released-1", "inventory/shipped-1", "ordering/pieces-cancelled-1",
        "ordering/part-processing-1", "ordering/part-put-back-1", "ordering/parcel-sent-1",
        "ordering/parcel-delivered-1", "ordering/delivery-taken-back-1", "ordering/parcel-booked-1",
        "ordering/booking-called-off-1", "ordering/parcel-scanned-1",
        "ordering/return-claimed-1", "ordering/return-let-go-1", "ordering/pieces-returned-1",
        "credit/granted-1", "credit/paid-out-1",
        "payments/refund-requested-1", "payments/refunded-1", "payments/refund-failed-1",
    }
    for tag, facts in deal.facts.items():
        if tag not in several and len(facts) > 1:
            yield Offence(ONCE, f"this is number {len(facts)} for the same order", facts[1])


def _placed(placed: Fact, deal: Deal, at_checkout: dict[str, dict[str, int]]) -> Iterator[Offence]:
    said = placed.said
    wanted = {line["sku"]: line["quantity"] for line in said["lines"]}
    if placed.version != 1 or str(placed.stream) != said["order_id"]:
        yield Offence(WHOLE, "it should be the first fact of the order's own stream", placed)
    asked = deal.first("payments/requested-1")
    closed = deal.first("cart/checked-out-1")
    together = [*deal.facts["inventory/reserved-1"], *filter(None, (asked, closed))]
    total = said["totals"]["total"]
    to_pay = total | {"minor": total["minor"] - asked_of(said)}
    if asked is None or (str(asked.stream), asked.said["amount"]) != (said["payment_id"], to_pay):
        yield Offence(WHOLE, "no payment of this total was requested for it", asked or placed)
    if said.get("replaces"):
        if closed:
            yield Offence(WHOLE, "it replaces something, and had no cart", closed)
    elif closed is None or closed.said["cart_id"] != said["cart_id"]:
        yield Offence(WHOLE, f"cart {said['cart_id']} was not checked out for it", closed or placed)
    elif at_checkout[said["number"]] != wanted:
        yield Offence(WHOLE, f"the cart held {at_checkout[said['number']]}", placed)
    aside = _aside(deal)
    if aside != wanted:
        yield Offence(WHOLE, f"it wants {wanted}, but {aside} was put aside", placed)
    yield from _together(placed, together, WHOLE)


def _aside(deal: Deal) -> dict[str, int]:
    aside: dict[str, int] = defaultdict(int)
    for fact in deal.facts["inventory/reserved-1"]:
        aside[fact.said["sku"]] += fact.said["quantity"]
    return dict(aside)


def _together(whole: Fact, parts: Sequence[Fact], promise: str) -> Iterator[Offence]:
    for fact in parts:
        if fact.transaction != whole.transaction:
            yield Offence(promise, f"{whole.tag} was written in another transaction", fact)


def _sums(placed: Fact) -> Iterator[Offence]:
    lines, totals = placed.said["lines"], placed.said["totals"]
    parts = [totals, *lines, *totals.get("discounts", ())]
    currencies = {money["currency"] for part in parts for money in _amounts(part)}
    if len(currencies) != 1:
        yield Offence(SUMS, f"it mixes {sorted(currencies)}", placed)
    for line in lines:
        if line["unit_price"]["minor"] * line["quantity"] != line["total"]["minor"]:
            yield Offence(SUMS, f"the line of {line['sku']} is not its price times its pieces", placed)
    subtotal = sum(line["total"]["minor"] for line in lines)
    if subtotal != totals["subtotal"]["minor"]:
        yield Offence(SUMS, f"its lines make {subtotal}, its subtotal says {totals['subtotal']['minor']}", placed)
    given = totals.get("discounts", ())
    off = sum(part["minor"] for discount in given for part in (discount["goods"], discount["shipping"]))
    off += _rounded(placed)
    added = totals.get("tax_added", {"minor": 0})["minor"]
    if subtotal + totals["shipping"]["minor"] - off + added != totals["total"]["minor"]:
        yield Offence(SUMS, f"lines and shipping don't make {totals['total']['minor']}", placed)
    yield from _discounts(placed)


def _discounts(placed: Fact) -> Iterator[Offence]:
    """What promotions took off, and what was rounded, is what the lines say is off, and no part costs less than
    nothing.
    """
    lines, totals = placed.said["lines"], placed.said["totals"]
    given = totals.get("discounts", ())
    off = {line["sku"]: line.get("discount", {"minor": 0})["minor"] for line in lines}
    if _rounded(placed) and ("replaces" not in placed.said or _rounded(placed) >= sum(it["quantity"] for it in lines)):
        yield Offence(SUMS, "more is rounded than less than a coin for each piece of what is exchanged", placed)
    if sum(off.values()) != sum(discount["goods"]["minor"] for discount in given) + _rounded(placed):
        yield Offence(SUMS, "its lines are reduced by something else than its discounts say", placed)
    if any(not 0 <= off[line["sku"]] <= line["total"]["minor"] for line in lines):
        yield Offence(SUMS, "a line is reduced by more than it costs", placed)
    if sum(discount["shipping"]["minor"] for discount in given) > totals["shipping"]["minor"]:
        yield Offence(SUMS, "shipping is reduced by more than it costs", placed)


def _rounded(placed: Fact) -> int:
    """What whole coins for each piece are too much, of what is exchanged."""
    minor: int = placed.said["totals"].get("rounded", {"minor": 0})["minor"]
    return minor


def _amounts(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (value for value in said.values() if isinstance(value, dict) and "minor" in value)


_UNPAID = {"payments/declined-1", "cart/reopened-1"}
"""What comes with an order that is cancelled before anybody paid."""


def _ended(placed: Fact, deal: Deal) -> Iterator[Offence]:
    """What belongs to an end comes with it, in its transaction, for all lines; and it comes with nothing else."""
    confirmed, cancelled = deal.first("ordering/confirmed-1"), deal.first("ordering/cancelled-1")
    shipped, owed = deal.first("ordering/shipped-1"), bool(cancelled and cancelled.said.get("share"))
    sent = {line["sku"]: line["quantity"] for line in placed.said["lines"]}
    for fact, gone in freed(placed, deal.facts):
        if fact is not cancelled:
            sent = {sku: count - gone.get(sku, 0) for sku, count in sent.items() if count > gone.get(sku, 0)}
    yield from _part_of_end(confirmed, "ordering/confirmed-1", "payments/captured-1", deal.facts["payments/captured-1"])
    for tag in _UNPAID:
        yield from _part_of_end(None if owed else cancelled, "ordering/cancelled-1", tag, deal.facts[tag])
    yield from check_parcels(shipped, deal.facts, sent, ENDED)
    shipped = shipped or deal.first("ordering/parcel-sent-1")
    yield from check_pieces(placed, deal.facts, ENDED)
    yield from check_owed(deal.facts)
    yield from check_credit(placed, deal.facts)
    if cancelled and (shipped or bool(confirmed) != owed):
        last = max(filter(None, (confirmed, cancelled, shipped)), key=lambda f: f.position)
        yield Offence(ENDED, "cancelled as if it were not paid for, or sent, or the other way round", last)
    if shipped and not confirmed:
        yield Offence(ENDED, "shipped before it was paid for", shipped)


def _part_of_end(
    ending: Fact | None, end: str, tag: str, its: Sequence[Fact]
) -> Iterator[Offence]:
    if ending is None:
        yield from (Offence(ENDED, f"without {end}", fact) for fact in its[:1])
    elif not its:
        yield Offence(ENDED, f"without {tag}", ending)
    else:
        yield from _together(ending, its, ENDED)


@dataclass
class Carts:
    """What each cart held when it became an order, by the order's number."""

    at_checkout: dict[str, dict[str, int]] = field(default_factory=dict)
    offences: list[Offence] = field(default_factory=list)


def check_carts(facts: Sequence[Fact]) -> Carts:
    """Follow every cart: nothing moves in one that has become an order."""
    found = Carts()
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    closed: dict[str, str] = {}
    for fact in facts:
        if not fact.tag.startswith("cart/"):
            continue
        cart = fact.said["cart_id"]
        if cart in closed and fact.tag != "cart/reopened-1":
            found.offences.append(Offence(ONCE, f"this cart had become order {closed[cart]}", fact))
        match fact.tag:
            case "cart/line-put-1":
                lines[cart][fact.said["sku"]] = fact.said["quantity"]
            case "cart/line-removed-1":
                lines[cart].pop(fact.said["sku"], None)
            case "cart/checked-out-1":
                closed[cart] = fact.said["number"]
                found.at_checkout[fact.said["number"]] = dict(lines[cart])
            case "cart/reopened-1" if closed.pop(cart, None) != fact.said["number"]:
                found.offences.append(Offence(ENDED, "this cart was not closed for that order", fact))
    return found
