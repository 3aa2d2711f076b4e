"""Strings made to do harm, and every place of the API where text can be written, as its description tells them."""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

P = TypeVar("P")
_BESIDE = Path(__file__).parents[4] / "shared" / "data" / "hostile" / "hostile_strings.jsonl"
FILE = Path(os.environ.get("HOSTILE_FILE") or _BESIDE)
NUL = "a\0b"
ALWAYS = ("<script>alert(1)</script>", "'; DROP TABLE x; --", "\r\nset-cookie: a=b", "\u202e", "{{7*7}}", "a" * 5000)
"""Tried everywhere, whatever else is: where a place gets some of them, the next place gets the next."""
WANTED = os.environ.get("HOSTILE", "")
"""How many of the collection each place gets, if not its usual few: `make hostile`. With ``all``, all of it goes
through each kind of field, and those that have name and rules in common share it; with ``every``, through each that is
no part of an address.
"""
SEED = int(os.environ.get("HOSTILE_SEED", "") or datetime.now(UTC).toordinal())
"""Where in the collection a run begins: each day elsewhere, so that all of it comes round, with few at a time."""
PIECE = 160
"""How many at once where all are wanted: a shop gets so many, then there is a new one, or its lists grow too long."""
LOG = Path(os.environ["HOSTILE_LOG"]) if os.environ.get("HOSTILE_LOG") else None
"""Where a whole run writes down what it has done, so that the next one goes on from there."""
TILL = time.monotonic() + 60 * float(os.environ["MINUTES"]) - 60 if os.environ.get("MINUTES") else float("inf")
NAMES = {"access_token", "cursor", "country", "currency", "status", "since", "until", "token", "next", "key", "at"}
"""Of what an address asks for: no words, but what was given out, or one of a list."""
_STRIDE = 97  # neighbours are alike


def collection() -> list[str]:
    """Each once, in the order of the file."""
    if not FILE.is_file():
        return []
    return list(dict.fromkeys(json.loads(line)["payload"] for line in FILE.read_text("utf-8").splitlines()))


def pieces() -> list[int | None]:
    """What a walk is repeated for: once, or for each piece of the whole collection."""
    return [*range(-(-len(collection()) // PIECE))] if WANTED in {"all", "every"} else [None]


def expect_time(walk: str, piece: int | None) -> None:
    """A walk that begins too late is left out, and stands as such in what is told of the run; so is one done before."""
    if time.monotonic() > TILL:
        pytest.skip(f"no time was left for this piece of the collection (HOSTILE_SEED={SEED})")
    if piece is not None and (walk, piece) in {(it["walk"], it["piece"]) for it in remembered() if not it["wrong"]}:
        pytest.skip("done before, says HOSTILE_LOG")


def remembered() -> list[dict[str, Any]]:
    """What whole runs have done so far."""
    return [json.loads(line) for line in LOG.read_text("utf-8").splitlines()] if LOG and LOG.is_file() else []


def remember(walk: str, piece: int | None, **done: Any) -> None:
    """Write down what came of *piece*."""
    if LOG and piece is not None:
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"walk": walk, "piece": piece} | done) + "\n")


class Turns:
    """Gives each form its share of the collection, another one each day; or all forms one *piece* of it."""

    def __init__(self, share: int = 3, always: int = len(ALWAYS), piece: int | None = None) -> None:
        self._always, self._turn, self._piece = always, 0, piece
        self._all, self._next = collection(), SEED * (_STRIDE + 1)
        self._share = int(WANTED or share) if piece is None else share
        self.first = not piece
        """Whether this is the whole of a short run, or the first piece of a long one."""

    def next(self) -> list[str]:
        """What the fields of the next form get."""
        if self._piece is not None:
            return [*(ALWAYS if not self._piece else ()), *self._all[self._piece::-(-len(self._all) // PIECE)]]
        return self.few(self._share, self._always)

    def few(self, share: int = 1, always: int = 1) -> list[str]:
        """Where no text may stand, but an id, a day or a word of a list, all is refused by one look at it: there a few
        of the collection are as good as all.
        """
        size = len(self._all)
        found = [ALWAYS[(self._turn + step) % len(ALWAYS)] for step in range(always)]
        self._turn += always
        found += [self._all[(self._next + step * _STRIDE) % size] for step in range(share)] if size else []
        self._next += share * _STRIDE
        return found


class Shares:
    """Whose turn it is, of those that share the whole collection: *every* lists the kin of each field, form by form."""

    def __init__(self, every: Iterable[Iterable[str]], *, whole: bool) -> None:
        self._many = Counter(kin for form in every for kin in form if kin) if whole else Counter[str]()
        self._seen, self._at = Counter[str](), {text: at for at, text in enumerate(collection())}

    def of(self, form: dict[P, str], ahead: Iterable[dict[P, str]]) -> list[dict[P, str]]:
        """Of the rounds *ahead* what the next *form* is to be tried with; it says the kin of its fields."""
        mine = [{it: text for it, text in texts.items() if self._is_mine(form[it], text)} for texts in ahead]
        self._seen.update(kin for kin in form.values() if kin)
        return [it for it in mine if it]

    def _is_mine(self, kin: str, text: str) -> bool:
        many, at = self._many[kin], self._at.get(text)
        return not many or at is None or at % many == self._seen[kin] % many


@dataclass(frozen=True)
class Place:
    """``kind`` is body, path or query; ``at`` the way there."""

    kind: str
    at: tuple[str | int, ...]
    free: bool
    """Whether any text may stand there: it is none of a list, and has no format."""
    text: bool = True
    """Whether words may stand there, also in an address."""
    shared: bool = False
    """Whether it names something in an address, as all of its name do."""
    kin: str = ""
    """The same for all that share the collection among them."""

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(str(step) for step in self.at)}"


def places(operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Place]:
    """Wherever *operation* takes text."""
    for parameter in operation.get("parameters", []):
        found = [it for _, it in _texts(parameter["schema"], schemas, ())]
        if parameter["in"] in {"path", "query"} and found:
            shared = parameter["in"] == "path" or parameter["name"] in NAMES
            text = any(map(_takes_words, found))
            kin = parameter["name"] if shared or WANTED != "every" else ""
            yield Place(parameter["in"], (parameter["name"],), free=False, text=text, shared=shared, kin=kin)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        for at, schema in _texts(body["schema"], schemas, ()):
            rules = sorted((name, it) for name, it in schema.items() if name in {"pattern", "minLength", "maxLength"})
            kin = f"{at[-1:]} {rules}" if WANTED != "every" else ""
            yield Place("body", at, free=_is_free(schema), text=_takes_words(schema), kin=kin)


def _is_free(schema: dict[str, Any]) -> bool:
    return schema.keys().isdisjoint({"format", "enum"})


def _takes_words(schema: dict[str, Any]) -> bool:
    """An amount or a code has its pattern, by which all is refused that is none; e-mail addresses are tried anyway."""
    pattern = schema.get("pattern", "")
    return _is_free(schema) and ("@" in pattern or bool(re.search(pattern, "it's <a> few words")))


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
