"""A statement as libpq wants it, its values in Postgres's text form, and the columns that come back."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, singledispatch
from hashlib import sha256
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import DataError
from psycopg.pq.abc import PGresult

from store.adapters.drivers.arrays import Array

Answer = list[list[bytes | None]]
"""Rows of columns in Postgres's text form; ``None`` for null."""

_VALUE: Final = re.compile(r"%\((\w+)\)s|%%")


class Statement:
    """A statement as the server knows it. Values are named ``%(so)s``, as everywhere else."""

    def __init__(self, text: LiteralString) -> None:
        self.values: list[str] = []
        self.text: Final = _VALUE.sub(self._number, text).encode()
        self.name: Final = sha256(self.text).hexdigest()[:24].encode()

    def _number(self, found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%"
        if name not in self.values:
            self.values.append(name)
        return f"${self.values.index(name) + 1}"

    def types(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        """The types of those of *values* that are binary; 0 for the others, which Postgres reads as it needs them."""
        return tuple(value.oid if isinstance(value := values[name], Array) else 0 for name in self.values)

    def bind(self, values: Mapping[str, Any]) -> list[bytes | None]:
        """*values* in the order in which the server wants them.

        :raises DataError: for a value that can't be one.
        """
        return [_plain(values[name]) for name in self.values]


@lru_cache(maxsize=512)
def statement_of(text: LiteralString) -> Statement:
    """The same one for the same *text*."""
    return Statement(text)


@singledispatch
def _plain(value: Any) -> bytes | None:
    """*value* in Postgres's text form; arrays are binary already."""
    raise TypeError(type(value))


@_plain.register
def _(value: Array | None) -> bytes | None:
    return value


@_plain.register
def _(value: bool) -> bytes:
    return b"t" if value else b"f"


@_plain.register
def _(value: int | UUID) -> bytes:
    return str(value).encode()


@_plain.register
def _(value: date) -> bytes:
    return value.isoformat().encode()


@_plain.register
def _(value: str) -> bytes:
    if "\0" in value:
        raise DataError("text for Postgres can't hold the sign NUL")
    return value.encode()


@_plain.register
def _(value: list) -> bytes:  # type: ignore[type-arg]
    return b"{" + b",".join(_quoted(_plain(one)) for one in value) + b"}"


def _quoted(value: bytes | None) -> bytes:
    return b"NULL" if value is None else b'"%s"' % value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def rows_of(result: PGresult) -> Answer:
    """The rows of *result*."""
    columns = range(result.nfields)
    return [[result.get_value(row, column) for column in columns] for row in range(result.ntuples)]


def text(value: bytes | None) -> str:
    """A column that is never null, as text."""
    if value is None:
        raise TypeError("null")
    return value.decode()


def number(value: bytes | None) -> int:
    """A column that is never null, as a number."""
    return int(text(value))
