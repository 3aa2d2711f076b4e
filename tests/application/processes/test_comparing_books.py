"""What gateways moved, beside what the shop wrote down."""

from datetime import timedelta
from uuid import UUID

import pytest

from store.application.payments.comparing import MAY_STILL_COME, compared
from store.application.payments.findings import Wrong
from store.application.payments.statements import Movement, Ours, Taken
from store.domain.shared.ids import OrderNumber, PaymentId, refund_of
from store.domain.shared.money import Money
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R3.4"), pytest.mark.story("US-3.5", "handle success and failure")]
ID, TWELVE = PaymentId(UUID(int=7)), Money(1200, "EUR")
REFUND = refund_of(ID, 1)
LATER = NOON + MAY_STILL_COME
NUMBER = OrderNumber("ABCDE-FGHJK")


def taken(**more):
    return Movement(**{"reference": "pi_1", "amount": TWELVE, "at": NOON, "went": True, "payment_id": ID} | more)


def back(**more):
    return taken(**{"reference": "re_1", "refund": True, "refund_id": REFUND} | more)


def ours(stage, refunds=None, amount=TWELVE):
    return {str(ID): Ours(NUMBER, stage, amount if stage == "captured" else None, refunds or {})}


def found(*movements, known=None, written=(), now=LATER):
    return [(it.wrong, it.repair) for it in compared("stripe", movements, known or {}, written, now)]


def test_books_that_agree_show_nothing():
    assert found(taken(), back(), known=ours("captured", {REFUND: "refunded"})) == []
    assert found(taken(went=False), known=ours("declined")) == []


@pytest.mark.parametrize(("stage", "repair"), [
    ("processing", "adopt"), ("requires_action", "adopt"), ("authorised", "adopt"),
    ("declined", "give_back"), ("let_go", "give_back"), ("lost", "give_back"),
])
def test_money_taken_for_what_waits_is_taken_over_and_for_what_was_given_up_given_back(stage, repair):
    assert found(taken(), known=ours(stage)) == [(Wrong.ORPHAN, repair)]


def test_money_nobody_here_asked_for_is_for_a_person_to_look_at():
    assert found(taken(payment_id=None)) == found(taken()) == [(Wrong.UNKNOWN, "")]


@pytest.mark.parametrize("amount", [Money(1199, "EUR"), Money(1200, "USD")], ids=str)
def test_another_amount_or_currency_is_different(amount):
    assert found(taken(amount=amount), known=ours("captured")) == [(Wrong.DIFFERENT, "")]
    assert found(taken(), known=ours("wrong_amount")) == [(Wrong.DIFFERENT, "")]


def test_a_refund_that_came_back_and_one_past_the_shop():
    made, failed = ours("captured", {REFUND: "refunded"}), ours("captured", {REFUND: "failed"})
    assert found(taken(), back(went=False, failed=True), known=made) == [(Wrong.RETURNED, "")]
    assert found(taken(), back(went=False, failed=True), known=failed) == []
    assert found(taken(), back(), known=failed) == [(Wrong.UNKNOWN_REFUND, "")]
    assert found(taken(), back(refund_id=None), known=made) == [(Wrong.UNKNOWN_REFUND, "")]


def test_what_counts_as_paid_here_and_is_unknown_there_is_missing():
    written = (Taken(ID, "pi_1", TWELVE, NOON),)
    assert found(written=written) == [(Wrong.MISSING, "")]
    assert found(taken(went=False), known=ours("captured"), written=written) == [(Wrong.MISSING, "")]
    assert found(taken(), known=ours("captured"), written=written) == []


def test_what_is_young_may_still_be_on_its_way():
    assert found(taken(), known=ours("processing"), now=LATER - timedelta(seconds=1)) == []


def test_the_same_is_found_under_the_same_id():
    first, again = (list(compared("stripe", [taken()], {}, (), LATER + timedelta(hours=n))) for n in (0, 1))
    assert [it.id for it in first] == [it.id for it in again]
