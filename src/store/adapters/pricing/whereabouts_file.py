"""In which country an address is, by a file of ranges: a line has the first, the last and two letters.

That is how tables of addresses by country are given away (DB-IP Lite, IP2Location LITE and others, as CSV): addresses
as they are written, or as numbers. Nobody outside is asked, and no address is kept.
"""

import csv
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Final

_NOWHERE: Final = "ZZ"
_LOW: Final = 64
"""Of long addresses the upper half says where they are."""
_MAPPED: Final = range(0xFFFF_0000_0000, 0x1_0000_0000_0000)
"""Short addresses inside long ones."""
_SHORT: Final = 2**32


class NoCountries(ValueError):
    """The file says no ranges of addresses; the message says in which line."""


class _Ranges:
    """One kind of addresses, in their order."""

    def __init__(self, rows: Iterable[tuple[int, int, str]]) -> None:
        self._firsts, self._lasts, names = array("Q"), array("Q"), []
        for first, last, country in sorted(rows):
            self._firsts.append(first)
            self._lasts.append(last)
            names.append(country)
        self._names = "".join(names)

    def __len__(self) -> int:
        return len(self._firsts)

    def country(self, place: int) -> str | None:
        """Of the range that begins last before *place*, if it goes so far."""
        at = bisect_right(self._firsts, place) - 1
        if at < 0 or place > self._lasts[at]:
            return None
        found = self._names[2 * at:2 * at + 2]
        return None if found == _NOWHERE else found


class FileWhereabouts:
    """A :class:`~store.application.pricing.ports.CountryByAddress`, read once."""

    def __init__(self, file: Path) -> None:
        short, long = list[tuple[int, int, str]](), list[tuple[int, int, str]]()
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines), 1):
                if not row or row[0].startswith("#"):
                    continue
                try:
                    first, last, country = _address(row[0]), _address(row[1]), row[2].strip().upper()
                except (IndexError, ValueError) as wrong:
                    raise NoCountries(f"{file}, line {number}: first address, last address, country") from wrong
                if len(country) != len(_NOWHERE) or not country.isalpha():
                    country = _NOWHERE  # a table says "-" where it doesn't know
                if isinstance(first, IPv4Address) and isinstance(last, IPv4Address):
                    short.append((int(first), int(last), country))
                elif isinstance(first, IPv6Address) and isinstance(last, IPv6Address):
                    _take_long(int(first), int(last), country, short, long)
                else:
                    raise NoCountries(f"{file}, line {number}: from one kind of address to another")
        self._short, self._long = _Ranges(short), _Ranges(long)
        if not len(self._short) + len(self._long):
            raise NoCountries(f"{file} says nothing")

    def country(self, address: str) -> str | None:
        """Nothing for what is no address, or in no range."""
        try:
            at = ip_address(address.partition("%")[0])
        except ValueError:
            return None
        if isinstance(at, IPv6Address):
            return self._short.country(int(at.ipv4_mapped)) if at.ipv4_mapped else self._long.country(int(at) >> _LOW)
        return self._short.country(int(at))


def _address(text: str) -> IPv4Address | IPv6Address:
    plain = text.strip()
    return ip_address(int(plain)) if plain.isascii() and plain.isdecimal() else ip_address(plain)


def _take_long(
    first: int, last: int, country: str, short: list[tuple[int, int, str]], long: list[tuple[int, int, str]]
) -> None:
    if first in _MAPPED and last in _MAPPED:
        short.append((first % _SHORT, last % _SHORT, country))
    else:
        long.append((first >> _LOW, last >> _LOW, country))
