"""Parts of an order are packed, sent in parcels and delivered; each parcel takes its pieces out of the stock."""

from datetime import date
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.pricing.shipping_table import STARTING, FlatShippingTable
from store.application.inventory.locations import OpenLocation
from store.application.inventory.messages import ReceiveStock
from store.application.ordering.carriers import followed_at
from store.application.ordering.fulfilment import (
    GetPart,
    MarkDelivered,
    MarkProcessing,
    SendParcel,
    TakeBackDelivery,
    TakeBackProcessing,
)
from store.application.ordering.messages import GetOrder
from store.application.pricing.shipping import PlanShipping
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.estimating_delivery import EstimatingDelivery
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.printing_slips import PrintSlips
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.authority import Reach, Scope
from store.application.shared.errors import VersionMoved
from store.domain.cart.events import CartOpened, LinePut
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.inventory.events import StockOpened, StockReceived, StockReleased, StockShipped
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.ordering.errors import NoSuchParcel, NoSuchPart, NotThatManyToSend, PartOutOfTurn
from store.domain.ordering.events import Canceller, Expected, ParcelSent, Totals
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.pricing.delivery import Calendar
from store.domain.shared.ids import CategoryId, ProductId, VendorId, parcel_of, part_of, stock_of
from tests.application.processes.examples import (
    CART,
    HAT,
    HATS,
    HOME,
    MUG,
    MUGS,
    NINE,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PLACE,
    TWENTY_FIVE,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.pdf import pages_of, text_of
from tests.harness.processes import NOON, SOMEBODY, given_facts

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.3", "mark an order as processing or delivered"),
]
PART = part_of(ORDER, None, "MAIN")
ONE, TWO = parcel_of(PART, 1), parcel_of(PART, 2)
SEND = SendParcel(number=NUMBER, part_id=PART, carrier="DHL", tracking="T-1")
LOAM, OTTO = VendorId(UUID(int=77)), VendorId(UUID(int=78))
OWN, FOREIGN, NOBODYS = Scope(Reach.VENDOR, LOAM), Scope(Reach.VENDOR, OTTO), Scope(Reach.ACCOUNT, LOAM)
SHED = LocationCode("SHED")
CLOSED = structs.replace(STARTING, calendar=Calendar(holidays=(date(2026, 6, 1), date(2026, 6, 5))))


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


def does(shop, command):
    return shop.shop.bus().do(command, SOMEBODY).outcome


def test_a_parcel_takes_its_pieces_out_of_the_stock_and_no_others(shop):
    some = structs.replace(SEND, pieces={MUG: 1, HAT: 0})
    shop.when(some).then({
        ORDER: [ParcelSent(
            at=NOON, order_id=ORDER, part_id=PART, parcel_id=ONE, pieces={MUG: 1}, carrier="DHL", tracking="T-1",
            due=date(2026, 6, 5), stands=Stage.PARTLY_SHIPPED,
        )],
        MUGS: [StockShipped(at=NOON, sku=MUG, order_id=ORDER, quantity=1)],
    })
    assert (shop.outcome.status, shop.outcome.order_status, shop.outcome.parcels) == (
        "partly_shipped", "partly_shipped", [ONE]
    )
    shop.when(structs.replace(some, pieces={MUG: 2})).then_raises(NotThatManyToSend, left=1)
    rest = does(shop, SEND)
    assert (rest.parcels, rest.order_status) == ([TWO], "shipped")
    assert [Inventory.replay(id, shop.streams()[id]).reservations for id in (MUGS, HATS)] == [{}, {}]
    shop.when(SEND).then_raises(PartOutOfTurn, stage="shipped")


def test_a_part_is_processed_and_delivered_and_both_are_taken_back_and_again_is_no_fact(shop):
    process, back = (kind(number=NUMBER, part_id=PART) for kind in (MarkProcessing, TakeBackProcessing))
    assert does(shop, process).order_status == "processing"
    shop.when(process).then_nothing()
    assert not shop.outcome.changed
    assert does(shop, back).status == "awaiting"
    shop.when(MarkDelivered(number=NUMBER, part_id=PART)).then_raises(NoSuchParcel)
    does(shop, structs.replace(SEND, pieces={HAT: 1}))
    does(shop, SEND)
    assert does(shop, MarkDelivered(number=NUMBER, part_id=PART, parcel_id=ONE)).order_status == "shipped"
    done = does(shop, MarkDelivered(number=NUMBER, part_id=PART))
    assert (done.order_status, done.parcels, done.changed) == ("delivered", [TWO], True)
    shop.when(MarkDelivered(number=NUMBER, part_id=PART)).then_nothing()
    assert does(shop, TakeBackDelivery(number=NUMBER, part_id=PART, parcel_id=TWO)).order_status == "shipped"
    assert does(shop, TakeBackDelivery(number=NUMBER, part_id=PART)).status == "shipped"


@pytest.mark.requirement("R2.2")
def test_whoever_looked_at_an_older_version_looks_again_first(shop):
    shop.when(structs.replace(SEND, version=1)).then_raises(VersionMoved, now=2)


@pytest.mark.story("US-4.4", "goods of a cancelled order are free again")
def test_what_is_cancelled_is_what_is_in_no_parcel_and_the_order_stays_shipped(shop):
    does(shop, structs.replace(SEND, pieces={MUG: 1}))
    off = CallOff(number=NUMBER, by=Canceller.STAFF, reason="x")
    done = does(shop, CancelOrder(call_off=off))
    assert (done.status, done.refund.amount.amount) == ("shipped", "37.88")
    assert shop.streams()[MUGS][-1] == StockReleased(at=NOON, sku=MUG, order_id=ORDER, quantity=1)
    assert shop.streams()[HATS][-1] == StockReleased(at=NOON, sku=HAT, order_id=ORDER, quantity=1)


@pytest.mark.story("US-4.3", "mark an order as shipped")
def test_what_is_left_is_sent_as_a_whole_as_ever(shop):
    does(shop, structs.replace(SEND, pieces={MUG: 1}))
    assert does(shop, ShipOrder(number=NUMBER, carrier="Post", tracking="9")).status == "shipped"
    seen = shop.ask(GetOrder(number=NUMBER))
    assert [(it.carrier, sorted((line.sku, line.quantity) for line in it.lines)) for it in seen.parcels] == [
        ("DHL", [(MUG, 1)]), ("Post", [(HAT, 1), (MUG, 1)]),
    ]


@pytest.mark.story("US-4.2", "an estimated day of delivery")
@pytest.mark.story("US-4.2", "the tracking number")
@pytest.mark.story("US-4.1", "see an order's items, total and shipping")
def test_whoever_bought_sees_when_it_comes_and_each_parcel_with_what_is_inside(shop):
    before = shop.ask(GetOrder(number=NUMBER))
    assert (before.estimate.earliest, before.estimate.latest) == (date(2026, 6, 3), date(2026, 6, 5))
    assert (before.parcels, [(it.status, it.pieces) for it in before.parts]) == (
        [], [("awaiting", {MUG: 2, HAT: 1})]
    )
    does(shop, structs.replace(SEND, pieces={MUG: 2}))
    does(shop, MarkDelivered(number=NUMBER, part_id=PART))
    seen = shop.ask(GetOrder(number=NUMBER))
    [parcel] = seen.parcels
    assert (parcel.link, parcel.due, parcel.delivered_at) == (followed_at("DHL", "T-1"), date(2026, 6, 5), NOON)
    assert [moment.what for moment in seen.timeline][-2:] == ["2 pieces on the way", "Delivered"]
    assert {line.sku: line.sent for line in seen.lines} == {MUG: 2, HAT: 0}
    assert seen.estimate is not None
    does(shop, SEND)
    assert shop.ask(GetOrder(number=NUMBER)).estimate is None


def test_a_parcel_is_due_by_what_was_promised_when_it_was_bought():
    order = Order(ORDER)
    order.totals, order.shipping_method = Totals(NINE, NINE, NINE, NINE, "DE", 190_000, "half-up-per-line"), "express"
    estimating, monday = EstimatingDelivery(FlatShippingTable()), date(2026, 6, 1)
    assert estimating.of(order, monday, None) == (date(2026, 6, 2), date(2026, 6, 2)), "before promises were kept"
    order.expected = Expected(date(2026, 6, 3), date(2026, 6, 5), 2, 4)
    assert estimating.of(order, monday, None) == (date(2026, 6, 3), date(2026, 6, 5))
    assert estimating.of(order, monday, CLOSED) == (date(2026, 6, 4), date(2026, 6, 9)), "leaves and travels later"
    order.expected, order.shipping_method = None, "express"
    assert estimating.of(order, monday, CLOSED) == (date(2026, 6, 3), date(2026, 6, 3))
    order.shipping_method = "pigeon"
    assert estimating.of(order, monday, None) is None


@pytest.mark.story("US-4.2", "an estimated day of delivery")
def test_a_parcel_is_due_later_where_a_holiday_was_said_meanwhile_and_what_was_promised_stays(shop):
    does(shop, PlanShipping(plan=CLOSED))
    does(shop, structs.replace(SEND, pieces={MUG: 1}))
    seen = shop.ask(GetOrder(number=NUMBER))
    assert [parcel.due for parcel in seen.parcels] == [date(2026, 6, 9)]
    assert (seen.estimate.earliest, seen.estimate.latest) == (date(2026, 6, 3), date(2026, 6, 5))


@pytest.mark.parametrize(("carrier", "tracking", "link"), [
    ("dhl", "a b/c", "https://www.dhl.com/global-en/home/tracking.html?tracking-id=a%20b%2Fc"),
    ("DHL", "", None), ("Anna's bicycle", "7", None),
])
def test_carriers_that_are_known_show_where_a_parcel_is(carrier, tracking, link):
    assert followed_at(carrier, tracking) == link


def test_pieces_leave_from_the_place_of_their_part_alone():
    shop = shop_selling()
    does(shop, OpenLocation(code=SHED, name="The shed", priority=2))
    does(shop, ReceiveStock(sku=MUG, quantity=1, location=SHED))
    shop.happened({CART: [OPENED, LinePut(at=NOON, cart_id=CART, sku=MUG, quantity=6, price=NINE)]})
    does(shop, buy("success"))
    shed = part_of(ORDER, None, "SHED")
    assert does(shop, structs.replace(SEND, part_id=shed)).order_status == "partly_shipped"
    mugs = Inventory.replay(MUGS, shop.streams()[MUGS])
    assert (mugs.by_location, mugs.aside_for(ORDER)) == ({MAIN: 5}, {MAIN: 5})
    does(shop, CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="x", pieces={MUG: 2})))
    assert Inventory.replay(MUGS, shop.streams()[MUGS]).aside_for(ORDER) == {MAIN: 3}


def of_two_vendors():
    """Loam's mug and the shop's own hat, bought together."""
    facts = {CART: [
        CartOpened(at=NOON, cart_id=CART, currency="EUR"), TWO_MUGS, ONE_HAT,
    ]}
    for number, (sku, price, vendor) in enumerate([(MUG, NINE, LOAM), (HAT, TWENTY_FIVE, None)], 501):
        product = ProductId(UUID(int=number))
        facts[product] = [ProductListed(
            at=NOON, product_id=product, vendor=vendor,
            description=Description(sku.lower(), sku, "Kiln", CategoryId(UUID(int=9))), variants=(Variant(sku, price),),
        )]
        facts[stock_of(sku)] = [
            StockOpened(at=NOON, sku=sku, product_id=product), StockReceived(at=NOON, sku=sku, quantity=5),
        ]
    shop = given_facts(facts)
    does(shop, buy("success"))
    return shop


@pytest.mark.requirement("R1.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
@pytest.mark.story("US-4.3", "a vendor's orders are listed")
def test_a_vendor_sees_and_sends_their_own_part_and_of_others_there_is_none():
    shop = of_two_vendors()
    order = Order.replay(ORDER, shop.streams()[ORDER])
    loams = part_of(ORDER, LOAM, "MAIN")
    assert {it.id: it.vendor for it in order.parts} == {loams: LOAM, PART: None}
    view = shop.ask(GetPart(number=NUMBER, part_id=loams, scope=OWN))
    assert ([(it.sku, it.left) for it in view.pieces], view.value.amount) == ([(MUG, 2)], "18.00")
    assert view.shipping_address.name == "Ann Example"
    assert "ann@example.org" not in str(structs.asdict(view))
    for part, scope in [(loams, FOREIGN), (loams, NOBODYS), (PART, OWN), (PART, FOREIGN)]:
        with pytest.raises(NoSuchPart):
            shop.ask(GetPart(number=NUMBER, part_id=part, scope=scope))
        for kind in (MarkProcessing, TakeBackProcessing, MarkDelivered, TakeBackDelivery):
            shop.when(kind(number=NUMBER, part_id=part, scope=scope)).then_raises(NoSuchPart)
        shop.when(structs.replace(SEND, part_id=part, scope=scope, version=99)).then_raises(NoSuchPart)
    sent = does(shop, structs.replace(SEND, part_id=loams, scope=OWN))
    assert (sent.status, sent.order_status) == ("shipped", "partly_shipped")


def test_of_an_order_that_nobody_paid_for_there_is_no_part_yet():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    does(shop, buy("challenge"))
    with pytest.raises(NoSuchPart):
        shop.ask(GetPart(number=NUMBER, part_id=PART))
    shop.when(SEND).then_raises(PartOutOfTurn, stage="awaiting_payment")


@pytest.mark.requirement("R4.4")
@pytest.mark.story("US-4.3", "print packing slips")
def test_a_slip_says_what_lies_in_the_parcel_and_where_it_goes_in_any_letters_and_nothing_else_of_the_buyer():
    home = structs.replace(HOME, name="Ελένη #[*x*]", line1='ул. "Мира" 5 #read("/etc/passwd")')
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    does(shop, BuyCart(order=structs.replace(PLACE, address=home), token="success"))
    does(shop, structs.replace(SEND, pieces={HAT: 1}))
    pdf = shop.ask(PrintSlips(parts=((NUMBER, PART), (NUMBER, PART))))
    pages = pages_of(pdf)
    assert len(pages) == 2
    for words in (NUMBER, "Ελένη #[*x*]", 'ул. "Мира" 5 #read("/etc/passwd")', "10115 Berlin", "MUG"):
        assert words in pages[0].replace("\n", "")
    assert "HAT" not in pages[0]
    assert "ann@example.org" not in text_of(pdf)
    with pytest.raises(NoSuchPart):
        shop.ask(PrintSlips(parts=((NUMBER, PART),), scope=OWN))
