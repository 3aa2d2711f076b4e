"""Who does something in the shop wakes the background; what the shop asks itself in vain doesn't."""

import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart, OpenCart
from store.application.shared.bus import Wish
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import Sku
from store.entrypoints.wiring.stirring import StirringDispatcher, listen
from store.entrypoints.workers.pulse import Pulse
from tests.application.processes.examples import CART, OPENED, TWO_MUGS, buy, shop_selling
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.requirement("R9.4")]
ITSELF = structs.replace(SOMEBODY, actor="system:scheduler")
OPEN = OpenCart(cart_id=CART, currency="EUR")


@pytest.fixture
def stirred():
    return []


def bus_over(process, stirred):
    shop = process.shop
    return StirringDispatcher(
        shop.handlers(), journal=shop.journal(), keeper=shop.keeper(), idempotency=shop.idempotency(),
        turns=shop.turns(), positions=None, clock=shop.clock(), recorded=frozenset(), keep=None,
        stir=lambda: stirred.append(1),
    )


def test_a_command_stirs_once_it_is_carried_out(stirred):
    bus = bus_over(shop_selling(), stirred)
    assert bus.do(OPEN, SOMEBODY).fact
    assert len(stirred) == 1
    assert bus.do(OPEN, SOMEBODY).fact is None
    assert len(stirred) == 2


def test_one_that_is_refused_may_have_left_something_to_do(stirred):
    bus = bus_over(shop_selling().happened({CART: [OPENED]}), stirred)
    with pytest.raises(StoreError):
        bus.do(AddToCart(cart_id=CART, sku=Sku("NO-SUCH"), quantity=1), SOMEBODY)
    assert len(stirred) == 1


@pytest.mark.parametrize("who", [SOMEBODY, ITSELF], ids=["somebody", "the shop"])
def test_a_fault_after_a_first_step_that_stands_in_the_log_stirs(stirred, monkeypatch, who):
    process = shop_selling().happened({CART: [OPENED, TWO_MUGS]})

    def broken(*_, **__):
        raise LookupError("a fault in the gateway's library")

    monkeypatch.setattr(process.shop.gateway(), "charge", broken)
    with pytest.raises(LookupError):
        bus_over(process, stirred).do(buy("success"), who)
    assert len(stirred) == 1


def test_what_the_shop_does_itself_stirs_only_if_there_is_a_fact(stirred):
    bus = bus_over(shop_selling(), stirred)
    assert bus.do(OPEN, ITSELF).fact
    assert len(stirred) == 1
    assert bus.do(OPEN, ITSELF).fact is None
    with pytest.raises(StoreError):
        bus.do(AddToCart(cart_id=CART, sku=Sku("NO-SUCH"), quantity=1), ITSELF)
    assert len(stirred) == 1


def test_several_wishes_stir_as_well(stirred):
    [*bus_over(shop_selling(), stirred).do_all([Wish(OPEN, SOMEBODY)])]
    assert stirred


class Ear:
    def __init__(self, heard):
        self.heard = heard == "something"

    def hear(self):
        return self.heard


def test_what_is_heard_makes_the_pulse_beat():
    pulse = Pulse(None)
    for heard, beats in (("something", 1), ("the end", 1), ("something", 2)):
        assert listen(Ear(heard), pulse) == 0.0
        assert pulse._beats == beats


def test_what_it_does_in_several_steps_stirs_if_any_of_them_was_a_fact(stirred):
    bus = bus_over(shop_selling().happened({CART: [OPENED, TWO_MUGS]}), stirred)
    assert bus.do(buy("success"), ITSELF).fact
    assert len(stirred) == 1
