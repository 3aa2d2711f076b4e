"""Returning goods: claimed on the order, decided, inspected, and paid back once."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from store.application.invoicing.messages import IssuePapers
from store.application.payments.messages import ReconcileRefund
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import (
    ApproveReturn,
    GetReturn,
    GetReturnable,
    GetReturnPolicy,
    InspectReturn,
    PrintReturnSlip,
    QuoteReturn,
    ReceiveReturn,
    RecordInspection,
    RefuseReturn,
    RequestReturn,
    ReturnsOfOrder,
    SetReturnPolicy,
    ShowPhotograph,
    WithdrawReturn,
)
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import Once
from store.domain.catalogue.product import Product
from store.domain.inventory.events import StockReturned
from store.domain.ordering.errors import NothingToReturn, OutOfTurn
from store.domain.ordering.events import (
    Canceller,
    ParcelDelivered,
    PiecesReturned,
    ReturnClaimed,
    ReturnLetGo,
    Share,
)
from store.domain.payments.events import RefundMade, RefundRequested
from store.domain.returns.errors import NoSuchReturn, NotReturnable, ReturnOutOfTurn, TooManyPhotographs
from store.domain.returns.events import (
    InspectedLine,
    ReturnApproved,
    ReturnClosed,
    ReturnInspected,
    ReturnRefused,
    ReturnWithdrawn,
)
from store.domain.returns.policy import Terms
from store.domain.shared.ids import last_parcel_of, papers_of, part_of, refund_of, return_of
from store.domain.shared.money import Money
from store.domain.shared.pictures import NotAPicture
from tests.adapters.catalogue.hostile_pictures import photo
from tests.application.processes.examples import (
    ANN,
    CART,
    HAT,
    MUG,
    MUGS,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    product,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.requirement("R4.1")]
refunded = pytest.mark.story("US-4.5", "the refund comes after approval")
FIRST, RETURN = refund_of(PAYMENT, 1), return_of(ORDER, 1)
R1, R2 = f"{NUMBER}-R1", f"{NUMBER}-R2"
PICTURE = photo()
WHY, DAY = "doesn't fit", timedelta(days=1)
PART = part_of(ORDER, None, "MAIN")


def eur(minor):
    return Money(minor, "EUR")


def sent(card="success", *, delivered=True):
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy(card), SOMEBODY)
    shop.shop.bus().do(ShipOrder(number=NUMBER, carrier="Post", tracking="1"), SOMEBODY)
    if delivered:
        shop.happened({ORDER: [ParcelDelivered(
            at=NOON, order_id=ORDER, part_id=PART, parcel_id=last_parcel_of(PART),
        )]})
    return shop


@pytest.fixture
def shop():
    return sent()


def ask(pieces=None, **more):
    return RequestReturn(number=NUMBER, pieces=pieces or {MUG: 1}, reason=WHY, **more)


def do(shop, *commands):
    for command in commands:
        outcome = shop.shop.bus().do(command, SOMEBODY).outcome
    return outcome


def inspect(*found, number=R1):
    return InspectReturn(inspection=RecordInspection(number=number, found=found))


ONE_BACK = (ask(), ApproveReturn(number=R1), ReceiveReturn(number=R1))
GOOD = InspectedLine(MUG, 1, 1, 0)


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
def test_where_nobody_said_that_it_arrived_the_promise_counts():
    shop = sent(delivered=False)
    shop.when(ask()).then_raises(NotReturnable)
    until = shop.ask(GetReturnable(number=NUMBER)).until
    shop.clock.set(NOON + timedelta(days=10))
    assert until is None
    assert shop.ask(GetReturnable(number=NUMBER)).until == date(2026, 6, 5) + timedelta(days=30)
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


@refunded
@pytest.mark.story("US-4.5", "follow the return")
def test_what_is_accepted_goes_back_on_the_shelf_and_its_money_back(shop):
    do(shop, *ONE_BACK)
    shop.when(inspect(GOOD)).then({
        RETURN: [
            ReturnInspected(at=NOON, return_id=RETURN, lines=(GOOD,), refund_id=FIRST),
            ReturnClosed(at=NOON, return_id=RETURN),
        ],
        ORDER: [PiecesReturned(
            at=NOON, order_id=ORDER, return_id=RETURN, pieces={MUG: 1}, reason=WHY,
            share=Share(eur(900), eur(0), eur(143)),
        )],
        MUGS: [StockReturned(at=NOON, sku=MUG, quantity=1, written_off=0, reason=f"return {R1}")],
        PAYMENT: [
            RefundRequested(at=NOON, payment_id=PAYMENT, refund_id=FIRST, amount=eur(900)),
            RefundMade(
                at=NOON, payment_id=PAYMENT, refund_id=FIRST, reference=f"sandbox-refund-{FIRST}", amount=eur(900),
            ),
        ],
    })
    seen = shop.ask(GetReturn(number=R1))
    assert (seen.status, seen.refund.status, seen.refund.amount.amount) == ("closed", "refunded", "9.00")
    assert [it.what for it in seen.timeline] == [
        "You asked to send it back", "Approved", "It has arrived", "Inspected", "Money given back",
    ]


@refunded
def test_a_part_is_accepted_the_rest_let_go_and_what_is_broken_written_off(shop):
    do(shop, ask({MUG: 2, HAT: 1}), ApproveReturn(number=R1), ReceiveReturn(number=R1))
    found = (InspectedLine(MUG, 1, 0, 1, "it was used beyond trying it out"), InspectedLine(HAT, 1, 1, 0))
    done = do(shop, inspect(*found))
    assert done.refund.amount.amount == "34.00", "a mug and the hat, and nothing of the sending"
    assert shop.streams()[MUGS][-1] == StockReturned(
        at=NOON, sku=MUG, quantity=1, written_off=1, reason=f"return {R1}",
    )
    last = do(shop, ask(), ApproveReturn(number=R2), ReceiveReturn(number=R2), inspect(GOOD, number=R2))
    assert last.refund.amount.amount == "13.90", "the last mug, and the sending"
    assert sum(it.minor for it in shop.shop.gateway().refunds().values()) == 4790


def test_nothing_accepted_is_nothing_owed(shop):
    do(shop, *ONE_BACK)
    done = do(shop, inspect(InspectedLine(MUG, 0, 0, 1, "it isn't what we sent")))
    assert (done.refund, done.status) == (None, "closed")
    assert shop.streams()[ORDER][-1] == ReturnLetGo(at=NOON, order_id=ORDER, return_id=RETURN)


@refunded
def test_before_it_is_approved_and_there_nothing_is_given_back(shop):
    do(shop, ask())
    shop.when(inspect(GOOD)).then_raises(ReturnOutOfTurn)
    shop.when(ReceiveReturn(number=R1)).then_raises(ReturnOutOfTurn)


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


@refunded
def test_a_slow_refund_closes_it_when_it_is_made_and_a_failed_one_when_it_was_tried_again():
    slow = sent("slow_refund")
    assert do(slow, *ONE_BACK, inspect(GOOD)).refund.status == "requested"
    assert slow.ask(GetReturn(number=R1)).status == "inspected"
    for _ in range(5):
        do(slow, ReconcileRefund(payment_id=PAYMENT, refund_id=FIRST))
    assert slow.ask(GetReturn(number=R1)).status == "closed"
    failing = sent("no_refund")
    assert do(failing, *ONE_BACK, inspect(GOOD)).refund.status == "failed"
    assert failing.ask(GetReturn(number=R1)).status == "inspected"
    do(failing, GiveBackAgain(number=NUMBER))


@refunded
def test_a_credit_note_follows_and_all_of_them_come_to_the_invoice(shop):
    do(shop, IssuePapers(order_id=ORDER), *ONE_BACK, inspect(GOOD))
    do(shop, ask({MUG: 1, HAT: 1}), ApproveReturn(number=R2), ReceiveReturn(number=R2))
    do(shop, inspect(GOOD, InspectedLine(HAT, 1, 1, 0), number=R2), IssuePapers(order_id=ORDER))
    _, invoice, *notes = shop.streams()[papers_of(ORDER)]
    assert [note.credit.total for note in notes] == [eur(900), eur(3890)]
    assert sum(note.credit.tax.minor for note in notes) == invoice.sale.tax.minor
    assert [line.quantity for note in notes for line in note.credit.lines] == [1, 1, 1]
    assert sum(tax.net.minor + tax.tax.minor for note in notes for tax in note.credit.taxes) == 4790
