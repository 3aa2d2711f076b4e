"""Two processes over one Postgres: of two parcels with the same last piece one leaves; a parcel or a cancellation."""

from collections import Counter

import pytest

from store.application.ordering.fulfilment import SendParcel
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.errors import NotThatManyLeft, NotThatManyToSend, OutOfTurn, PartOutOfTurn
from store.domain.ordering.order import Order
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import order_of, part_of
from tests.adapters.test_cancelling_races import SOMEBODY, at_once, buy, cancelling, replayed, shops
from tests.application.processes.examples import MUG, MUGS

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "cancelling and shipping have one winner"),
    pytest.mark.story("US-4.3", "mark an order as shipped"),
]
TIMES = 5
__all__ = ["shops"]


def sending(number, tracking, pieces):
    part = part_of(order_of(number), None, "MAIN")
    return SendParcel(number=number, part_id=part, carrier="Post", tracking=tracking, pieces={MUG: pieces})


def lost(said):
    [one] = [each for each in said if isinstance(each, StoreError)]
    return one


def test_of_two_parcels_with_the_same_last_piece_one_leaves(shops):
    for _ in range(TIMES):
        number = buy(shops[0], 3)
        shops[0].bus().do(sending(number, "1", 2), SOMEBODY)
        said = at_once(shops, sending(number, "2", 1), sending(number, "3", 1))
        assert isinstance(lost(said), PartOutOfTurn | NotThatManyToSend)
        order = replayed(shops[0], Order, order_of(number))
        assert [sum(parcel.pieces.values()) for parcel in order.parcels] == [2, 1]
    stock = replayed(shops[1], Inventory, MUGS)
    assert (stock.on_hand, stock.reserved) == (100 - 3 * TIMES, 0)


def test_the_last_piece_is_sent_or_cancelled_and_never_both(shops):
    ends = Counter()
    for _ in range(TIMES):
        number = buy(shops[0], 2)
        shops[0].bus().do(sending(number, "1", 1), SOMEBODY)
        said = at_once(shops, sending(number, "2", 1), cancelling(number, pieces={MUG: 1}))
        assert isinstance(lost(said), PartOutOfTurn | NotThatManyToSend | OutOfTurn | NotThatManyLeft)
        order = replayed(shops[0], Order, order_of(number))
        sent, gone = len(order.parcels), sum(order.pieces_cancelled.values())
        assert (order.stage, sent + gone, len(order.shares)) == ("shipped", 2, gone)
        ends["sent"] += sent
    stock = replayed(shops[1], Inventory, MUGS)
    assert (stock.on_hand, stock.reserved) == (100 - ends["sent"], 0)

