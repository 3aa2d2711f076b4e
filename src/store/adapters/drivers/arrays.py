"""Columns of many rows as Postgres reads arrays on the wire.

psycopg writes an array as text and looks at every quotation mark in it, and JSON is full of them: that cost three
times as much as sealing, hashing and encoding together.
"""

from collections.abc import Callable, Iterable, Sequence
from struct import Struct, pack
from typing import Any, ClassVar, Final, Self
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_EIGHT, _SIXTEEN = pack("!i", 8), pack("!i", 16)
_length = Struct("!i").pack
_YES, _NO = pack("!ib", 1, 1), pack("!ib", 1, 0)


class Array(bytes):
    """One dimension, no nulls."""

    element: ClassVar[int]
    oid: ClassVar[int]

    @classmethod
    def of_parts(cls, parts: Iterable[bytes], length: int) -> Self:
        """From what follows the header: for each element its length and its bytes."""
        return cls(b"".join((pack("!iiiii", 1, 0, cls.element, length, 1), *parts)))


class Variable(Array):
    """Elements of any length."""

    @classmethod
    def of(cls, values: list[bytes]) -> Self:
        return cls.of_parts([part for value in values for part in (_length(len(value)), value)], len(values))


class Texts(Variable):
    """Of texts in UTF-8."""

    element = 25
    oid = 1009


class Bytes(Variable):
    """Of strings of bytes."""

    element = 17
    oid = 1001


class Integers(Array):
    """Of numbers of 32 bits."""

    element = 23
    oid = 1007

    @classmethod
    def of(cls, values: list[int]) -> Self:
        elements = [4] * (2 * len(values))
        elements[1::2] = values
        return cls.of_parts((pack(f"!{len(elements)}i", *elements),), len(values))


class Uuids(Array):
    """Of ids."""

    element = 2950
    oid = 2951

    @classmethod
    def of(cls, values: list[UUID]) -> Self:
        return cls.of_parts([_SIXTEEN + value.bytes for value in values], len(values))


class Bigs(Array):
    """Of numbers of 64 bits."""

    element = 20
    oid = 1016

    @classmethod
    def of(cls, values: list[int]) -> Self:
        return cls.of_parts((_EIGHT + pack("!q", value) for value in values), len(values))


class Booleans(Array):
    """Of yes and no."""

    element = 16
    oid = 1000

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
_KINDS: Final = (Texts, Bytes, Integers, Bigs, Booleans, Uuids)


def _dumper(kind: type[Array]) -> type[Dumper]:
    class AsItIs(Dumper):
        format = Format.BINARY
        oid = kind.oid

        def dump(self, obj: Array) -> bytes:
            return obj

    return AsItIs


for _kind in _KINDS:
    psycopg.adapters.register_dumper(_kind, _dumper(_kind))
