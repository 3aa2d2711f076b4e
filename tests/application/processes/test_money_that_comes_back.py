"""A refund that its bank sends back later, and money that was taken after the shop had given it up."""

import pytest

from store.application.payments.messages import LookAgainAtRefunds
from store.application.processes.giving_back_again import GiveBackAgain
from store.domain.payments.events import (
    PaymentDeclined,
    PaymentFound,
    RefundMade,
    RefundRequested,
    RefundReturned,
)
from store.domain.payments.payment import Payment
from store.domain.shared.ids import refund_of
from store.domain.shared.money import Money
from tests.application.processes.examples import NUMBER, PAYMENT
from tests.application.processes.test_cancelling_an_order import FIRST, bought, cancel, eur
from tests.domain.payments.test_payment import ID, NOON, PRICE, REQUESTED
from tests.harness.processes import SOMEBODY
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-4.4", "everything is refunded")]


def test_what_came_back_is_owed_again_noticed_once_and_given_back_by_staff():
    shop = bought("returned_refund")
    shop.shop.bus().do(cancel(), SOMEBODY)
    back = RefundReturned(
        at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(4790), reason="the bank sent it back"
    )
    shop.when(LookAgainAtRefunds(payment_id=PAYMENT)).then({PAYMENT: [back]})
    assert [view.status for view in shop.outcome] == ["failed"]
    again = shop.shop.bus().do(GiveBackAgain(number=NUMBER), SOMEBODY).outcome
    assert (again.refund.id, again.refund.status) == (refund_of(PAYMENT, 2), "refunded")


def test_asking_again_about_a_refund_that_stayed_where_it_went_changes_and_makes_nothing():
    shop = bought()
    shop.shop.bus().do(cancel(), SOMEBODY)
    shop.when(LookAgainAtRefunds(payment_id=PAYMENT)).then({})
    assert shop.shop.gateway().refunds() == {FIRST: eur(4790)}


def test_money_taken_for_what_was_given_up_goes_back_whole():
    declined = PaymentDeclined(at=NOON, payment_id=ID, reason="no")
    owed = RefundRequested(at=NOON, payment_id=ID, refund_id=refund_of(ID, 1), amount=PRICE)
    found = PaymentFound(at=NOON, payment_id=ID, reference="r", amount=PRICE)
    past = given(Payment, ID, REQUESTED, declined)
    past.when(Payment.find, "r", PRICE, at=NOON).then(found, owed)
    made = RefundMade(at=NOON, payment_id=ID, refund_id=refund_of(ID, 1), reference="b", amount=PRICE)
    given(Payment, ID, REQUESTED, declined, found, owed, made).when(Payment.find, "r", PRICE, at=NOON).then()
    given(Payment, ID, REQUESTED).when(Payment.find, "r", Money(1, "EUR"), at=NOON).then()
