"""Staff see what gateways moved otherwise than the shop wrote it down, and mend it with one press."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.application.payments import comparing
from store.application.payments.findings import CompareBooks
from store.application.payments.messages import ReconcilePayment
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentRequested,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.shared.ids import OrderNumber, PaymentId, order_of
from store.domain.shared.money import Money
from store.entrypoints.workers.bookkeeper import Bookkeeper

pytestmark = [
    pytest.mark.requirement("R3.4"), pytest.mark.requirement("R11.3"),
    pytest.mark.story("US-3.5", "handle success and failure"),
]
HERE = "/backoffice/reconciliation"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(comparing, "MAY_STILL_COME", timedelta(0))


def do(office, command):
    return office.shop.bus().do(command, Caller(actor="test", correlation=uuid4())).outcome


def compare(office):
    office.settle()
    return do(office, CompareBooks(method="sandbox", since=datetime.now(UTC) - timedelta(hours=1)))


def given_up(office):
    """An order whose shopper stayed away from the bank; its payment."""
    back = office.back_room
    cart = back.open_cart()
    back.put(cart, office.mug.sku, 1)
    from tests.entrypoints.backoffice.conftest import HOME

    bought = back.buy(cart, "ben@example.org", HOME, method="standard", card="challenge", quote=None, key=None)
    do(office, ReconcilePayment(payment_id=PaymentId(bought.payment), give_up=True))
    return bought


def takes_after_all(office, payment):
    """The bank takes the money although it was told not to."""
    office.shop.sandbox()._db.execute(
        "UPDATE charges SET state = 'captured', reason = '', minor = 1390, currency = 'EUR' WHERE payment = ?",
        (str(payment),),
    )


def test_money_taken_for_a_cancelled_order_is_found_and_given_back_by_one_press(office):
    office.log_in()
    bought = given_up(office)
    compare(office)
    assert bought.number not in office.get(HERE).text
    takes_after_all(office, bought.payment)
    assert compare(office) == 1
    assert compare(office) == 0, "it is found once"
    page = office.get(HERE).text
    assert bought.number in page
    [repair] = re.findall(rf'action="({HERE}/[0-9a-f-]+/repair)"', page)
    for _ in range(2):
        assert office.post(repair).status_code == 303
    assert office.back_room.facts(bought.payment)[-3:] == [
        "payments/found-1", "payments/refund-requested-1", "payments/refunded-1",
    ]
    assert bought.number not in office.get(HERE).text
    assert compare(office) == 0
    assert "store_payment_findings" in office.get("/metrics").text


def test_money_nobody_asked_for_is_looked_at_with_a_reason_and_does_not_come_back(office):
    office.log_in()
    stranger = uuid4()
    office.shop.sandbox()._db.execute(
        "INSERT INTO charges VALUES (?, 100, 'EUR', 'captured', '', ?)", (str(stranger), datetime.now(UTC).isoformat()),
    )
    assert compare(office) == 1
    page = office.get(HERE).text
    look = re.search(rf'action="({HERE}/[0-9a-f-]+/look)"', page)[1]
    office.post(look, {"reason": " "})
    assert look in office.get(HERE).text
    office.post(look, {"reason": "a test by the bank itself"})
    assert look not in office.get(HERE).text
    assert compare(office) == 0
    assert look not in office.get(HERE).text


def test_what_was_solved_meanwhile_goes_by_itself(office):
    office.log_in()
    bought = given_up(office)
    takes_after_all(office, bought.payment)
    compare(office)
    books = office.shop.sandbox()._db
    books.execute("UPDATE charges SET state = 'cancelled' WHERE payment = ?", (str(bought.payment),))
    compare(office)
    assert bought.number not in office.get(HERE).text


def test_whoever_may_not_sees_nothing(office):
    assert office.get(HERE).status_code == 303


@pytest.mark.parametrize("days", [8, 30])
def test_each_round_begins_a_while_before_the_last_one_ended_and_a_silent_gateway_is_asked_from_there_again(days):
    assert looked_back(days, (0, 1, 2, 60)) == [
        timedelta(days=days), timedelta(minutes=10), timedelta(minutes=9), timedelta(days=days) - timedelta(minutes=60),
    ]


def test_what_an_outage_left_out_is_compared_however_few_days_are_looked_back():
    """Three days away, where one is looked back: from ten minutes before the last round on."""
    assert looked_back(1, (0, 3 * 24 * 60))[1] == timedelta(minutes=10)


def looked_back(days, rounds):
    """How long before the first round each of these *rounds*, so many minutes after it, asks the gateway from."""
    asked = []

    class Bus:
        def do(self, command, _):
            asked.append(command.since)
            return type("Receipt", (), {"outcome": 0})

    class Reached:
        at = None

        def reached(self, _):
            return self.at

        def reach(self, _, upto, whole_at):
            self.at = (upto, whole_at)

    clock = type("Clock", (), {"now": lambda _: now[0]})()
    now = [datetime(2026, 5, 31, 12, tzinfo=UTC)]
    keeper = Bookkeeper(("sandbox",), Reached(), Bus(), clock, timedelta(days=days))
    began = now[0]
    for minutes in rounds:
        now[0] = began + timedelta(minutes=minutes)
        keeper()
    return [began - at for at in asked]


def test_staff_see_held_money_that_runs_out_until_it_is_paid_again(office):
    office.log_in()
    payment, number, now = PaymentId(uuid4()), OrderNumber("RUNS-OUT"), datetime.now(UTC)
    price = Money(1390, "EUR")
    says(office, payment, 0,
         PaymentRequested(at=now, payment_id=payment, order_id=order_of(number), number=number, amount=price,
                          method="stripe"),
         PaymentAuthorised(at=now, payment_id=payment, reference="pi_1", amount=price, until=now),
         PaymentNotHeldAgain(at=now, payment_id=payment, amount=price, reason="the card was not kept", until=now))
    page = office.get(HERE).text
    assert "Held money that runs out" in page
    assert 'href="/backoffice/orders/RUNS-OUT"' in page
    assert "the card was not kept" in page
    says(office, payment, 3, PaymentHeldAgain(
        at=now, payment_id=payment, reference="pi_2", amount=price, generation=1, until=now,
    ))
    assert "RUNS-OUT" not in office.get(HERE).text


def says(office, stream, after, *facts):
    journal = office.shop.journal()
    head = journal.read([stream])[stream].head if after else b""
    by = Caller(actor="system:test", correlation=uuid4())
    journal.hand_in([Change(stream, after, head, facts)], by, facts[0].at, None).settle()
    office.settle()
