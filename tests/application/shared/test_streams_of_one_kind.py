"""A stream is of one kind for ever: its first fact says which, and no id from outside begins somebody else's."""

from uuid import UUID, uuid4

import pytest

from store.application.cart.messages import AddToCart, OpenCart
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.errors import NoSuch
from store.domain.shared.ids import (
    Sku,
    category_of,
    category_tree,
    document_of,
    follow_up,
    locations,
    product_of,
    roster,
    search_words,
    stock_of,
)
from store.entrypoints.wiring.register import KINDS
from tests.application.processes.examples import MUG, MUGS, shop_selling
from tests.architecture.event_register import filled

pytestmark = pytest.mark.requirement("R8.5")
ID = UUID(int=1)
AGGREGATES = [kind.aggregate for kind in KINDS.values()]
NAMED = [
    search_words(), locations(), category_tree(), roster(), document_of("terms"), stock_of(Sku("FUTURE")),
    category_of("future"), product_of("goods", "future"), follow_up(uuid4(), "subject"),
]


def below(kind):
    return {kind, *(one for sub in kind.__subclasses__() for one in below(sub))}


def first(kind):
    return filled(kind.facts()[0], "event")


def test_every_aggregate_is_among_those_that_are_walked_here():
    everywhere = {it for it in below(Aggregate) if "kind" in vars(it) and it.__module__.startswith("store.")}
    assert everywhere == set(AGGREGATES)


def test_no_fact_belongs_to_two_kinds():
    every = [fact for kind in AGGREGATES for fact in kind.facts()]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("kind", AGGREGATES, ids=lambda it: it.kind)
def test_what_another_kind_began_is_not_there(kind):
    for other in AGGREGATES:
        if other is not kind:
            with pytest.raises(NoSuch, match=f"There is no {kind.kind} {ID}."):
                kind.replay(ID, [first(other)])


@pytest.mark.parametrize("kind", [it for it in AGGREGATES if it.random], ids=lambda it: it.kind)
def test_an_id_that_follows_from_a_name_begins_nothing_whose_ids_are_drawn(kind):
    for id in NAMED:
        with pytest.raises(NoSuch):
            kind.replay(id, [first(kind)])


@pytest.mark.parametrize("id", [*NAMED[:-1], MUGS])
def test_a_cookie_begins_no_cart_where_something_else_stands_or_is_to_stand(id):
    process = shop_selling()
    for wish in (AddToCart(cart_id=id, sku=MUG, quantity=1, currency="EUR"), OpenCart(cart_id=id, currency="EUR")):
        process.when(wish).then_raises(NoSuch)
