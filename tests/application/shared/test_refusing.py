"""A refusal never rests on a mixture: two things read one after the other, and somebody acted in between."""

import pytest

from store.application.inventory.messages import CountStock
from store.application.processes.said_of_prices import SAID
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Once
from store.application.shared.errors import RefusedBefore
from store.domain.cart.errors import CartClosed
from store.domain.inventory.errors import NotEnoughStock
from store.domain.ordering.errors import OutOfTurn
from tests.application.processes.examples import (
    ANN,
    CART,
    MUG,
    MUGS,
    NINE,
    NUMBER,
    OPENED,
    ORDER,
    PLACE,
    TWENTY_FIVE,
    TWO_MUGS,
    buy,
    goods,
    shop_selling,
)
from tests.application.shared.one_process import OneProcess
from tests.harness.processes import SOMEBODY

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
SHIP = ShipOrder(number=NUMBER, carrier="DHL", tracking="1")


@pytest.fixture
def process():
    return shop_selling(goods("mug", NINE, 2), goods("hat", TWENTY_FIVE, 1)).happened({CART: [OPENED, TWO_MUGS]})


@pytest.fixture
def here(process):
    return OneProcess(process)


@pytest.fixture
def elsewhere(process):
    return OneProcess(process)


def once_it_read(process, act):
    """Somebody acts right after the first read of *process*."""
    read = process.journal.read

    def read_then_act(streams):
        found = read(streams)
        process.journal.read = read
        act()
        return found

    process.journal.read = read_then_act


@pytest.mark.story("US-3.1", "inventory reservation at checkout")
def test_who_buys_a_cart_that_was_bought_meanwhile_hears_so_and_not_that_its_goods_are_gone(here, elsewhere):
    once_it_read(here, lambda: elsewhere.do(buy("success")))
    with pytest.raises(CartClosed) as refused:
        here.do(PLACE)
    assert refused.value.number == NUMBER


def test_who_ships_an_order_that_was_shipped_meanwhile_hears_so_and_hears_it_again(process, here, elsewhere):
    elsewhere.do(buy("success"))
    once_it_read(here, lambda: elsewhere.do(SHIP))
    once = Once(principal="staff", route="ship", key="key", body="the request", subject=ANN)
    with pytest.raises(OutOfTurn):
        here.bus.do(SHIP, SOMEBODY, once)
    assert len(process.streams()[ORDER]) == 3
    with pytest.raises(RefusedBefore) as again:
        here.bus.do(SHIP, SOMEBODY, once)
    assert again.value.refusal.name == "OutOfTurn"


def test_what_the_same_process_sold_meanwhile_is_no_reason_to_say_it_is_gone(here):
    here.do(CountStock(sku=MUG, on_hand=3, reason="found one"))
    once_it_read(here, lambda: here.do(buy("success")))
    with pytest.raises(CartClosed):
        here.do(PLACE)


def test_what_was_read_at_different_moments_is_compared_at_once(here, elsewhere):
    elsewhere.do(CountStock(sku=MUG, on_hand=1, reason="broken"))
    with pytest.raises(NotEnoughStock):
        here.do(PLACE)
    assert here.journal.beyond == [CART, *SAID, MUGS]


def test_a_refusal_that_rests_on_one_read_costs_no_second(here, elsewhere):
    elsewhere.do(buy("success"))
    with pytest.raises(CartClosed):
        here.do(PLACE)
    assert here.journal.whole == [CART, *SAID], "in one look"
    assert here.journal.beyond == []
