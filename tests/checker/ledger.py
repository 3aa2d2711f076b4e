"""Writes a small sound log by hand, for tests to plant faults in."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from tests.checker.chain import link
from tests.checker.reading import Charge, Fact

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOME = UUID("00000000-0000-4000-8000-000000000001")


def money(minor):
    return {"minor": minor, "currency": "EUR"}


class Ledger:
    """A shop's log and its gateway's books, one transaction after the other."""

    def __init__(self):
        self.facts, self.charges = [], []
        self._transaction = 700

    def write(self, *said, at=NOON):
        """Facts of one transaction, each ``(stream, tag, body)``."""
        self._transaction += 1
        for place, (stream, tag, body) in enumerate(said):
            version = 1 + sum(fact.stream == stream for fact in self.facts)
            state = json.dumps({"type": tag, "at": at.isoformat(), **body})
            metadata = json.dumps({"actor": "guest:x", "recorded_at": at.isoformat()})
            self.facts.append(
                Fact(stream, version, (self._transaction << 16) + place, tag, state, metadata, b"")
            )
        self.seal()

    def seal(self):
        """Compute the whole chain again, as a forger would."""
        heads = {}
        for index, fact in enumerate(self.facts):
            heads[fact.stream] = link(heads.get(fact.stream, b""), fact)
            self.facts[index] = replace(fact, hash=heads[fact.stream])

    def find(self, tag, number=0):
        return [index for index, fact in enumerate(self.facts) if fact.tag == tag][number]

    def retell(self, tag, change, number=0):
        """Let *change* edit the body of a fact, and make the chain fit."""
        index = self.find(tag, number)
        said = json.loads(self.facts[index].state)
        change(said)
        self.facts[index] = replace(self.facts[index], state=json.dumps(said))
        self.seal()
        return self.facts[index]

    def forget(self, tag, number=0):
        """Take a fact out as if it had never been written."""
        gone = self.facts.pop(self.find(tag, number))
        self.facts = [
            replace(fact, version=fact.version - 1)
            if fact.stream == gone.stream and fact.version > gone.version else fact for fact in self.facts
        ]
        self.seal()

    def receives(self, sku, pieces):
        stream = uuid5(HOME, sku)
        self.write(
            (stream, "inventory/opened-1", {"sku": sku, "product_id": str(HOME)}),
            (stream, "inventory/received-1", {"sku": sku, "quantity": pieces}),
        )

    def places(self, number, at=NOON, **wanted):
        """An order of ``sku=pieces``, at 10 euros each and 5 for sending."""
        order, cart, payment = (uuid5(HOME, f"{kind}/{number}") for kind in ("order", "cart", "payment"))
        self.write((cart, "cart/opened-1", {"cart_id": str(cart), "currency": "EUR"}), *(
            (cart, "cart/line-put-1", {"cart_id": str(cart), "sku": sku, "quantity": n, "price": money(1000)})
            for sku, n in wanted.items()
        ))
        goods = 1000 * sum(wanted.values())
        lines = [{"sku": sku, "quantity": n, "unit_price": money(1000), "total": money(1000 * n)}
                 for sku, n in wanted.items()]
        totals = {"subtotal": money(goods), "shipping": money(500), "total": money(goods + 500)}
        self.write(
            (order, "ordering/placed-1", {
                "order_id": str(order), "number": number, "cart_id": str(cart), "payment_id": str(payment),
                "lines": lines, "totals": totals,
            }),
            (cart, "cart/checked-out-1", {"cart_id": str(cart), "number": number}),
            (payment, "payments/requested-1", {
                "payment_id": str(payment), "order_id": str(order), "number": number, "amount": totals["total"],
            }),
            *((uuid5(HOME, sku), "inventory/reserved-1", {"sku": sku, "order_id": str(order), "quantity": n})
              for sku, n in wanted.items()),
            at=at,
        )
        return order, cart, payment, wanted, totals["total"]["minor"]

    def charges_for(self, payment, minor, state, at=NOON):
        self.charges.append(Charge(str(payment), minor, "EUR", state, at))

    def sells(self, number, **wanted):
        order, _, payment, wanted, total = self.places(number, **wanted)
        self.charges_for(payment, total, "captured")
        self.write(
            (payment, "payments/captured-1", {"payment_id": str(payment), "amount": money(total)}),
            (order, "ordering/confirmed-1", {"order_id": str(order)}),
        )
        return order, wanted

    def refuses(self, number, **wanted):
        order, cart, payment, wanted, total = self.places(number, **wanted)
        self.charges_for(payment, total, "declined")
        self.write(
            (payment, "payments/declined-1", {"payment_id": str(payment), "reason": "no"}),
            (order, "ordering/cancelled-1", {"order_id": str(order), "reason": "no"}),
            (cart, "cart/reopened-1", {"cart_id": str(cart), "number": number}),
            *((uuid5(HOME, sku), "inventory/released-1", {"sku": sku, "order_id": str(order), "quantity": n})
              for sku, n in wanted.items()),
        )

    def ships(self, order, wanted):
        self.write((order, "ordering/shipped-1", {"order_id": str(order)}), *(
            (uuid5(HOME, sku), "inventory/shipped-1", {"sku": sku, "order_id": str(order), "quantity": n})
            for sku, n in wanted.items()
        ))


def sound():
    """A day at the shop: sold and shipped, sold, refused, and one shopper at the bank's page."""
    ledger = Ledger()
    ledger.receives("MUG", 10)
    ledger.receives("BOWL", 4)
    ledger.ships(*ledger.sells("A1", MUG=2, BOWL=1))
    ledger.sells("B2", MUG=1)
    ledger.refuses("C3", MUG=3, BOWL=1)
    _, _, payment, _, total = ledger.places("D4", BOWL=1)
    ledger.charges_for(payment, total, "challenged")
    ledger.write((payment, "payments/challenge-required-1", {"payment_id": str(payment)}))
    return ledger


LATER = NOON + timedelta(minutes=20)
