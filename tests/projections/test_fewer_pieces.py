"""The list of orders says what was cancelled of them, in whatever batches that is learnt."""

import pytest
from msgspec import structs

from projections.ordering.order_list import OrderList, left_of
from store.application.shared.answers import Price
from store.domain.ordering.events import Canceller, PiecesCancelled, Share
from tests.domain.ordering.test_order import CANCELLED, CONFIRMED, ID, NOON, eur
from tests.domain.ordering.test_parts import HAT, LOAMS, POT, SHED, THREE
from tests.harness.projections import learning

pytestmark = [
    pytest.mark.story("US-4.1", "all my orders with their status"),
    pytest.mark.story("US-4.4", "cancel a part of an order"),
]
ROWS = "SELECT status, pieces, total, cancelled, off FROM read.orders"
HATS = PiecesCancelled(
    at=NOON, order_id=ID, pieces={HAT: 3}, reason="x", by=Canceller.STAFF, share=Share(eur(1200), eur(137), eur(0)),
    parts={SHED: {HAT: 3}},
)
POTS = structs.replace(HATS, pieces={POT: 1}, share=Share(eur(500), eur(57), eur(0)), parts={LOAMS: {POT: 1}})


@pytest.fixture
def orders(migrated_url):
    with learning(migrated_url, OrderList()) as learner:
        yield learner


def test_cancelled_pieces_and_what_they_cost_are_said_beside_what_was_ordered(orders):
    orders.given(ID, THREE, CONFIRMED).then(ROWS, ("confirmed", 8, 4790, 0, 0))
    orders.given(ID, HATS).then(ROWS, ("confirmed", 8, 4790, 3, 1337))
    orders.given(ID, POTS).then(ROWS, ("confirmed", 8, 4790, 4, 1894))


def test_what_is_placed_and_cancelled_in_part_at_once_is_learnt_at_once(orders):
    orders.given(ID, THREE, CONFIRMED, HATS, POTS).then(ROWS, ("confirmed", 8, 4790, 4, 1894))
    orders.given(ID, CANCELLED).then(ROWS, ("cancelled", 8, 4790, 4, 1894))


@pytest.mark.parametrize(("status", "gone", "left"), [("shipped", 3, "34.53"), ("cancelled", 8, "0.00")])
def test_of_an_order_that_is_cancelled_nothing_is_left_whatever_was_cancelled_before(status, gone, left):
    assert left_of(status, 8, 4790, "EUR", 3, 1337) == (gone, Price(left, "EUR"))
