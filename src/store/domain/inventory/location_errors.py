"""What is refused about the places of the shop where pieces lie."""

from dataclasses import dataclass

from store.domain.inventory.places import LocationCode
from store.domain.shared.errors import RuleViolated


@dataclass(eq=False)
class UnknownLocation(RuleViolated):
    """There is no place {location} where pieces lie."""

    location: str


@dataclass(eq=False)
class LocationShut(RuleViolated):
    """{location} is closed: nothing comes in there."""

    location: LocationCode


@dataclass(eq=False)
class CodeTaken(RuleViolated):
    """There is a place {location} already."""

    location: LocationCode


class CodeMalformed(RuleViolated):
    """A place is called by up to 20 capital letters, digits and dashes, such as BERLIN-2."""


class LocationNameMissing(RuleViolated):
    """Say in up to 60 characters what the place is called."""


class AddressTooLong(RuleViolated):
    """The address of a place has up to 300 characters."""


class PriorityOutOfRange(RuleViolated):
    """A priority is a number from 1, which comes first, to 9999."""


class FirstLocationStays(RuleViolated):
    """The first place stays open: whatever names no place is there."""


@dataclass(eq=False)
class PiecesLeft(RuleViolated):
    """{pieces} pieces are at {location}. Move them elsewhere, then it can be closed."""

    location: LocationCode
    pieces: int


@dataclass(eq=False)
class TooManyLocations(RuleViolated):
    """There are {most} places already, and no more fit on the list."""

    most: int
