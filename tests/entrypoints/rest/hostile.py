"""Strings made to do harm, and every place of the API where text can be written, as its description tells them."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "hostile_strings.jsonl"
NUL = "a\0b"
ALWAYS = ("<script>alert(1)</script>", "'; DROP TABLE x; --", "\r\nset-cookie: a=b", "\u202e", "{{7*7}}", "a" * 5000)
"""Tried at every place, whatever else is."""
WANTED = os.environ.get("HOSTILE", "")
"""How many of the collection each place gets, if not its usual few, or ``all``: `make hostile`."""
_STRIDE = 97  # neighbours are alike


def collection() -> list[str]:
    """Each once, in the order of the file."""
    if not FILE.is_file():
        return []
    return list(dict.fromkeys(json.loads(line)["payload"] for line in FILE.read_text("utf-8").splitlines()))


class Turns:
    """Gives each place its share of the collection, so that all of it comes round, the same at each run."""

    def __init__(self, share: int = 3, always: int = len(ALWAYS)) -> None:
        self._always = ALWAYS[:always]
        self._all, self._next = collection(), 0
        self._share = share if WANTED == "all" else int(WANTED or share)

    def next(self) -> list[str]:
        if WANTED == "all":
            return [*self._always, *self._all]
        size = len(self._all)
        found = [self._all[(self._next + step * _STRIDE) % size] for step in range(self._share)] if size else []
        self._next += self._share * _STRIDE
        return [*self._always, *found]


@dataclass(frozen=True)
class Place:
    """``kind`` is body, path or query; ``at`` the way there."""

    kind: str
    at: tuple[str | int, ...]
    free: bool
    """Whether any text may stand there: it is none of a list, and has no format."""

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(str(step) for step in self.at)}"


def places(operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Place]:
    """Wherever *operation* takes text."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] in {"path", "query"} and any(_texts(parameter["schema"], schemas, ())):
            yield Place(parameter["in"], (parameter["name"],), free=False)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        for at, schema in _texts(body["schema"], schemas, ()):
            yield Place("body", at, free="format" not in schema and "enum" not in schema)


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
