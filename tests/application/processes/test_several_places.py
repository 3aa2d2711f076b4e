"""Pieces lie at several places of the shop: acts name one, orders are served in the order that staff set."""

import pytest

from store.application.inventory.locations import (
    CloseLocation,
    CountPiecesByLocation,
    DescribeLocation,
    ListLocations,
    OpenLocation,
    PiecesThere,
    ReopenLocation,
    ReopenStocked,
)
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    LocationLevel,
    ReceiveStock,
    SyncStock,
    TakeBackStock,
    TransferStock,
    TryOut,
)
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.errors import NoSuch
from store.domain.inventory.errors import FewerToMove
from store.domain.inventory.events import Cause
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.location_errors import FirstLocationStays, LocationShut, PiecesLeft, UnknownLocation
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import order_of
from tests.application.processes.examples import CART, MUG, MUGS, OPENED, PLACE, TWO_MUGS, buy, shop_selling
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2")]
SHED, LOFT = LocationCode("SHED"), LocationCode("LOFT")


class Rooms:
    """A shop with five mugs in its first room, and a shed with room for more."""

    def __init__(self):
        self.process = shop_selling()
        self.does(OpenLocation(code=SHED, name=" The   shed ", priority=2))

    def does(self, command):
        return self.process.shop.bus().do(command, SOMEBODY).outcome

    def asks(self, query):
        return self.process.ask(query)

    @property
    def stock(self):
        return Inventory.replay(MUGS, self.process.streams()[MUGS])

    def buys(self, card="success"):
        self.process.happened({CART: [OPENED, TWO_MUGS]})
        return self.does(buy(card))


@pytest.fixture
def rooms():
    return Rooms()


@pytest.mark.story("US-3.1", "inventory reservation at checkout")
def test_an_order_is_served_from_the_place_that_comes_first_and_leaves_from_there(rooms):
    rooms.does(ReceiveStock(sku=MUG, quantity=4, location=SHED))
    rooms.does(DescribeLocation(code=MAIN, name="The shop", priority=3))
    order = rooms.buys()
    assert rooms.stock.aside_for(order_of(order.number)) == {SHED: 2}
    rooms.does(ShipOrder(number=order.number, carrier="Post", tracking="T-1"))
    assert rooms.stock.by_location == {MAIN: 5, SHED: 2}
    rooms.does(TakeBackStock(sku=MUG, quantity=1, written_off=0, reason="did not fit", location=SHED))
    assert rooms.stock.by_location == {MAIN: 5, SHED: 3}


def test_an_order_that_comes_to_nothing_frees_pieces_where_they_were_put_aside(rooms):
    rooms.does(CountStock(sku=MUG, on_hand=1, reason="broken"))
    rooms.does(ReceiveStock(sku=MUG, quantity=1, location=SHED))
    rooms.process.happened({CART: [OPENED, TWO_MUGS]})
    order = rooms.does(PLACE)
    assert rooms.stock.aside_for(order_of(order.number)) == {MAIN: 1, SHED: 1}
    assert (rooms.stock.free_at(MAIN), rooms.stock.free_at(SHED)) == (0, 0)
    again = Rooms()
    again.does(TransferStock(sku=MUG, quantity=5, origin=MAIN, destination=SHED, reason="room"))
    with pytest.raises(Exception, match="declined"):
        again.buys("decline")
    assert (again.stock.free_at(SHED), again.stock.reserved) == (5, 0)


def test_acts_name_a_place_and_levels_tell_of_each(rooms):
    rooms.does(ReceiveStock(sku=MUG, quantity=4, location=SHED))
    rooms.does(AdjustStock(sku=MUG, change=-1, cause=Cause.LOST, reason="lost", location=SHED))
    rooms.does(SyncStock(sku=MUG, source="till", sequence=1, change=2, location=SHED))
    rooms.does(CountStock(sku=MUG, on_hand=6, reason="count", shown=5, location=SHED))
    level = rooms.does(TransferStock(sku=MUG, quantity=2, origin=SHED, destination=MAIN, reason="room"))
    assert (level.on_hand, level.available) == (11, 11)
    assert level.locations == (LocationLevel(MAIN, 7, 0, 7), LocationLevel(SHED, 4, 0, 4))
    assert rooms.asks(GetStockLevel(sku=MUG)) == level
    with pytest.raises(FewerToMove):
        rooms.does(TransferStock(sku=MUG, quantity=5, origin=SHED, destination=MAIN, reason="room"))


@pytest.mark.parametrize("place", ["LOFT", "shed", "", "<b>"])
def test_a_place_that_is_not_there_takes_nothing(rooms, place):
    for wish in (
        ReceiveStock(sku=MUG, quantity=1, location=LocationCode(place)),
        CountStock(sku=MUG, on_hand=1, reason="", location=LocationCode(place)),
        SyncStock(sku=MUG, source="till", sequence=1, on_hand=1, location=LocationCode(place)),
        TransferStock(sku=MUG, quantity=1, origin=MAIN, destination=LocationCode(place), reason=""),
        TransferStock(sku=MUG, quantity=1, origin=LocationCode(place), destination=MAIN, reason=""),
    ):
        rooms.process.when(wish).then_raises(UnknownLocation, location=place)
    [told] = rooms.asks(TryOut(wishes=(ReceiveStock(sku=MUG, quantity=1, location=LocationCode(place)),)))
    assert (told.after, told.refusal.name) == (None, "UnknownLocation")


@pytest.mark.story("US-2.6", "bulk stock updates")
def test_what_would_come_of_it_is_tried_at_its_place(rooms):
    wishes = tuple(CountStock(sku=MUG, on_hand=3, reason="", location=place) for place in (SHED, MAIN, None))
    told = rooms.asks(TryOut(wishes=wishes))
    assert [it.after.on_hand for it in told] == [8, 6, 6]


def test_a_place_is_closed_once_it_is_empty_and_then_takes_nothing(rooms):
    rooms.does(ReceiveStock(sku=MUG, quantity=2, location=SHED))
    rooms.process.when(CloseLocation(code=SHED)).then_raises(PiecesLeft, pieces=2)
    rooms.process.when(CloseLocation(code=MAIN)).then_raises(FirstLocationStays)
    rooms.process.when(CloseLocation(code=LOFT)).then_raises(NoSuch, kind="place")
    rooms.does(TransferStock(sku=MUG, quantity=2, origin=SHED, destination=MAIN, reason="winter"))
    assert not rooms.does(CloseLocation(code=SHED)).open
    rooms.process.when(ReceiveStock(sku=MUG, quantity=1, location=SHED)).then_raises(LocationShut, location=SHED)
    assert rooms.does(ReopenLocation(code=SHED)).open
    rooms.does(ReceiveStock(sku=MUG, quantity=1, location=SHED))


def test_what_came_in_at_the_instant_of_closing_is_seen_and_can_go(rooms):
    """The list of places and the pieces are two streams: what passes the door while it is shut is not lost."""
    rooms.does(CloseLocation(code=SHED))
    stock = rooms.stock
    stock.receive(MUG, 2, at=rooms.process.clock.now(), location=SHED)
    rooms.process.happened({MUGS: stock.fresh})
    assert PiecesThere(SHED, 1, 2, 0) in rooms.asks(CountPiecesByLocation())
    rooms.does(CountStock(sku=MUG, on_hand=1, reason="one broke", location=SHED))
    rooms.process.when(CountStock(sku=MUG, on_hand=2, reason="", location=SHED)).then_raises(LocationShut)
    assert rooms.does(ReopenStocked(code=SHED)) == 1
    assert next(it for it in rooms.asks(ListLocations()) if it.code == SHED).open
    assert rooms.does(ReopenStocked(code=SHED)) == 0
    level = rooms.does(TransferStock(sku=MUG, quantity=1, origin=SHED, destination=MAIN, reason="winter"))
    assert level.locations == (LocationLevel(MAIN, 6, 0, 6),)


def test_places_are_listed_in_the_order_in_which_they_serve(rooms):
    rooms.does(OpenLocation(code=LOFT, name="The loft", priority=1, address="Up the stairs"))
    assert [(it.code, it.name, it.open) for it in rooms.asks(ListLocations())] == [
        (LOFT, "The loft", True), (MAIN, "Main", True), (SHED, "The shed", True)
    ]


def test_a_shop_with_one_room_says_of_its_stock_what_it_always_said():
    """Its facts name no place, and nothing is read to find out that there is one."""
    shop = shop_selling()
    shop.happened({CART: [OPENED, TWO_MUGS]})
    shop.shop.bus().do(buy("success"), SOMEBODY)
    facts = shop.streams()[MUGS]
    assert all(getattr(fact, "location", MAIN) == MAIN and not getattr(fact, "locations", {}) for fact in facts)
    assert "by_location" not in Inventory.replay(MUGS, facts).picture()
