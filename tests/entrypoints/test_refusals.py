"""Whatever somebody sends: what is said of it can be read, on a page, by a program and in a terminal, and is short."""

import importlib
import pkgutil
import typing
from dataclasses import fields, is_dataclass
from uuid import UUID

import pytest
from litestar.exceptions import NotFoundException, ValidationException
from msgspec import json

import projections
import store
from store.application.shared.errors import BadValue, NoSuch, Refusal, RefusedBefore
from store.domain.shared.errors import StoreError
from store.domain.shared.money import Money
from store.entrypoints.shared.problems import problem_of

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what people write is shown as text")]

HOSTILE = "\x1b[31m\0\r\nset-cookie: a=b\u202e\ud800\x85\u2028<b>" + "x" * 10_000
LONGEST = 2_000


def everything():
    for package in (store, projections):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def below(kind):
    for child in kind.__subclasses__():
        if child.__module__.startswith(("store", "projections")):
            yield child
        yield from below(child)


everything()
REFUSALS = sorted({kind for kind in below(StoreError) if is_dataclass(kind)}, key=lambda kind: kind.__qualname__)


def worst(kind):
    """A value that a field of *kind* might be given by somebody who means harm."""
    kind = getattr(kind, "__supertype__", kind)
    known = {
        int: 10**18, UUID: UUID(int=1), Money: Money(1, "EUR"), bool: True, dict[str, str]: {HOSTILE: HOSTILE},
    }
    return known.get(kind, HOSTILE)


def readable(text):
    return text.isprintable()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_repeats_nothing_that_cannot_be_read(refusal):
    types = typing.get_type_hints(refusal)
    error = refusal(**{field.name: worst(types[field.name]) for field in fields(refusal)})
    problem = problem_of(error)
    assert readable(str(error))
    assert len(str(error)) <= LONGEST
    assert problem.detail == str(error)
    assert len(json.encode(problem)) <= 2 * LONGEST
    assert all(readable(fact) for fact in problem.facts.values() if isinstance(fact, str))
    assert problem_of(RefusedBefore(Refusal.of(error))).facts == problem.facts, "the same when it is asked again"


def test_what_a_person_wrote_with_care_is_repeated_as_it_was():
    for name in ("Kérö", "می\u200cخواهم", "👩\u200d🍳 apron", "soft\u00adhyphen", "漢字", "two words"):
        assert str(NoSuch("product", name)) == f"There is no product {name}."
        assert Refusal.of(NoSuch("product", name)).facts["id"] == name
    assert str(NoSuch("product", "no\u00a0break\tand\ntab")) == "There is no product no break and tab."
    assert str(NoSuch("product", "a\x1bb")) == "There is no product a\ufffdb."


def test_words_of_ours_are_said_to_their_end():
    choices = ", ".join(f"word-{n}" for n in range(60))
    assert str(BadValue("kind", f"choose one of {choices}")) == f"kind: choose one of {choices}"


@pytest.mark.parametrize("error", [
    NotFoundException(HOSTILE), ValidationException(HOSTILE),
    ValidationException("no", extra=[{"key": HOSTILE, "message": HOSTILE}] * 500),
    ValidationException("no", extra=[{"key": "data", "message": f"unknown field `{HOSTILE}`"}]),
], ids=["no address", "malformed", "many fields", "unknown field"])
def test_nor_does_what_a_framework_refuses(error):
    problem = problem_of(error)
    assert readable(problem.detail)
    assert len(json.encode(problem)) <= 10 * LONGEST
    assert all(readable(wrong.field + wrong.problem) for wrong in problem.errors)
