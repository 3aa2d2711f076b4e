"""Money is held when somebody buys, taken when the parcel leaves, and let go where none will."""

from contextlib import suppress
from uuid import UUID

import pytest
from msgspec import structs

from projections.payments.held_payments import HeldPayment
from store.application.ordering.errors import BankIsSilent
from store.application.ordering.fulfilment import SendBooked, SendParcel
from store.application.ordering.messages import GetOrder
from store.application.payments.messages import ReconcilePayment
from store.application.payments.ports import Captured, Declined, Undecided
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.shipping_an_order import ShipOrder
from store.application.processes.taking_held_money import LetGoOfHeld, SettleHeld
from store.application.shared.authority import Reach, Scope
from store.domain.inventory.events import StockShipped
from store.domain.ordering.carrying_events import ParcelBooked
from store.domain.ordering.errors import NoSuchPart, NothingOwed, OutOfTurn
from store.domain.ordering.events import Canceller, OrderShipped
from store.domain.ordering.order import Order
from store.domain.payments.errors import MoneyNotTaken
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentLetGo,
    PaymentLost,
    PaymentLowered,
    PaymentRequested,
    RefundMade,
    RefundRequested,
)
from store.domain.shared.ids import booked_parcel_of, part_of, refund_of
from store.domain.shared.money import Money
from store.entrypoints.workers.holds import HoldFollower
from tests.application.processes.examples import (
    CART,
    HAT,
    HATS,
    MUG,
    MUGS,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R3.4"), pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
PART = part_of(ORDER, None, "MAIN")
SHIP = ShipOrder(number=NUMBER, carrier="DHL", tracking="1")
ALL, HAT_SHARE = Money(4790, "EUR"), Money(2785, "EUR")
TAKEN = PaymentCaptured(at=NOON, payment_id=PAYMENT, reference=f"sandbox-{PAYMENT}", amount=ALL)
SENT = {
    ORDER: [OrderShipped(at=NOON, order_id=ORDER, carrier="DHL", tracking="1")],
    MUGS: [StockShipped(at=NOON, sku=MUG, order_id=ORDER, quantity=2)],
    HATS: [StockShipped(at=NOON, sku=HAT, order_id=ORDER, quantity=1)],
}


def cancel(**more):
    return CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="x", **more))


def bought(card="success"):
    shop = shop_selling(later=True).happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy(card), SOMEBODY)
    return shop


@pytest.fixture
def shop():
    return bought()


def facts(shop):
    return shop.shop.journal().read([PAYMENT])[PAYMENT].events


def taken(shop):
    return list(shop.shop.gateway().captures().values())




def test_whoever_buys_has_an_order_and_nothing_is_taken_yet(shop):
    assert [type(fact) for fact in facts(shop)] == [PaymentRequested, PaymentAuthorised]
    seen = shop.ask(GetOrder(number=NUMBER))
    assert (seen.status, seen.payment.status) == ("confirmed", "authorised")
    assert taken(shop) == []


def test_the_money_is_taken_and_then_the_parcel_leaves(shop):
    shop.when(SHIP).then({PAYMENT: [TAKEN], **SENT})
    assert taken(shop) == [ALL]


@pytest.mark.parametrize(("card", "before"), [("success", [ALL]), ("no_capture", [])])
def test_what_is_booked_leaves_only_when_its_money_was_taken(card, before):
    shop = bought(card)
    shop.happened({ORDER: [ParcelBooked(
        at=NOON, order_id=ORDER, part_id=PART, parcel_id=booked_parcel_of(PART, 1), carrier="DHL", tracking="1",
        booking="b",
    )]})
    with suppress(MoneyNotTaken):
        shop.shop.bus().do(SendBooked(number=NUMBER, part_id=PART), SOMEBODY)
    assert taken(shop) == before
    assert bool(Order.replay(ORDER, shop.streams()[ORDER]).parts[0].parcels) is bool(before)


def test_a_notice_from_the_gateway_about_money_that_was_taken_confirms_nothing_twice(shop):
    shop.shop.bus().do(SHIP, SOMEBODY)
    shop.when(ReconcilePayment(payment_id=PAYMENT)).then({})


def test_money_that_cannot_be_taken_holds_the_parcel_with_a_sentence_and_stays_so():
    shop = bought("no_capture")
    for _ in range(2):
        with pytest.raises(MoneyNotTaken) as refused:
            shop.shop.bus().do(SHIP, SOMEBODY)
    assert "no longer holds the money" in str(refused.value)
    assert isinstance(facts(shop)[-1], PaymentLost)
    assert shop.ask(GetOrder(number=NUMBER)).status == "confirmed"


def test_a_lost_payment_is_cancelled_and_nothing_goes_back_of_what_never_came():
    shop = bought("no_capture")
    with pytest.raises(MoneyNotTaken):
        shop.shop.bus().do(SHIP, SOMEBODY)
    done = shop.shop.bus().do(cancel(), SOMEBODY).outcome
    assert (done.status, done.refund) == ("cancelled", None)
    with pytest.raises(NothingOwed):
        shop.shop.bus().do(GiveBackAgain(number=NUMBER), SOMEBODY)


def test_nobody_knows_whether_it_was_taken_so_the_parcel_waits_and_it_is_taken_once(shop):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shop.shop.gateway(), "capture", lambda *_: Undecided())
        with pytest.raises(BankIsSilent):
            shop.shop.bus().do(SHIP, SOMEBODY)
    shop.when(SHIP).then({PAYMENT: [TAKEN], **SENT})
    assert taken(shop) == [ALL]


def test_nothing_is_taken_for_an_order_that_cannot_leave(shop):
    shop.shop.bus().do(cancel(), SOMEBODY)
    with pytest.raises(OutOfTurn):
        shop.shop.bus().do(SHIP, SOMEBODY)
    assert taken(shop) == []


def test_a_cancelled_order_has_its_money_let_go(shop):
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert [type(fact) for fact in facts(shop)][2:] == [PaymentLowered, PaymentLetGo]
    assert isinstance(shop.shop.gateway().look(PAYMENT), Declined)


def test_of_an_order_cancelled_in_part_only_the_rest_is_taken(shop):
    shop.shop.bus().do(cancel(pieces={HAT: 1}), SOMEBODY)
    assert facts(shop)[-1] == PaymentLowered(at=NOON, payment_id=PAYMENT, amount=HAT_SHARE)
    rest = structs.replace(TAKEN, amount=ALL - HAT_SHARE)
    shop.when(SHIP).then({PAYMENT: [rest], ORDER: SENT[ORDER], MUGS: SENT[MUGS]})
    assert taken(shop) == [ALL - HAT_SHARE]


def test_what_is_cancelled_while_it_is_being_taken_goes_back(shop):
    shop.shop.bus().do(cancel().call_off, SOMEBODY)  # and then whoever cancelled dies
    late = SettleHeld(payment_id=PAYMENT, verdict=Captured(f"sandbox-{PAYMENT}", ALL))
    owed = RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=refund_of(PAYMENT, 1), amount=ALL)
    after_all = PaymentLowered(at=NOON, payment_id=PAYMENT, amount=Money(-ALL.minor, "EUR"))
    shop.when(late).then({PAYMENT: [after_all, TAKEN, owed]})


def test_what_was_taken_and_then_cancelled_is_given_back_as_ever(shop):
    shop.shop.gateway().capture(PAYMENT, ALL)
    shop.shop.bus().do(ReconcilePayment(payment_id=PAYMENT), SOMEBODY)
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert [type(fact) for fact in facts(shop)][2:] == [PaymentCaptured, RefundRequested, RefundMade]


def test_money_of_a_cancelled_order_is_let_go_by_whoever_comes_after(shop):
    shop.shop.bus().do(cancel().call_off, SOMEBODY)
    shop.shop.bus().do(LetGoOfHeld(payment_id=PAYMENT), SOMEBODY)
    assert isinstance(facts(shop)[-1], PaymentLetGo)


def test_money_that_is_due_is_only_looked_at(shop):
    shop.when(LetGoOfHeld(payment_id=PAYMENT)).then({})


class Watch:
    """A shop whose orders hold money, and whoever looks after that."""

    def __init__(self, shop):
        self.process = shop
        self.follower = HoldFollower(self.held, shop.shop.bus(), shop.clock)

    def held(self, *_):
        payment = self.process.shop.journal().read([PAYMENT])[PAYMENT].events
        open_ = not isinstance(payment[-1], PaymentLetGo | PaymentLost | PaymentCaptured)
        return [HeldPayment(PAYMENT, None, due=True)] if open_ else []


def test_whoever_looks_after_held_money_ends_what_a_dead_process_left(shop):
    shop.shop.bus().do(cancel().call_off, SOMEBODY)
    watch = Watch(shop)
    watch.follower()
    watch.follower()
    assert isinstance(facts(shop)[-1], PaymentLetGo)


def test_money_held_for_too_long_is_lost_and_the_order_still_stands(shop):
    shop.shop.gateway().cancel(PAYMENT)  # as a bank does by itself after a week
    Watch(shop).follower()
    assert isinstance(facts(shop)[-1], PaymentLost)
    assert shop.ask(GetOrder(number=NUMBER)).status == "confirmed"
    with pytest.raises(MoneyNotTaken):
        shop.shop.bus().do(SHIP, SOMEBODY)


def test_the_first_parcel_takes_all_that_is_due_and_the_next_one_nothing(shop):
    one = Order.replay(ORDER, shop.shop.journal().read([ORDER])[ORDER].events)
    part = one.parts[0]
    for pieces in ({MUG: 1}, {}):
        shop.shop.bus().do(
            SendParcel(number=NUMBER, part_id=part.id, carrier="DHL", tracking="1", pieces=pieces), SOMEBODY
        )
        assert taken(shop) == [ALL]


def test_a_vendor_has_no_money_taken_for_goods_of_others(shop):
    one = Order.replay(ORDER, shop.shop.journal().read([ORDER])[ORDER].events)
    part = one.parts[0]
    stranger = Scope(Reach.VENDOR, UUID(int=5))
    with pytest.raises(NoSuchPart):
        shop.shop.bus().do(
            SendParcel(number=NUMBER, part_id=part.id, carrier="DHL", tracking="1", scope=stranger), SOMEBODY
        )
    assert taken(shop) == []
