"""A return has one parcel, where the shop pays for its way."""

from functools import partial

import pytest
from msgspec import structs

from store.domain.returns.errors import OwnPostage, ReturnOutOfTurn
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.policy import Terms
from store.domain.returns.postage import Postage, paid_by_shop
from store.domain.returns.reasons import ReturnReason
from store.domain.returns.returning import Return
from store.domain.shared.ids import return_parcel_of
from tests.domain.returns.test_returning import APPROVED, ASKED, ID, NOON, RECEIVED, STEPS, Step
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]
PREPAID = structs.replace(APPROVED, prepaid=True)
BOOKED = ReturnParcelBooked(
    at=NOON, return_id=ID, parcel_id=return_parcel_of(ID), carrier="Post", tracking="T-1", booking="B-1",
)
book = partial(Return.book, carrier="Post", tracking="T-1", booking="B-1", at=NOON)
approve = partial(Return.approve, send_to=APPROVED.send_to, at=NOON)


def test_whoever_may_send_it_at_the_shops_expense_has_one_parcel_booked():
    given(Return, ID, ASKED).when(approve, prepaid=True).then(PREPAID)
    given(Return, ID, ASKED, PREPAID).when(book).then(BOOKED)
    given(Return, ID, ASKED, PREPAID, BOOKED).when(book, tracking="T-2").then_nothing()


def test_at_ones_own_expense_there_is_none_and_neither_before_the_yes_nor_after_it_came():
    given(Return, ID, ASKED, APPROVED).when(book).then_raises(OwnPostage)
    for facts in ((), (ASKED,), (ASKED, PREPAID, RECEIVED), (ASKED, PREPAID, STEPS[Step.WITHDRAW][1])):
        given(Return, ID, *facts).when(book).then_raises(ReturnOutOfTurn)


@pytest.mark.parametrize(("postage", "reason", "pays"), [
    (Postage.SHOPPER, ReturnReason.DAMAGED, False), (Postage.SHOP, ReturnReason.NOT_WANTED, True),
    (Postage.FAULTY, ReturnReason.DAMAGED, True), (Postage.FAULTY, ReturnReason.WRONG_ITEM, True),
    (Postage.FAULTY, ReturnReason.NOT_AS_DESCRIBED, True), (Postage.FAULTY, ReturnReason.NOT_WANTED, False),
    (Postage.FAULTY, ReturnReason.DOES_NOT_FIT, False), (Postage.FAULTY, "whatever else", False),
])
def test_the_policy_says_who_pays(postage, reason, pays):
    assert paid_by_shop(postage, reason) is pays


def test_where_nothing_is_said_the_shop_pays_for_what_is_not_what_was_bought():
    assert Terms().postage is Postage.FAULTY
