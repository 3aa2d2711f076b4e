"""Every fact there is says what happened, in one sentence."""

import re
import types
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from msgspec import Struct

from store.domain.identity.events import StaffEnrolled
from store.domain.inventory.events import StockReserved
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId, OrderId, Sku, SubjectId
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal
from store.entrypoints.wiring.register import EVENTS, KINDS

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-2.5", "changes leave an audit trail")]

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
PLAIN: dict[Any, Any] = {str: "word", int: 7, datetime: NOON, bool: True, UUID: UUID(int=5), float: 1.5,
                         type(None): None, date: NOON.date(), Any: "word",
                         types.EllipsisType: ..., ...: ..., Money: Money(1250, "EUR")}
MADE_OF: dict[Any, Any] = {
    Union: lambda one, *_: one, types.UnionType: lambda one, *_: one, tuple: lambda one, *_: (one,),
    dict: lambda key, value: {key: value}, Personal: lambda its: Personal(SubjectId(UUID(int=1)), its),
}


def example(kind):
    """Some value of a type."""
    kind = getattr(kind, "__supertype__", kind)
    origin, inner = get_origin(kind), get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if origin:
        return MADE_OF[origin](*map(example, inner[:2]))
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    assert issubclass(kind, Struct), kind
    return kind(**{name: example(its) for name, its in get_type_hints(kind).items() if name in kind.__struct_fields__})


def sayers(event):
    return [kind.say for kind in KINDS.values() if event in kind.events]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__struct_config__.tag)
def test_every_fact_has_a_sentence_with_nothing_left_open(event: type[Event]):
    (say,) = sayers(event)
    said = say(example(event))
    assert set(re.findall(r"{(\w+)}", said.words)) - {"who"} == set(said.parts)
    assert said.words[0].isupper() or said.words.startswith("{"), said.words
    assert not said.words.endswith(".")


def test_a_fact_that_nobody_knows_has_none():
    class Surprise(Event, frozen=True, tag="surprises/came-1"):
        """Nobody thought of it."""

    assert sayers(Surprise) == []
    for kind in KINDS.values():
        if kind.aggregate.kind not in {"address", "category"}:
            with pytest.raises(AssertionError):
                kind.say(Surprise(at=NOON))


def test_things_in_a_sentence_can_be_followed():
    said = KINDS["inventory"].say(StockReserved(at=NOON, sku=Sku("MUG-1"), order_id=OrderId(UUID(int=9)), quantity=2))
    assert str(said) == "2 × MUG-1 were put aside for order 00000000"
    assert (said.parts["goods"].kind, said.parts["goods"].id) == ("inventory", "MUG-1")
    assert (said.parts["order"].kind, said.parts["order"].id) == ("order", str(UUID(int=9)))


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_nobody_is_named_who_was_forgotten():
    nobody: Personal[str] = Personal(SubjectId(UUID(int=1)), Erased())
    event = example(StaffEnrolled)
    event = StaffEnrolled(at=NOON, account_id=AccountId(UUID(int=1)), email=nobody, name=nobody, role=event.role)
    assert KINDS["account"].say(event).parts["name"].words == "somebody"
