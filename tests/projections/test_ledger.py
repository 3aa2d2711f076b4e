"""The ledger on a real log: every way through the shop books to zero, and each side leads to the fact behind it."""

import contextlib

import psycopg
import pytest
from hypothesis import settings
from hypothesis.stateful import invariant

from projections.payments.bookings import OrderBooks
from projections.payments.ledger import Ledger
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.events import Canceller, OrderConfirmed
from store.domain.payments.events import PaymentCaptured, PaymentRequested
from store.domain.payments.ledger import Account
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.shared.ids import order_of
from tests.application.processes.test_shop_machine import ShopMachine
from tests.domain.ordering.test_order import CONFIRMED, PLACED
from tests.domain.payments.test_payment import CAPTURED, ID, NOON, REQUESTED
from tests.domain.payments.test_refunds import ASKED, MADE
from tests.harness.drivers.driver import Refused
from tests.harness.projections import learning
from tests.projections.test_conservation import MUG, books

__all__ = ["books"]

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.4", "everything is refunded")]
ORDER = PLACED.order_id
ASKED_FOR = PaymentRequested(
    at=NOON, payment_id=ID, order_id=ORDER, number=PLACED.number, amount=PLACED.totals.total, method="sandbox"
)
TAKEN = PaymentCaptured(at=NOON, payment_id=ID, reference="x", amount=PLACED.totals.total)


class LedgerMachine(ShopMachine):
    """Journeys in any order, as in the machine it extends; after each step the ledger is added up."""

    @invariant()
    def the_ledger_is_balanced_and_says_what_was_kept(self):
        sums = self.booked()
        taken = sum(money.minor for money in self.driver.taken().values())
        back = sum(money.minor for money in self.driver._gateway.refunds().values())
        payments = [payment for _, payment in self.placed()]
        settled = all(it.settled and not self.refunds(it, Progress.REQUESTED) for it in payments)
        assert sum(sums.values()) == sums[Account.RECEIVABLE] == 0
        assert not settled or sums[Account.GATEWAY] == taken - back

    def booked(self):
        """The balance of each account."""
        books, payments, sums = {}, {}, dict.fromkeys(Account, 0)
        for row in self.driver.log.select_newest(None, 1_000_000)[::-1]:
            event = self.driver.codec.decode(row.topic, row.state, row.originator_id, row.originator_version)
            if isinstance(event, PaymentRequested):
                payments[row.originator_id] = event.order_id
            order = payments.get(row.originator_id) or getattr(event, "order_id", None)
            if row.topic.startswith("credit/"):
                order = order or row.originator_id
            if row.topic.startswith(("ordering/", "payments/", "credit/")) and order:
                booked = books.setdefault(order, OrderBooks()).take(event)
                for it in booked.entry if booked else ():
                    sums[it.account] += it.debit - it.credit
        return sums


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)


@pytest.fixture
def ledger(migrated_url):
    with learning(migrated_url, Ledger()) as learner:
        yield learner


def test_each_side_stands_with_the_order_and_the_fact_behind_it(ledger):
    ledger.given(ID, ASKED_FOR).given(ORDER, PLACED, CONFIRMED).given(ID, TAKEN)
    total = PLACED.totals.total.minor
    ledger.then(
        'SELECT account, debit, credit, currency, "order", order_number, stream, version, tag FROM read.ledger'
        " WHERE account = 'receivable' ORDER BY position",
        ["receivable", total, 0, "EUR", ORDER, PLACED.number, ORDER, 2, "ordering/confirmed-1"],
        ["receivable", 0, total, "EUR", ORDER, PLACED.number, ID, 2, "payments/captured-1"],
    )
    ledger.then("SELECT sum(debit) = sum(credit), count(*) > 0 FROM read.ledger", [True, True])


def test_sums_by_day_are_what_the_entries_come_to(ledger):
    ledger.given(ID, ASKED_FOR).given(ORDER, PLACED, CONFIRMED).given(ID, TAKEN)
    ledger.then(
        "SELECT count(*) FROM (SELECT account, currency, at::date AS day, sum(debit), sum(credit) FROM read.ledger"
        " GROUP BY account, currency, day EXCEPT SELECT account, currency, day, debit, credit FROM read.ledger_days) x",
        [0],
    )


def test_what_was_placed_and_not_paid_for_is_not_booked(ledger):
    ledger.given(ID, ASKED_FOR).given(ORDER, PLACED).then("SELECT count(*) FROM read.ledger", [0])


def test_a_payment_that_no_order_is_known_of_stands_for_itself(ledger):
    ledger.given(ID, REQUESTED, CAPTURED, ASKED, MADE)
    ledger.then("SELECT count(*), sum(debit - credit)::bigint FROM read.ledger", [4, 0])


def test_what_is_cancelled_in_steps_and_given_back_books_to_zero(books):
    number = books.paid.number
    for pieces in ({MUG.sku: 1}, {}):
        wish = CallOff(number=number, by=Canceller.STAFF, reason="x", pieces=pieces)
        with contextlib.suppress(Refused):
            books.driver.do(CancelOrder(call_off=wish))
    books.learn()
    with psycopg.connect(books.url) as db:
        assert db.execute(
            "SELECT account, sum(debit - credit) FROM read.ledger WHERE order_number = %s GROUP BY account"
            " HAVING sum(debit - credit) <> 0", (number,),
        ).fetchall() == []
        assert db.execute("SELECT count(*) > 4 FROM read.ledger WHERE order_number = %s", (number,)).fetchone()[0]
    assert books.offences() == []


def test_who_owes_for_a_settled_order_is_named_by_the_fact_that_made_it_so(books):
    payment = books.payment(books.paid)
    amount = Payment.replay(payment, books.history(payment)).amount
    position = books.write((payment, PaymentCaptured(at=NOON, payment_id=payment, reference="y", amount=amount)))
    assert [(at, said) for law, _, at, said in books.offences() if law == "ledger"] == [
        (position, f"it is settled, and {amount.currency} -{amount.amount} are still owed for it")
    ]
    unpaid = order_of(books.open.number)
    position = books.write((unpaid, OrderConfirmed(at=NOON, order_id=unpaid)))
    assert position in [at for law, _, at, _ in books.offences() if law == "ledger"]
