"""What is wrong with single fields of a request, in words that name them."""

import re
from typing import Any, Final

from msgspec import Struct

from store.domain.shared.errors import readable

_MOST_FIELDS: Final = 20
_LONGEST_PROBLEM: Final = 250
_NAMED_FIELD: Final = re.compile(r"(?:unknown|required) field `(?P<field>[^`]+)`")
_UNKNOWN: Final = "There is no such field."
NO_BODY: Final = "Send a JSON body"
_NO_BODY: Final = ("data", "'data'")
"""What the framework says where there is none: the key that it missed."""


class FieldProblem(Struct, frozen=True):
    """What is wrong with one field of a request."""

    field: str
    problem: str


def fields_of(extra: Any) -> list[FieldProblem]:
    """What a framework found wrong, *extra* to its error: the first of many."""
    rows = extra if isinstance(extra, list) else []
    return [
        _field(str(row.get("key", "")), str(row.get("message", "")))
        for row in rows[:_MOST_FIELDS] if isinstance(row, dict)
    ]


def _field(key: str, message: str) -> FieldProblem:
    """A body as a whole is never to blame: the field that is missing or unknown is named in backticks."""
    if (key, message) == _NO_BODY:
        return FieldProblem("body", NO_BODY)
    if key == "data" and (named := _NAMED_FIELD.search(message)):
        return _wrong(named["field"], _UNKNOWN if "unknown" in message else "This is needed.")
    return _wrong(key, _in_words(message))


def _wrong(field: str, problem: str) -> FieldProblem:
    return FieldProblem(readable(field), readable(problem, _LONGEST_PROBLEM))


def _in_words(message: str) -> str:
    """What a validator says, for people: nobody reads a regular expression."""
    return "does not look right" if "matching regex" in message else message


def first_of(extra: Any) -> str:
    """The same as one sentence."""
    fields = fields_of(extra)
    return ". ".join(f"{f.field}: {f.problem}" if f.field and f.problem != NO_BODY else f.problem for f in fields[:3])
