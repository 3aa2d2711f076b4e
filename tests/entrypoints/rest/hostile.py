"""Strings made to do harm, and every place of the API where text can be written, as its description tells them."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "hostile_strings.jsonl"
NUL = "a\0b"
ALWAYS = ("<script>alert(1)</script>", "'; DROP TABLE x; --", "\r\nset-cookie: a=b", "\u202e", "{{7*7}}", "a" * 5000)
"""Tried everywhere, whatever else is: where a place gets some of them, the next place gets the next."""
WANTED = os.environ.get("HOSTILE", "")
"""How many of the collection each place gets, if not its usual few, or ``all``: `make hostile`."""
SEED = int(os.environ.get("HOSTILE_SEED", "") or datetime.now(UTC).toordinal())
"""Where in the collection a run begins: each day elsewhere, so that all of it comes round, with few at a time."""
PIECE = 100
"""How many at once where all are wanted."""
TILL = time.monotonic() + 60 * float(os.environ["MINUTES"]) - 60 if os.environ.get("MINUTES") else float("inf")
_STRIDE = 97  # neighbours are alike


def collection() -> list[str]:
    """Each once, in the order of the file."""
    if not FILE.is_file():
        return []
    return list(dict.fromkeys(json.loads(line)["payload"] for line in FILE.read_text("utf-8").splitlines()))


def pieces() -> list[int | None]:
    """What a walk is repeated for: once, or for each piece of the whole collection."""
    return [*range(-(-len(collection()) // PIECE))] if WANTED == "all" else [None]


def expect_time() -> None:
    """A walk that begins too late is left out, and stands as such in what is told of the run."""
    if time.monotonic() > TILL:
        pytest.skip(f"no time was left for this piece of the collection (HOSTILE_SEED={SEED})")


class Turns:
    """Gives each place its share of the collection, another one each day; or all places one *piece* of it."""

    def __init__(self, share: int = 3, always: int = len(ALWAYS), piece: int | None = None) -> None:
        self._always, self._turn, self._piece = always, 0, piece
        self._all, self._next = collection(), SEED * (_STRIDE + 1)
        self._share = int(WANTED or share) if piece is None else share

    def next(self, *, text: bool = True) -> list[str]:
        """What the next place gets. Where no *text* may stand, but an id, a day or a word of a list, all is refused by
        one look at it: there a few of the collection are as good as all.
        """
        if self._piece is not None and text:
            return [*ALWAYS, *self._all[self._piece::-(-len(self._all) // PIECE)]]
        size = len(self._all)
        always = [ALWAYS[(self._turn + step) % len(ALWAYS)] for step in range(self._always)]
        self._turn += self._always
        found = [self._all[(self._next + step * _STRIDE) % size] for step in range(self._share)] if size else []
        self._next += self._share * _STRIDE
        return [*always, *found]


@dataclass(frozen=True)
class Place:
    """``kind`` is body, path or query; ``at`` the way there."""

    kind: str
    at: tuple[str | int, ...]
    free: bool
    """Whether any text may stand there: it is none of a list, and has no format."""
    text: bool = True
    """The same, also of what stands in the address."""

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(str(step) for step in self.at)}"


def places(operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Place]:
    """Wherever *operation* takes text."""
    for parameter in operation.get("parameters", []):
        found = [it for _, it in _texts(parameter["schema"], schemas, ())]
        if parameter["in"] in {"path", "query"} and found:
            yield Place(parameter["in"], (parameter["name"],), free=False, text=any(map(_is_free, found)))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        for at, schema in _texts(body["schema"], schemas, ()):
            yield Place("body", at, free=_is_free(schema), text=_is_free(schema))


def _is_free(schema: dict[str, Any]) -> bool:
    return "format" not in schema and "enum" not in schema


def _texts(schema: Any, schemas: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for choice in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _texts(choice, schemas, at)
    kinds = schema.get("type", ())
    if "string" in ([kinds] if isinstance(kinds, str) else kinds):
        yield at, schema
    if "items" in schema:
        yield from _texts(schema["items"], schemas, (*at, 0))
    for name, inner in schema.get("properties", {}).items():
        yield from _texts(inner, schemas, (*at, name))


def written(body: Any, at: tuple[str | int, ...], text: str) -> Any:
    """*body* with *text* at its place, and whatever leads there."""
    if not at:
        return text
    step, *rest = at
    if step == 0:
        return [written(body[0] if body else None, tuple(rest), text)]
    inner = body.get(step) if isinstance(body, dict) else None
    return {**(body or {}), step: written(inner, tuple(rest), text)}


def read(body: Any, at: tuple[str | int, ...]) -> Any:
    """What stands there, or none."""
    for step in at:
        if isinstance(body, list) and step == 0:
            body = body[0] if body else None
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body
