"""Columns of many rows as Postgres reads arrays on the wire.

psycopg writes an array as text and looks at every quotation mark in it, and JSON is full of them: that cost three
times as much as sealing, hashing and encoding together.
"""

from collections.abc import Iterable
from struct import pack
from typing import ClassVar, Final, Self
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_FOUR, _SIXTEEN = pack("!i", 4), pack("!i", 16)


class Array(bytes):
    """One dimension, no nulls."""

    element: ClassVar[int]

    @classmethod
    def of_parts(cls, parts: Iterable[bytes], length: int) -> Self:
        """From what follows the header: for each element its length and its bytes."""
        return cls(b"".join((pack("!iiiii", 1, 0, cls.element, length, 1), *parts)))


class Variable(Array):
    """Elements of any length."""

    @classmethod
    def of(cls, values: list[bytes]) -> Self:
        return cls.of_parts((part for value in values for part in (pack("!i", len(value)), value)), len(values))


class Texts(Variable):
    """Of texts in UTF-8."""

    element = 25


class Bytes(Variable):
    """Of strings of bytes."""

    element = 17


class Integers(Array):
    """Of numbers of 32 bits."""

    element = 23

    @classmethod
    def of(cls, values: list[int]) -> Self:
        return cls.of_parts((_FOUR + pack("!i", value) for value in values), len(values))


class Uuids(Array):
    """Of ids."""

    element = 2950

    @classmethod
    def of(cls, values: list[UUID]) -> Self:
        return cls.of_parts((_SIXTEEN + value.bytes for value in values), len(values))


_OIDS: Final[dict[type[Array], int]] = {Texts: 1009, Bytes: 1001, Integers: 1007, Uuids: 2951}


def _dumper(number: int) -> type[Dumper]:
    class AsItIs(Dumper):
        format = Format.BINARY
        oid = number

        def dump(self, obj: Array) -> bytes:
            return obj

    return AsItIs


for _kind, _oid in _OIDS.items():
    psycopg.adapters.register_dumper(_kind, _dumper(_oid))
