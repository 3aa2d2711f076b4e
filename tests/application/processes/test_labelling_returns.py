"""The way back: a label that the shop pays for, once, and where its parcel can be handed in."""

from uuid import UUID

import anyio
import pytest
from msgspec import structs

from store.application.notifications.ports import Occasion, Outcome
from store.application.ordering.carrier_ports import Refused
from store.application.processes.telling_of_returns import SendReturnMail
from store.application.returns.labels import BookReturn, FindDropOffs, NoReturnLabel, OnItsWay
from store.application.returns.labels import PrintReturnLabel as Label
from store.application.returns.messages import ApproveReturn, WithdrawReturn
from store.application.returns.queue import SetReturnPolicy
from store.application.returns.views import GetReturn
from store.domain.returns.errors import NoSuchReturn, OwnPostage, ReturnOutOfTurn
from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.returns.policy import Terms
from store.domain.returns.postage import Postage
from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.pages import environment
from tests.application.processes.examples import NUMBER
from tests.application.processes.return_examples import DAY, R1, RETURN, ask, do, sent
from tests.application.processes.test_calling_bookings_off import Works
from tests.application.processes.test_carrying_parcels import with_carrier
from tests.application.processes.test_telling_of_cancellations import overheard
from tests.entrypoints.telling_pages import SENT_BACK
from tests.harness.pdf import text_of
from tests.harness.processes import NOON

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]
MAIL = UUID(int=5)
BROKEN = structs.replace(ask(), reason="arrived damaged")


@pytest.fixture
def shop():
    return sent()


def approved(shop, wish=BROKEN):
    do(shop, wish, ApproveReturn(number=R1))
    return shop


def booked(shop):
    return [it for it in shop.streams()[RETURN] if isinstance(it, ReturnParcelBooked)]


def test_what_arrived_broken_goes_back_at_the_shops_expense_with_one_label(shop):
    approved(shop)
    assert (shop.ask(GetReturn(number=R1)).prepaid, shop.ask(GetReturn(number=R1)).parcel) == (True, None)
    with pytest.raises(NoReturnLabel):
        shop.ask(Label(number=R1, order=NUMBER))
    do(shop, BookReturn(number=R1), BookReturn(number=R1))
    [fact] = booked(shop)
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.parcel.carrier, seen.parcel.tracking) == (fact.carrier, fact.tracking)
    assert seen.timeline[-1].detail == f"{fact.carrier}, {fact.tracking}"
    said = text_of(shop.ask(Label(number=R1, order=NUMBER)))
    for words in (fact.tracking, R1, seen.send_to[0], seen.send_to[-1]):
        assert words in said


def test_what_is_only_not_wanted_goes_back_at_ones_own(shop):
    approved(shop, ask())
    assert not shop.ask(GetReturn(number=R1)).prepaid
    with pytest.raises(OwnPostage):
        do(shop, BookReturn(number=R1))


def test_who_pays_is_what_held_when_it_was_bought_whatever_holds_by_now(shop):
    do(shop, SetReturnPolicy(terms=Terms(postage=Postage.SHOPPER), since=NOON.date() + DAY))
    shop.clock.advance(2 * DAY)
    assert approved(shop).ask(GetReturn(number=R1)).prepaid, "it was bought the day before"


def test_before_the_yes_there_is_no_label(shop):
    do(shop, BROKEN)
    with pytest.raises(ReturnOutOfTurn):
        do(shop, BookReturn(number=R1))


def test_whoever_keeps_it_after_all_has_its_label_called_off(shop):
    approved(shop)
    do(shop, BookReturn(number=R1), WithdrawReturn(number=R1))
    assert shop.ask(GetReturn(number=R1)).status == "withdrawn"
    [fact] = booked(shop)
    assert isinstance(anyio.run(shop.shop.carrier().label, fact.booking), Refused)
    with pytest.raises(NoReturnLabel):
        shop.ask(Label(number=R1, order=NUMBER))


def test_what_is_kept_after_all_has_no_label_whatever_its_carrier_says_of_it(shop):
    """Most have none of their own for what they don't expect, and then one of ours would do."""
    with_carrier(shop, Works())
    shop.shop.returns.reset()
    approved(shop)
    do(shop, BookReturn(number=R1), WithdrawReturn(number=R1))
    assert shop.ask(GetReturn(number=R1)).parcel is None
    with pytest.raises(NoReturnLabel):
        shop.ask(Label(number=R1, order=NUMBER))


def test_what_was_handed_in_cannot_be_kept(shop):
    approved(shop)
    do(shop, BookReturn(number=R1))
    shop.shop.carrier().scans(booked(shop)[0].tracking)
    with pytest.raises(OnItsWay):
        do(shop, WithdrawReturn(number=R1))
    assert shop.ask(GetReturn(number=R1)).status == "approved"


def test_parcels_are_handed_in_near_where_the_order_went_or_anywhere_else(shop):
    approved(shop)
    near, there = (
        shop.ask(FindDropOffs(number=R1, order=NUMBER, postal_code=code)) for code in ("", "1000-001")
    )
    assert near
    assert {it.postal_code for it in there} == {"1000-001"}
    assert shop.ask(FindDropOffs(number=R1, order=NUMBER, postal_code="00000")) == []


def test_of_another_order_there_is_no_return(shop):
    approved(shop)
    for wrong in (Label, FindDropOffs):
        with pytest.raises(NoSuchReturn):
            shop.ask(wrong(number=R1, order=OrderNumber("ZZZZZ-ZZZZZ")))


@pytest.mark.parametrize(("wish", "paid"), [(BROKEN, True), (ask(), False)])
def test_the_letter_of_approval_knows_who_pays_for_the_way(shop, wish, paid):
    approved(shop, wish)
    about = overheard(shop)
    assert do(shop, SendReturnMail(return_id=RETURN, kind=Occasion.RETURN_APPROVED, mail_id=MAIL)) is Outcome.SENT
    assert [said["prepaid"] for said in about] == [paid]


@pytest.mark.parametrize("form", ["html", "txt"])
@pytest.mark.parametrize("paid", [True, False])
def test_and_says_so(form, paid):
    letter = environment(Assets()).get_template(f"shared/mail/return_approved.{form}")
    assert ("We pay for its way" in letter.render({**SENT_BACK, "prepaid": paid})) is paid
