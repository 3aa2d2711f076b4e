"""The places of the shop: opened, described, closed once nothing is left there."""

import pytest

from store.domain.inventory.location_errors import (
    AddressTooLong,
    CodeMalformed,
    CodeTaken,
    FirstLocationStays,
    LocationNameMissing,
    LocationShut,
    PiecesLeft,
    PriorityOutOfRange,
    TooManyLocations,
    UnknownLocation,
)
from store.domain.inventory.location_events import (
    LocationClosed,
    LocationDescribed,
    LocationOpened,
    LocationReopened,
)
from store.domain.inventory.locations import FIRST, MOST_LOCATIONS, Location, Locations
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import locations
from tests.domain.inventory.test_inventory import NOON
from tests.domain.inventory.test_several_places import LOFT, SHED
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2")]
ID = locations()
OPENED = LocationOpened(at=NOON, code=SHED, name="The shed", priority=2)
CLOSED = LocationClosed(at=NOON, code=SHED)
empty, one, shut = given(Locations, ID), given(Locations, ID, OPENED), given(Locations, ID, OPENED, CLOSED)


def test_a_shop_has_a_first_place_before_anybody_says_so():
    assert Locations(ID).by_priority == [FIRST]
    empty.when(Locations.open, SHED, "The shed", 2, at=NOON).then(OPENED)
    assert Locations.replay(ID, [OPENED]).open_ones == [FIRST, Location(SHED, "The shed", 2)]


def test_orders_are_served_in_the_order_of_priorities():
    again = LocationDescribed(at=NOON, code=MAIN, name="The shop", priority=3, address="1 Main Street")
    one.when(Locations.describe, MAIN, "The shop", 3, "1 Main Street", at=NOON).then(again)
    one.when(Locations.describe, SHED, "The shed", 2, at=NOON).then_nothing()
    loft = LocationOpened(at=NOON, code=LOFT, name="The loft", priority=2)
    it = Locations.replay(ID, [OPENED, again, loft])
    assert [place.code for place in it.by_priority] == [LOFT, SHED, MAIN]
    assert it.all[MAIN].address == "1 Main Street"


@pytest.mark.parametrize(("code", "name", "priority", "address", "error"), [
    ("shed", "The shed", 2, "", CodeMalformed), ("A B", "The shed", 2, "", CodeMalformed),
    ("X" * 21, "The shed", 2, "", CodeMalformed), (SHED, "The shed", 2, "", CodeTaken),
    (MAIN, "The shop", 2, "", CodeTaken), (LOFT, " ", 2, "", LocationNameMissing),
    (LOFT, "x" * 61, 2, "", LocationNameMissing), (LOFT, "The loft", 0, "", PriorityOutOfRange),
    (LOFT, "The loft", 10_000, "", PriorityOutOfRange), (LOFT, "The loft", 1, "x" * 301, AddressTooLong),
])
def test_what_makes_no_sense_is_refused(code, name, priority, address, error):
    one.when(Locations.open, LocationCode(code), name, priority, address, at=NOON).then_raises(error)


def test_a_place_is_closed_once_nothing_is_left_there_and_the_first_never():
    one.when(Locations.close, SHED, pieces=0, at=NOON).then(CLOSED)
    one.when(Locations.close, SHED, pieces=4, at=NOON).then_raises(PiecesLeft, location=SHED, pieces=4)
    one.when(Locations.close, MAIN, pieces=0, at=NOON).then_raises(FirstLocationStays)
    one.when(Locations.close, LOFT, pieces=0, at=NOON).then_raises(UnknownLocation, location=LOFT)
    shut.when(Locations.close, SHED, pieces=0, at=NOON).then_nothing()
    shut.when(Locations.reopen, SHED, at=NOON).then(LocationReopened(at=NOON, code=SHED))
    one.when(Locations.reopen, SHED, at=NOON).then_nothing()
    assert [it.code for it in Locations.replay(ID, shut.history).open_ones] == [MAIN]


def test_nothing_comes_in_where_it_is_closed_and_what_is_there_can_go():
    shut.when(Locations.expect, SHED, coming=True).then_raises(LocationShut, location=SHED)
    shut.when(Locations.expect, SHED, coming=False).then_nothing()
    shut.when(Locations.expect, LOFT, coming=False).then_raises(UnknownLocation, location=LOFT)


def test_the_list_has_an_end():
    many = [LocationOpened(at=NOON, code=LocationCode(f"P-{n}"), name="P", priority=1) for n in range(MOST_LOCATIONS)]
    full = given(Locations, ID, *many[1:])
    full.when(Locations.open, SHED, "The shed", 2, at=NOON).then_raises(TooManyLocations, most=MOST_LOCATIONS)
