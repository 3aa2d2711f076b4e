"""Columns of many rows as Postgres reads arrays on the wire.

psycopg writes an array as text and looks at every quotation mark in it, and JSON is full of them: that cost three
times as much as sealing, hashing and encoding together.
"""

from collections.abc import Callable, Iterable, Sequence
from struct import pack
from typing import Any, ClassVar, Final, Self
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_FOUR, _EIGHT, _SIXTEEN = pack("!i", 4), pack("!i", 8), pack("!i", 16)
_YES, _NO = pack("!ib", 1, 1), pack("!ib", 1, 0)


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


class Bigs(Array):
    """Of numbers of 64 bits."""

    element = 20

    @classmethod
    def of(cls, values: list[int]) -> Self:
        return cls.of_parts((_EIGHT + pack("!q", value) for value in values), len(values))


class Booleans(Array):
    """Of yes and no."""

    element = 16

    @classmethod
    def of(cls, values: list[bool]) -> Self:
        return cls.of_parts((_YES if value else _NO for value in values), len(values))


def column(values: Sequence[Any]) -> Array | list[Any]:
    """*values* as an array of their kind; as they are, for psycopg, where they are of several or of another."""
    kinds = set(map(type, values))
    make = _MAKERS.get(kinds.pop()) if len(kinds) == 1 else None
    return make(list(values)) if make else list(values)


def _texts(values: list[str]) -> Texts:
    return Texts.of([value.encode() for value in values])


_MAKERS: Final[dict[type, Callable[[Any], Array]]] = {
    str: _texts, bytes: Bytes.of, int: Bigs.of, bool: Booleans.of, UUID: Uuids.of,
}
_OIDS: Final[dict[type[Array], int]] = {
    Texts: 1009, Bytes: 1001, Integers: 1007, Bigs: 1016, Booleans: 1000, Uuids: 2951,
}


def _dumper(number: int) -> type[Dumper]:
    class AsItIs(Dumper):
        format = Format.BINARY
        oid = number

        def dump(self, obj: Array) -> bytes:
            return obj

    return AsItIs


for _kind, _oid in _OIDS.items():
    psycopg.adapters.register_dumper(_kind, _dumper(_oid))
