"""Locations: the places of the shop where pieces lie, on one list, so that no code stands for two of them."""

import re
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from msgspec import Struct, structs

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
    LocationEvent,
    LocationOpened,
    LocationReopened,
)
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.aggregate import Aggregate

CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
LONGEST_NAME: Final = 60
LONGEST_ADDRESS: Final = 300
LAST_PRIORITY: Final = 9_999
MOST_LOCATIONS: Final = 200


class Location(Struct, frozen=True):
    """One place, as the facts leave it. Orders are served from the lowest *priority* first."""

    code: LocationCode
    name: str
    priority: int
    address: str = ""
    open: bool = True


FIRST: Final = Location(MAIN, "Main", 1)


class Locations(Aggregate[LocationEvent]):
    """One list for the whole shop. The first place stands on it before anybody said so: a new shop has a room."""

    kind = "locations"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.all: dict[LocationCode, Location] = {MAIN: FIRST}

    @property
    def by_priority(self) -> list[Location]:
        """All of them, in the order in which orders are served."""
        return sorted(self.all.values(), key=lambda it: (it.priority, it.code))

    @property
    def open_ones(self) -> list[Location]:
        """Those where something may come in, in that order."""
        return [it for it in self.by_priority if it.open]

    def expect(self, code: LocationCode, *, coming: bool) -> None:
        """Go on only if there is such a place; if something is *coming* in there, only if it is open."""
        if code not in self.all:
            raise UnknownLocation(code)
        if coming and not self.all[code].open:
            raise LocationShut(code)

    def open(self, code: LocationCode, name: str, priority: int, address: str = "", *, at: datetime) -> None:
        """Have one more."""
        if not CODE.fullmatch(code):
            raise CodeMalformed
        if code in self.all:
            raise CodeTaken(code)
        if len(self.all) >= MOST_LOCATIONS:
            raise TooManyLocations(MOST_LOCATIONS)
        _check(name, priority, address)
        self._record(LocationOpened(at=at, code=code, name=name, priority=priority, address=address))

    def describe(self, code: LocationCode, name: str, priority: int, address: str = "", *, at: datetime) -> None:
        """Say something else of it. The same again is no fact."""
        self.expect(code, coming=False)
        _check(name, priority, address)
        if structs.replace(self.all[code], name=name, priority=priority, address=address) != self.all[code]:
            self._record(LocationDescribed(at=at, code=code, name=name, priority=priority, address=address))

    def close(self, code: LocationCode, *, pieces: int, at: datetime) -> None:
        """Let nothing come in there any more; *pieces* are what is there. Again is no fact."""
        self.expect(code, coming=False)
        if code == MAIN:
            raise FirstLocationStays
        if pieces:
            raise PiecesLeft(code, pieces)
        if self.all[code].open:
            self._record(LocationClosed(at=at, code=code))

    def reopen(self, code: LocationCode, *, at: datetime) -> None:
        """Let things come in there again. What is open stays so."""
        self.expect(code, coming=False)
        if not self.all[code].open:
            self._record(LocationReopened(at=at, code=code))

    def _evolve(self, event: LocationEvent) -> None:
        self.all = {**self.all, event.code: self._after(event)}

    def _after(self, event: LocationEvent) -> Location:
        match event:
            case LocationOpened(code=code, name=name, priority=priority, address=address):
                return Location(code, name, priority, address)
            case LocationDescribed(code=code, name=name, priority=priority, address=address):
                return structs.replace(self.all[code], name=name, priority=priority, address=address)
            case LocationClosed(code=code):
                return structs.replace(self.all[code], open=False)
            case LocationReopened(code=code):
                return structs.replace(self.all[code], open=True)
            case _:
                assert_never(event)


def _check(name: str, priority: int, address: str) -> None:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise LocationNameMissing
    if not 1 <= priority <= LAST_PRIORITY:
        raise PriorityOutOfRange
    if len(address) > LONGEST_ADDRESS:
        raise AddressTooLong
