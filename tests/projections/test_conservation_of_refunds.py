"""The laws of conservation where orders are cancelled: what goes back is what was paid, and a bad fact is named."""

import contextlib

import psycopg
import pytest
from msgspec import structs

from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.events import Canceller, OrderCancelled, PiecesReturned, Share
from store.domain.payments.events import RefundMade, RefundRequested
from store.domain.payments.payment import Payment
from store.domain.shared.ids import order_of, refund_of, return_of
from store.domain.shared.money import Money
from tests.harness.drivers.driver import Refused
from tests.projections.test_conservation import MUG, NOON, books

__all__ = ["books"]

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded")]


def test_what_is_cancelled_and_given_back_keeps_the_laws_and_stands_in_the_sums(books):
    number = books.paid.number
    for by in (Canceller.SHOPPER, Canceller.STAFF):
        wish = CallOff(number=number, by=by, reason="x", pieces={MUG.sku: 1} if by is Canceller.SHOPPER else {})
        with contextlib.suppress(Refused):
            books.driver.do(CancelOrder(call_off=wish))
    books.driver.do(CancelOrder(call_off=CallOff(number=books.open.number, by=Canceller.SHOPPER, reason="x")))
    assert books.offences() == []
    assert books.checker_says() == set()
    with psycopg.connect(books.url) as db:
        assert db.execute(
            "SELECT captured = refunded, back = total, cancelled FROM read.deals WHERE number = %s", (number,)
        ).fetchone() == (True, True, True)


def back_faults(books):
    order, payment = order_of(books.sent.number), books.payment(books.sent)
    id, total = refund_of(payment, 1), Payment.replay(payment, books.history(payment)).amount
    share = Share(total, Money(0, "EUR"), Money(0, "EUR"))
    nothing, sending = Share(Money(0, "EUR"), Money(0, "EUR"), Money(0, "EUR")), Money(1, "EUR")
    back = PiecesReturned(at=NOON, order_id=order, return_id=return_of(order, 1), pieces={}, reason="x", share=nothing)
    asked = (payment, RefundRequested(at=NOON, payment_id=payment, refund_id=id, amount=total))
    made = RefundMade(at=NOON, payment_id=payment, refund_id=id, reference="x", amount=total)
    return {
        "money back for nothing": ([asked], "0.00 are owed"),
        "money back that nobody asked for": ([(payment, made)], "never asked for"),
        "cancelled, and nothing owed": ([
            (order, OrderCancelled(at=NOON, order_id=order, reason="x", by=Canceller.STAFF, share=share)),
        ], "were not asked for with it"),
        "sending, and some of it exchanged": ([
            (order, structs.replace(back, replaced={MUG.sku: 1})),
            (order, structs.replace(back, share=structs.replace(nothing, shipping=sending))),
        ], "some of it was exchanged before"),
    }


@pytest.mark.parametrize("name", [
    "money back for nothing", "money back that nobody asked for", "cancelled, and nothing owed",
    "sending, and some of it exchanged",
])
def test_money_that_goes_back_without_a_reason_is_named(books, name):
    facts, words = back_faults(books)[name]
    books.write(*facts)
    assert any(words in said for law, _, _, said in books.offences() if law == "money")
    assert books.checker_says()


def test_money_that_goes_back_a_second_time_is_named(books):
    payment = books.payment(books.paid)
    books.driver.do(CancelOrder(call_off=CallOff(number=books.paid.number, by=Canceller.STAFF, reason="x")))
    made = books.history(payment)[-1]
    position = books.write((payment, made))
    assert [(law, at) for law, _, at, _ in books.offences()] == [("money", position)]
