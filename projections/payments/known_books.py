"""What the ledger knows already of the orders that further facts are about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from projections.payments.bookings import OrderBooks
from projections.shared.projection import Seen
from store.domain.payments.events import PaymentRequested
from store.domain.payments.ledger import Terms


def known_books(facts: Sequence[Seen], db: Connection[Any]) -> tuple[dict[UUID, OrderBooks], dict[int, UUID]]:
    """What is known of the orders that *facts* are about, and by position which of them each is about. A payment that
    nobody asked for stands for itself.
    """
    asked = {fact.stream: fact.event.order_id for fact in facts if isinstance(fact.event, PaymentRequested)}
    named = {fact.position: id for fact in facts if (id := getattr(fact.event, "order_id", None)) is not None}
    others = [fact for fact in facts if fact.position not in named]
    known = db.execute(
        "SELECT id, payment, number, currency, goods, shipping, tax, tax_in_shipping, shipping_back"
        " FROM ledger_orders WHERE id = ANY(%s) OR payment = ANY(%s)",
        (list(set(named.values())), list({fact.stream for fact in others})),
    ).fetchall()
    by_payment = {payment: id for id, payment, *_ in known} | asked
    books = {
        id: OrderBooks(number, currency, Terms(*terms), back) for id, _, number, currency, *terms, back in known
    }
    return books, named | {fact.position: by_payment.get(fact.stream, fact.stream) for fact in others}
