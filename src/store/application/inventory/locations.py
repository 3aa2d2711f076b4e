"""What one may say of the places of the shop where pieces lie, and ask."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.inventory.ports import Whereabouts
from store.application.shared.bus import Command, Query, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.location_errors import PiecesLeft
from store.domain.inventory.locations import Location, Locations
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import locations
from store.domain.shared.tidy import tidied


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


class RecordClosing(Command[LocationView], frozen=True):
    """The part of :class:`CloseLocation` that becomes fact."""

    code: LocationCode


class ReopenStocked(Command[int], frozen=True):
    """Open a closed place again if pieces lie there, as they may where they came in at the very instant it was closed.
    How many there are, if that had to be.
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
        places.open(command.code, tidied(command.name), command.priority, command.address, at=self.clock.now())
        return _done(command.code, places, work)

    @handles(DescribeLocation)
    def describe(self, command: DescribeLocation, work: UnitOfWork) -> LocationView:
        places = _with(command.code, work)
        places.describe(command.code, tidied(command.name), command.priority, command.address, at=self.clock.now())
        return _done(command.code, places, work)

    @conducts(CloseLocation)
    def close(self, command: CloseLocation, conductor: Conductor) -> LocationView:
        """Closed first, then looked at once more: whoever brings something in looks at the list behind that, too, so
        that of two at the same instant one sees the other (ADR 0177).
        """
        closed = conductor.first(RecordClosing(code=command.code))

        def kept(pieces: int) -> LocationView:
            if pieces:
                raise PiecesLeft(command.code, pieces)
            return closed

        return conductor.conclude(ReopenStocked(code=command.code), kept)

    @handles(RecordClosing)
    def record_closing(self, command: RecordClosing, work: UnitOfWork) -> LocationView:
        """Decided by the facts of all that may lie there."""
        places = _with(command.code, work)
        places.close(command.code, pieces=self._pieces(command.code, work), at=self.clock.now())
        return _done(command.code, places, work)

    @handles(ReopenStocked)
    def reopen_stocked(self, command: ReopenStocked, work: UnitOfWork) -> int:
        places = _with(command.code, work)
        if places.all[command.code].open:
            return 0
        pieces = self._pieces(command.code, work)
        if pieces:
            places.reopen(command.code, at=self.clock.now())
            work.save(places)
        return pieces

    @handles(ReopenLocation)
    def reopen(self, command: ReopenLocation, work: UnitOfWork) -> LocationView:
        places = _with(command.code, work)
        places.reopen(command.code, at=self.clock.now())
        return _done(command.code, places, work)

    def _pieces(self, code: LocationCode, work: UnitOfWork) -> int:
        return sum(it.on_hand_at(code) for it in work.find_all(Inventory, self.whereabouts.may_lie_at(code)))


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
