"""Where an address of the internet is, asked of a file."""

import re
from pathlib import Path
from time import monotonic
from typing import Any, Final

import maxminddb
import structlog

_CODE: Final = re.compile("[A-Z]{2}")
_LOOKED_AGAIN: Final = 60.0
"""Seconds after which the file is looked at again: those who give them out have a new one each week."""
_BROKEN: Final = (ValueError, TypeError, maxminddb.InvalidDatabaseError)
"""What its reader says of what is no address, and of a file with a broken place in it."""


class NoPlaces(Exception):
    """The file says nothing of places; the message says why."""


class PlacesInFile:
    """A :class:`~store.application.pricing.ports.CountryByAddress` out of a file of MaxMind's form: GeoLite2 Country,
    DB-IP's, or any with the same records.

    It is read once, some megabytes, so that nobody who writes over it takes the shop along; a newer one is taken within
    a minute, and one that can't be read is told of while the one before goes on.
    """

    def __init__(self, file: Path) -> None:
        """:raises NoPlaces: if there is nothing to be read."""
        self._file = file
        self._seen = _mark(file)
        self._reader = _opened(file)
        self._next_look = monotonic() + _LOOKED_AGAIN

    def country(self, address: str) -> str | None:
        """What the file says of the network that *address* is in; nothing of what is no address."""
        self._keep_up()
        try:
            found: Any = self._reader.get(address)
        except _BROKEN:
            return None
        country = found.get("country") if isinstance(found, dict) else None
        code = country.get("iso_code") if isinstance(country, dict) else None
        return code if isinstance(code, str) and _CODE.fullmatch(code) else None

    def _keep_up(self) -> None:
        if monotonic() < self._next_look:
            return
        self._next_look = monotonic() + _LOOKED_AGAIN
        try:
            if (mark := _mark(self._file)) != self._seen:
                self._seen, self._reader = mark, _opened(self._file)
        except NoPlaces as why:
            structlog.get_logger().warning("the file of places can't be read, the one before goes on", why=str(why))


def _mark(file: Path) -> tuple[int, int, int]:
    """What is another one when the file is."""
    try:
        found = file.stat()
    except OSError as why:
        raise NoPlaces(str(why)) from why
    return found.st_ino, found.st_mtime_ns, found.st_size


def _opened(file: Path) -> maxminddb.Reader:
    try:
        return maxminddb.open_database(file, maxminddb.MODE_MEMORY)
    except (OSError, *_BROKEN) as why:
        raise NoPlaces(str(why)) from why
