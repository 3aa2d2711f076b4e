"""What one may say of the places of the shop where pieces lie, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.inventory.ports import Whereabouts
from store.application.shared.bus import Command, Query, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.inventory.locations import Location, Locations
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import locations


class LocationView(Struct, frozen=True):
    """One place. Orders are served from the lowest ``priority`` first; nothing comes in where it isn't ``open``."""

    code: LocationCode
    name: str
    priority: int
    address: str
    open: bool


class OpenLocation(Command[LocationView], frozen=True):
    """Have pieces lie at one more place."""

    code: LocationCode
    name: str
    priority: int
    address: str = ""


class DescribeLocation(Command[LocationView], frozen=True):
    """Say something else of a place. Its code stays."""

    code: LocationCode
    name: str
    priority: int
    address: str = ""


class CloseLocation(Command[LocationView], frozen=True):
    """Let nothing come in there any more.

    :raises PiecesLeft: while pieces are there.
    """

    code: LocationCode


class ReopenLocation(Command[LocationView], frozen=True):
    """Let things come in there again."""

    code: LocationCode


class ListLocations(Query[list[LocationView]], frozen=True):
    """At which places may pieces lie? In the order in which they serve, from the facts themselves."""


class PiecesThere(Struct, frozen=True):
    """What lies at a place: of how many SKUs, and how many pieces."""

    code: LocationCode
    skus: int
    on_hand: int
    reserved: int


class CountPiecesByLocation(Query[list[PiecesThere]], frozen=True):
    """What lies where, over all SKUs? Places where nothing lies are left out."""


@dataclass(frozen=True)
class LocationHandlers:
    clock: Clock
    whereabouts: Whereabouts

    @handles(OpenLocation)
    def open(self, command: OpenLocation, work: UnitOfWork) -> LocationView:
        places = work.find(Locations, locations())
        places.open(command.code, command.name.strip(), command.priority, command.address, at=self.clock.now())
        return _done(command.code, places, work)

    @handles(DescribeLocation)
    def describe(self, command: DescribeLocation, work: UnitOfWork) -> LocationView:
        places = _with(command.code, work)
        places.describe(command.code, command.name.strip(), command.priority, command.address, at=self.clock.now())
        return _done(command.code, places, work)

    @handles(CloseLocation)
    def close(self, command: CloseLocation, work: UnitOfWork) -> LocationView:
        """What comes in at this very instant may still get there: it is shown, and can be moved away (ADR 0177)."""
        places = _with(command.code, work)
        places.close(command.code, pieces=self.whereabouts.pieces_at(command.code), at=self.clock.now())
        return _done(command.code, places, work)

    @handles(ReopenLocation)
    def reopen(self, command: ReopenLocation, work: UnitOfWork) -> LocationView:
        places = _with(command.code, work)
        places.reopen(command.code, at=self.clock.now())
        return _done(command.code, places, work)


def view(it: Location) -> LocationView:
    """*it* as it is told."""
    return LocationView(it.code, it.name, it.priority, it.address, it.open)


def _with(code: LocationCode, work: UnitOfWork) -> Locations:
    places = work.find(Locations, locations())
    if code not in places.all:
        raise NoSuch("place", code)
    return places


def _done(code: LocationCode, places: Locations, work: UnitOfWork) -> LocationView:
    work.save(places)
    return view(places.all[code])
