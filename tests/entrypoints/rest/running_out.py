"""An order whose money was held and ran out, in a shop that takes money at once."""

from uuid import UUID

from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.ordering.events import OrderConfirmed
from store.domain.payments.events import PaymentAuthorised, PaymentLost
from store.domain.shared.ids import PaymentId, order_of
from store.domain.shared.money import Money


def runs_out(shop, order):
    """As if its bank had held the money, and let go of it before the parcel left."""
    id, payment = order_of(order["number"]), PaymentId(UUID(order["payment"]["id"]))
    at, journal = shop.clock().now(), shop.journal()
    amount = Money.parse(order["total"]["amount"], order["total"]["currency"])
    facts = {
        payment: (
            PaymentAuthorised(at=at, payment_id=payment, reference="first", amount=amount, until=None),
            PaymentLost(at=at, payment_id=payment, amount=amount, reason="it was held for too long"),
        ),
        id: (OrderConfirmed(at=at, order_id=id),),
    }
    past = journal.read(list(facts))
    changes = [Change(stream, len(past[stream].events), past[stream].head, new) for stream, new in facts.items()]
    journal.hand_in(changes, Caller(actor="system:test", correlation=id), at, None).settle()
