"""A booking is called off alone, and only while its parcel is here; what was cancelled is called off by itself."""

import pytest
from msgspec import structs

from store.application.ordering.carrier_ports import Booked, CalledOff, OwnLabel
from store.application.ordering.carrying import Followed, PrintLabels
from store.application.ordering.errors import LeftMeanwhile, NothingToLabel
from store.application.ordering.fulfilment import GetPart, SendParcel
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.domain.ordering.carrying_events import BookingCalledOff
from store.domain.ordering.errors import NoSuchParcel
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import booked_parcel_of
from tests.application.processes.examples import MUG, NUMBER, ORDER
from tests.application.processes.test_carrying_parcels import (
    BOOK,
    CALL_OFF,
    FIRST,
    FOLLOW,
    SECOND,
    Stranger,
    bought,
    sent,
    with_carrier,
)
from tests.application.processes.test_fulfilling_an_order import PART, SEND, does

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]


@pytest.fixture
def shop():
    return bought()


class Works(Stranger):
    """Takes whatever it is given, and notes what is called off; ``during`` that, something else may happen."""

    def __init__(self, label=None):
        super().__init__()
        self.called_off, self.during, self.of = [], lambda: None, label or {}

    def book(self, parcel):
        return Booked(f"b-{parcel.parcel_id}", f"T-{parcel.parcel_id}")

    def book_back(self, parcel):
        return self.book(parcel)

    def call_off(self, booking):
        self.called_off.append(booking)
        during, self.during = self.during, lambda: None
        during()
        return CalledOff()

    async def label(self, booking):
        return self.of.get(booking, OwnLabel())


def test_a_booking_that_left_while_it_was_called_off_is_sent_and_whoever_called_it_off_is_told(shop):
    carrier = with_carrier(shop, Works()).shop.carrier()
    booking = does(shop, BOOK).booking
    carrier.during = lambda: does(shop, SendParcel(
        number=NUMBER, part_id=PART, carrier=booking.carrier, tracking=booking.tracking
    ))
    with pytest.raises(LeftMeanwhile):
        does(shop, structs.replace(CALL_OFF, parcel_id=FIRST))
    [left] = shop.ask(GetPart(number=NUMBER, part_id=PART)).parcels
    assert (left.id, left.booking, carrier.called_off) == (FIRST, booking.id, [booking.id])


def test_of_another_parcel_than_the_one_that_is_meant_no_booking_is_called_off(shop):
    with_carrier(shop, Works())
    does(sent(shop, pieces={MUG: 1}), BOOK)
    shop.when(structs.replace(CALL_OFF, parcel_id=FIRST)).then_raises(LeftMeanwhile)
    shop.when(structs.replace(CALL_OFF, parcel_id=booked_parcel_of(PART, 3))).then_raises(NoSuchParcel)
    assert shop.shop.carrier().called_off == []
    assert does(shop, structs.replace(CALL_OFF, parcel_id=SECOND)).booking is None


@pytest.mark.story("US-4.4", "cancel within the allowed time")
def test_what_is_cancelled_while_it_is_booked_has_no_label_and_is_called_off_by_itself(shop):
    carrier = with_carrier(shop, Works()).shop.carrier()
    booking = does(shop, BOOK).booking
    assert does(shop, FOLLOW) == Followed(), "it may still be sent"
    assert carrier.called_off == []
    does(shop, CancelOrder(call_off=CallOff(number=NUMBER, by=Canceller.STAFF, reason="sold out")))
    with pytest.raises(NothingToLabel):
        shop.ask(PrintLabels(parts=((NUMBER, PART, None),)))
    assert does(with_carrier(shop, Stranger()), FOLLOW) == Followed(away=True)
    assert does(with_carrier(shop, carrier), FOLLOW) == Followed()
    assert carrier.called_off == [booking.id]
    assert isinstance(shop.streams()[ORDER][-1], BookingCalledOff)
    assert does(shop, FOLLOW) == Followed()


def test_what_was_sent_by_hand_instead_is_not_called_off_by_itself(shop):
    carrier = with_carrier(shop, Works()).shop.carrier()
    does(shop, BOOK)
    does(shop, SEND)
    assert does(shop, FOLLOW) == Followed()
    assert carrier.called_off == []
