"""Parcels are booked with a carrier and followed: each scan is one fact, and one that says it is there delivers it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from dependency_injector import providers
from msgspec import structs

from store.adapters.ordering.carrier_sandbox import REFUSED_CODE, SANDBOX, UNDELIVERABLE_CODE
from store.application.ordering.carrier_ports import Away, Scanned
from store.application.ordering.carrying import BookParcel, CallOffBooking, Followed, FollowParcel, PrintLabels
from store.application.ordering.errors import BookingRefused, CarrierAway, NoCarrier, NothingToLabel
from store.application.ordering.fulfilment import GetPart, MarkDelivered, SendParcel, TakeBackDelivery
from store.application.ordering.messages import GetOrder
from store.application.processes.following_parcels import BEFORE_IT_LEFT, MOST_SCANS
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.tracking_an_order import TrackOrder
from store.application.shared.errors import VersionMoved
from store.domain.ordering.carrying_events import BookingCalledOff, ParcelScanned, ScanCode
from store.domain.ordering.errors import NoSuchBooking, NoSuchParcel, NoSuchPart, PartOutOfTurn
from store.domain.ordering.events import ParcelDelivered
from store.domain.shared.ids import booked_parcel_of, subject_of
from tests.application.processes.examples import (
    CART,
    HOME,
    MUG,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PLACE,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.application.processes.test_fulfilling_an_order import FOREIGN, NOBODYS, PART, SEND, does
from tests.harness.pdf import text_of
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]
BOOK, CALL_OFF = BookParcel(number=NUMBER, part_id=PART), CallOffBooking(number=NUMBER, part_id=PART)
FIRST, SECOND = booked_parcel_of(PART, 1), booked_parcel_of(PART, 2)
FOLLOW = FollowParcel(order_id=ORDER, part_id=PART, parcel_id=FIRST)
DELIVER = MarkDelivered(number=NUMBER, part_id=PART, parcel_id=FIRST)


class Stranger:
    """A carrier that says what it is told to, or nothing."""

    name, patience = SANDBOX, timedelta(0)

    def __init__(self, *told):
        self.told = told or Away()

    def book(self, _):
        return Away()

    def call_off(self, _):
        return Away()

    def scans(self, *_):
        return self.told

    async def label(self, _):
        return Away()


def bought(postal_code=HOME.postal_code):
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    wish = structs.replace(PLACE, address=structs.replace(HOME, postal_code=postal_code))
    shop.shop.bus().do(BuyCart(order=wish, token="success"), SOMEBODY)
    return shop


def with_carrier(shop, carrier):
    """The same shop, whose carrier is another one from now on."""
    shop.shop.carrier.override(providers.Object(carrier))
    shop.shop.parts.reset()
    shop.shop.bus.reset()
    return shop


def sent(shop, **more):
    booking = does(shop, BOOK).booking
    does(shop, SendParcel(
        number=NUMBER, part_id=PART, carrier=booking.carrier, tracking=booking.tracking, **more
    ))
    return shop


@pytest.fixture
def shop():
    return bought()


def test_a_parcel_is_booked_once_and_sent_under_the_number_it_got(shop):
    stands = does(shop, BOOK)
    assert (stands.changed, stands.booking.parcel_id, stands.booking.carrier) == (True, FIRST, SANDBOX)
    shop.when(BOOK).then_nothing()
    assert (shop.outcome.changed, shop.outcome.booking) == (False, stands.booking)
    part = shop.ask(GetPart(number=NUMBER, part_id=PART))
    assert (part.booking, part.bookable_with, part.parcels) == (stands.booking, None, [])
    parcels = does(sent(shop, pieces={MUG: 1}), BOOK)
    assert (parcels.parcels, parcels.booking.parcel_id) == ([], SECOND)
    [left] = shop.ask(GetPart(number=NUMBER, part_id=PART)).parcels
    assert (left.id, left.tracking, left.booking) == (FIRST, stands.booking.tracking, stands.booking.id)


def test_a_number_typed_by_hand_leaves_the_booking_until_it_is_called_off(shop):
    does(shop, BOOK)
    assert does(shop, SEND).parcels != [FIRST]
    part = shop.ask(GetPart(number=NUMBER, part_id=PART))
    assert (part.status, part.booking.parcel_id) == ("shipped", FIRST)
    shop.when(CALL_OFF).then({ORDER: [
        BookingCalledOff(at=NOON, order_id=ORDER, part_id=PART, parcel_id=FIRST)
    ]})
    shop.when(CALL_OFF).then_raises(NoSuchBooking)
    shop.when(BOOK).then_raises(PartOutOfTurn, stage="shipped")


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_whose_part_it_is_not_books_calls_off_and_prints_nothing(shop):
    for scope in (FOREIGN, NOBODYS):
        for wish in (BOOK, CALL_OFF):
            shop.when(structs.replace(wish, scope=scope)).then_raises(NoSuchPart)
        with pytest.raises(NoSuchPart):
            shop.ask(PrintLabels(parts=((NUMBER, PART, None),), scope=scope))
    shop.when(structs.replace(BOOK, version=1)).then_raises(VersionMoved)


def test_a_refusal_and_a_silence_say_so_and_change_nothing():
    shop = bought(REFUSED_CODE)
    shop.when(BOOK).then_raises(BookingRefused, carrier=SANDBOX, reason=f"it delivers nothing to {REFUSED_CODE}")
    with_carrier(shop, Stranger()).when(BOOK).then_raises(CarrierAway)
    with_carrier(shop, None).when(BOOK).then_raises(NoCarrier)
    assert shop.ask(GetPart(number=NUMBER, part_id=PART)).bookable_with is None
    assert does(shop, SEND).status == "shipped"


def test_nothing_is_booked_before_it_is_paid_for_nor_for_somebody_who_was_forgotten(shop):
    unpaid = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
    does(unpaid, buy("challenge"))
    unpaid.when(BOOK).then_raises(PartOutOfTurn, stage="awaiting_payment")
    [placed, *_] = shop.streams()[ORDER]
    shop.shop.keys().destroy(placed.address.subject if hasattr(placed.address, "subject") else subject_of(CART))
    shop.when(BOOK).then_raises(BookingRefused, reason="the address was erased on request")


@pytest.mark.story("US-4.3", "print packing slips")
def test_a_label_says_where_the_booked_parcel_goes_and_nothing_else_of_the_buyer(shop):
    with pytest.raises(NothingToLabel):
        shop.ask(PrintLabels(parts=((NUMBER, PART, None),)))
    tracking = does(shop, BOOK).booking.tracking
    said = text_of(shop.ask(PrintLabels(parts=((NUMBER, PART, None),))).pdf)
    for words in (tracking, HOME.name, HOME.line1, SANDBOX):
        assert words in said
    assert "ann@example.org" not in said
    with pytest.raises(NoSuchParcel):
        shop.ask(PrintLabels(parts=((NUMBER, PART, SECOND),)))
    for carrier, error in ((Stranger(), CarrierAway), (None, BookingRefused)):
        with pytest.raises(error):
            with_carrier(shop, carrier).ask(PrintLabels(parts=((NUMBER, PART, FIRST),)))


@pytest.mark.story("US-4.2", "status history with times")
def test_scans_are_facts_once_each_and_the_last_one_delivers_the_parcel_as_staff_do(shop):
    sent(shop)
    assert does(shop, FOLLOW) == Followed(1)
    assert does(shop, FOLLOW) == Followed(0)
    shop.clock.advance(timedelta(minutes=5))
    assert does(shop, FOLLOW) == Followed(3)
    shop.clock.advance(timedelta(minutes=5))
    assert does(shop, FOLLOW) == Followed(1)
    facts = shop.streams()[ORDER]
    assert isinstance(facts[-1], ParcelDelivered)
    assert [it.code.value for it in facts if isinstance(it, ParcelScanned)] == [
        "collected", "in_depot", "in_depot", "out_for_delivery", "delivered",
    ]
    assert does(shop, FOLLOW) == Followed(0), "nobody asks after what is there"
    for order in (
        shop.ask(GetOrder(number=NUMBER)), shop.ask(TrackOrder(number=NUMBER, email="ann@example.org")),
    ):
        [parcel] = order.parcels
        assert [(it.what, it.place) for it in parcel.scans][:2] == [
            ("The carrier has it", "Millbrook"), ("Sorted at a depot", "Millbrook"),
        ]
        assert (order.status, parcel.scans[-1].place) == ("delivered", None)


def test_what_staff_said_first_stays_said_and_what_they_took_back_stays_taken_back(shop):
    sent(shop)
    shop.clock.advance(timedelta(minutes=10))
    does(shop, FOLLOW)
    does(shop, DELIVER)
    told = [Scanned("s-1", ScanCode.DELIVERED, NOON)]
    assert sum(isinstance(it, ParcelDelivered) for it in shop.streams()[ORDER]) == 1
    does(shop, TakeBackDelivery(number=NUMBER, part_id=PART, parcel_id=FIRST))
    assert does(with_carrier(shop, Stranger()), FOLLOW) == Followed(away=True)
    shop.shop.carrier().told = told
    does(shop, FOLLOW)
    does(shop, FOLLOW)
    facts = shop.streams()[ORDER]
    assert sum(isinstance(it, ParcelDelivered) for it in facts) == 2, "another scan is news, the same one isn't"


def test_what_comes_back_is_seen_by_staff_and_not_asked_after_for_ever():
    shop = sent(bought(UNDELIVERABLE_CODE))
    does(shop, FOLLOW)
    shop.clock.advance(timedelta(minutes=8))
    does(shop, FOLLOW)
    [parcel] = shop.ask(GetPart(number=NUMBER, part_id=PART)).parcels
    assert (parcel.stranded, parcel.scans[-1].code) == (True, ScanCode.UNDELIVERABLE)
    assert shop.ask(GetOrder(number=NUMBER)).status == "shipped"
    shop.clock.advance(timedelta(minutes=8))
    assert does(shop, FOLLOW) == Followed(1)
    assert does(shop, FOLLOW) == Followed(0)


def test_a_strangers_words_are_cut_to_what_a_fact_may_hold(shop):
    doors = [
        Scanned("s-1", ScanCode.IN_DEPOT, NOON, "  Porto\n "), Scanned("s-2", ScanCode.IN_DEPOT, NOON, "Lindenweg 4"),
        Scanned("s-3", ScanCode.NOT_HANDED_OVER, NOON, "Berlin"), Scanned("s-4", ScanCode.IN_DEPOT, NOON, "x" * 61),
        Scanned("s-5", ScanCode.IN_DEPOT, NOON + timedelta(days=9), "\u202eotroP"),
    ]
    flood = [Scanned(f"f-{number}", ScanCode.ON_THE_WAY, NOON) for number in range(500)]
    ends = [Scanned(f"u-{number}", ScanCode.UNDELIVERABLE, NOON) for number in range(500)]
    sent(shop)
    with_carrier(shop, Stranger(*doors, *flood, *ends, Scanned("d", ScanCode.DELIVERED, NOON)))
    assert does(shop, FOLLOW) == Followed(MOST_SCANS + 2)
    facts = [it for it in shop.streams()[ORDER] if isinstance(it, ParcelScanned)]
    assert [it.place for it in facts[:5]] == ["Porto", "", "", "", ""]
    assert max(it.scanned_at for it in facts) == NOON
    assert shop.ask(GetOrder(number=NUMBER)).status == "delivered"


def test_a_moment_of_a_scan_lies_between_shortly_before_it_left_and_now_and_is_in_utc(shop):
    east, west = timezone(timedelta(hours=14)), timezone(-timedelta(hours=12))
    moments = [
        datetime(1, 1, 1, tzinfo=east), datetime(9999, 12, 31, 23, tzinfo=west), NOON - timedelta(days=30),
        (NOON - timedelta(hours=1)).astimezone(east),
    ]
    sent(shop)
    with_carrier(shop, Stranger(*(Scanned(f"m-{it}", ScanCode.IN_DEPOT, at) for it, at in enumerate(moments))))
    assert does(shop, FOLLOW) == Followed(4)
    facts = [it for it in shop.streams()[ORDER] if isinstance(it, ParcelScanned)]
    first = NOON - BEFORE_IT_LEFT
    assert [it.scanned_at for it in facts] == [first, NOON, first, NOON - timedelta(hours=1)]
    assert {it.scanned_at.tzinfo for it in facts} == {UTC}


def test_a_booked_number_is_known_however_it_is_spelled(shop):
    booking = does(shop, BOOK).booking
    typed = f" {booking.tracking[:5].lower()} {booking.tracking[5:]}"
    assert does(shop, SendParcel(
        number=NUMBER, part_id=PART, carrier=booking.carrier.upper(), tracking=typed
    )).parcels == [FIRST]
    [left] = shop.ask(GetPart(number=NUMBER, part_id=PART)).parcels
    assert (left.carrier, left.tracking) == (booking.carrier, booking.tracking), "as its carrier is asked about it"


def test_of_what_was_sent_by_hand_or_with_another_carrier_nothing_is_asked(shop):
    does(shop, SEND)
    assert does(shop, FOLLOW) == Followed()
    other = sent(bought())
    with_carrier(other, None)
    assert does(other, FOLLOW) == Followed()
    assert does(other, FOLLOW) == Followed()
