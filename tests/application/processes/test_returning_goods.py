"""Returning goods: claimed on the order, decided, inspected, and paid back once."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.pricing.shipping_table import STARTING
from store.application.pricing.shipping import PlanShipping
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RefuseReturn, WithdrawReturn
from store.application.returns.queue import GetReturnPolicy, SetReturnPolicy
from store.application.returns.quotes import GetReturnable, QuoteReturn
from store.application.returns.views import GetReturn, PrintReturnSlip, ReturnsOfOrder, ShowPhotograph
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import Once
from store.domain.catalogue.product import Product
from store.domain.ordering.errors import NothingToReturn, OutOfTurn
from store.domain.ordering.events import (
    Canceller,
    ParcelDelivered,
    ReturnClaimed,
    ReturnLetGo,
)
from store.domain.pricing.delivery import Calendar
from store.domain.returns.errors import NoSuchReturn, NotReturnable, TooManyPhotographs
from store.domain.returns.events import (
    ReturnApproved,
    ReturnRefused,
    ReturnWithdrawn,
)
from store.domain.returns.policy import Terms
from store.domain.shared.ids import last_parcel_of, return_of
from store.domain.shared.pictures import NotAPicture
from tests.application.processes.examples import (
    ANN,
    CART,
    HAT,
    MUG,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    TWO_MUGS,
    buy,
    product,
    shop_selling,
)
from tests.application.processes.return_examples import (
    GOOD,
    PART,
    PICTURE,
    R1,
    R2,
    RETURN,
    WHY,
    ask,
    do,
    sent,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.requirement("R4.1")]
refunded = pytest.mark.story("US-4.5", "the refund comes after approval")


@pytest.fixture
def shop():
    return sent()


@pytest.mark.story("US-4.5", "ask within thirty days")
@pytest.mark.story("US-4.5", "choose a reason")
def test_what_somebody_asks_for_is_claimed_on_the_order(shop):
    done = do(shop, ask(words="Too small."))
    assert [(it.number, it.status) for it in done.items] == [(R1, "requested")]
    assert shop.streams()[ORDER][-1] == ReturnClaimed(at=NOON, order_id=ORDER, return_id=RETURN, pieces={MUG: 1})
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.reason, seen.words, seen.photos, seen.allowed) == (
        WHY, "Too small.", 0, ["approved", "refused", "withdrawn"],
    )
    shop.when(ask({MUG: 2})).then_raises(NotReturnable)
    shop.when(ask({MUG: 0})).then_raises(NothingToReturn)


@pytest.mark.story("US-4.5", "ask within thirty days")
def test_the_window_is_counted_in_days_of_the_shop_from_the_delivery(shop):
    """Delivered at noon of 31 May in UTC, which is afternoon in Berlin: until the end of 30 June there."""
    assert shop.ask(GetReturnable(number=NUMBER)).until == date(2026, 6, 30)
    shop.clock.set(NOON.replace(month=6, day=30, hour=21, minute=59))
    assert shop.ask(GetReturnable(number=NUMBER)).why_not is None
    shop.clock.set(NOON.replace(month=7, day=1, hour=22))
    shop.when(ask()).then_raises(NotReturnable)
    assert "until 2026-06-30" in shop.ask(GetReturnable(number=NUMBER)).why_not


@pytest.mark.story("US-4.5", "ask within thirty days")
@pytest.mark.parametrize(("arrived", "until"), [
    (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
    (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 11, 24)),
    (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 11, 24)),
    (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 11, 25)),
], ids=["summer", "after midnight", "the night of the long hour", "its last minute", "winter"])
def test_what_came_at_night_counts_from_the_day_it_was_in_berlin(arrived, until):
    shop = sent(delivered=False)
    shop.happened({ORDER: [ParcelDelivered(at=arrived, order_id=ORDER, part_id=PART, parcel_id=last_parcel_of(PART))]})
    assert shop.ask(GetReturnable(number=NUMBER)).until == until


@pytest.mark.story("US-4.5", "ask within thirty days")
def test_where_nobody_said_that_it_arrived_the_promise_counts():
    shop = sent(delivered=False)
    shop.when(ask()).then_raises(NotReturnable)
    until = shop.ask(GetReturnable(number=NUMBER)).until
    shop.clock.set(NOON + timedelta(days=10))
    assert until is None
    assert shop.ask(GetReturnable(number=NUMBER)).until == date(2026, 6, 5) + timedelta(days=30)
    do(shop, PlanShipping(plan=structs.replace(STARTING, calendar=Calendar(holidays=(date(2026, 6, 5),)))))
    assert shop.ask(GetReturnable(number=NUMBER)).until == date(2026, 6, 8) + timedelta(days=30)
    assert do(shop, ask()).items


@pytest.mark.story("US-4.5", "ask within thirty days")
def test_the_policy_that_held_when_it_was_bought_holds_for_it(shop):
    do(shop, SetReturnPolicy(terms=Terms(days=14), since=date(2026, 6, 1)))
    shop.clock.set(NOON + timedelta(days=20))
    assert do(shop, ask()).items, "it was bought on 31 May, when 30 days held"
    assert shop.ask(GetReturnPolicy()).today == Terms(days=14)
    assert [it.since for it in shop.ask(GetReturnPolicy()).versions] == [date(2026, 6, 1), None]


def test_goods_of_excluded_categories_stay():
    shop = shop_selling()
    history = shop.streams()[product("mug")]
    category = Product.replay(product("mug"), history).description.category
    do(shop, SetReturnPolicy(terms=Terms(excluded=(category,)), since=date(2026, 6, 1)))
    shop.clock.set(NOON + timedelta(days=1))
    shop.happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    do(shop, buy("success"), ShipOrder(number=NUMBER, carrier="Post", tracking="1"))
    shop.clock.set(NOON + timedelta(days=20))
    shop.when(ask()).then_raises(NotReturnable, why="mug is of a kind that can't be sent back.")
    assert "of a kind" in shop.ask(GetReturnable(number=NUMBER)).why_not


def test_what_is_refused_or_withdrawn_can_be_asked_for_again(shop):
    do(shop, ask({MUG: 2}))
    shop.when(RefuseReturn(number=R1, reason="it was used")).then({
        RETURN: [ReturnRefused(at=NOON, return_id=RETURN, reason="it was used")],
        ORDER: [ReturnLetGo(at=NOON, order_id=ORDER, return_id=RETURN)],
    })
    do(shop, ask({MUG: 2}), ApproveReturn(number=R2))
    second = return_of(ORDER, 2)
    shop.when(WithdrawReturn(number=R2)).then({
        second: [ReturnWithdrawn(at=NOON, return_id=second)],
        ORDER: [ReturnLetGo(at=NOON, order_id=ORDER, return_id=second)],
    })
    assert [it.status for it in shop.ask(ReturnsOfOrder(number=NUMBER))] == ["refused", "withdrawn"]


def test_a_return_knows_where_it_goes_and_has_a_slip(shop):
    do(shop, ask())
    with pytest.raises(NoSuchReturn):
        shop.ask(PrintReturnSlip(number=R1))
    do(shop, ApproveReturn(number=R1))
    assert shop.streams()[RETURN][-1] == ReturnApproved(
        at=NOON, return_id=RETURN,
        send_to=("Hearth & Field GmbH", "Töpfergasse 7", "70173 Stuttgart", "Germany"),
    )
    assert shop.ask(PrintReturnSlip(number=R1, order=NUMBER)).startswith(b"%PDF")


@pytest.mark.story("US-4.5", "pictures of damage")
def test_photographs_are_shown_to_whoever_may_see_the_return_and_to_nobody_else(shop):
    do(shop, ask(photos=(PICTURE,)))
    assert shop.ask(ShowPhotograph(number=R1, photo=1)).startswith(b"\xff\xd8\xff")
    for other in (
        {"photo": 2}, {"photo": 0}, {"photo": 1, "order": "ZZZZZ-ZZZZZ"},
        {"photo": 1, "scope": Scope(Reach.VENDOR, UUID(int=5))},
    ):
        with pytest.raises(NoSuchReturn):
            shop.ask(ShowPhotograph(number=R1, **other))
    shop.when(ask(photos=(b"no picture",))).then_raises(NotAPicture)
    shop.when(ask(photos=(PICTURE,) * 6)).then_raises(TooManyPhotographs)


def test_a_vendor_sees_and_changes_nothing_that_is_not_theirs(shop):
    do(shop, ask())
    theirs = Scope(Reach.VENDOR, UUID(int=5))
    with pytest.raises(NoSuchReturn):
        shop.ask(GetReturn(number=R1, scope=theirs))
    for command in (
        ApproveReturn(number=R1, scope=theirs), RefuseReturn(number=R1, reason="x", scope=theirs),
        ReceiveReturn(number=R1, scope=theirs),
        InspectReturn(inspection=RecordInspection(number=R1, found=(GOOD,), scope=theirs)),
        ApproveReturn(number="AAAAA-00001-R9"), ApproveReturn(number="rubbish"),
    ):
        shop.when(command).then_raises(NoSuchReturn)


def test_what_it_would_give_back_is_said_before(shop):
    quote = shop.ask(QuoteReturn(number=NUMBER, pieces={MUG: 2, HAT: 1}))
    assert (quote.whole, quote.shipping.amount, quote.total.amount) == (True, "4.90", "47.90")
    assert shop.ask(QuoteReturn(number=NUMBER, pieces={MUG: 1})).total.amount == "9.00"


def test_what_was_sent_cannot_be_cancelled_any_more_and_what_was_not_cannot_come_back(shop):
    shop.when(CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="x"))).then_raises(OutOfTurn)


@refunded
@pytest.mark.requirement("R3.3")
def test_the_same_request_again_is_answered_as_before(shop):
    once = Once(principal="guest", route="return", key="k", body="b", subject=ANN)
    first = shop.shop.bus().do(ask(), SOMEBODY, once).outcome
    shop.when(ask(), once).then_nothing()
    assert shop.outcome == first


