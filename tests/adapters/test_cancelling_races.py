"""Two processes over one Postgres: cancelling or shipping, one wins; and nobody gets back more than they paid."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from uuid import uuid4

import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.import_rows import ImportProducts
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.errors import NotThatManyLeft, OutOfTurn
from store.domain.ordering.events import Canceller
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, order_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import MUG, MUGS, NINE, PLACE, goods

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "cancelling and shipping have one winner"),
]
SOMEBODY = Caller(actor="test:somebody", correlation=uuid4())
ORDERS = 8


@pytest.fixture
def shops(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with ExitStack() as held:
        both = [held.enter_context(postgres_shop(settings)) for _ in range(2)]
        both[0].runner().prepare()
        both[0].bus().do(ImportProducts(source="test", rows=(goods("mug", NINE, 100),)), SOMEBODY)
        both[0].runner().catch_up()
        yield both


def buy(shop, pieces):
    cart = CartId(uuid4())
    shop.bus().do(AddToCart(cart_id=cart, sku=MUG, quantity=pieces, currency="EUR"), SOMEBODY)
    wish = BuyCart(order=structs.replace(PLACE, cart_id=cart), token="success")
    return shop.bus().do(wish, SOMEBODY).outcome.number


def at_once(shops, *wishes):
    """One of *wishes* after the other on either process in turn, all begun at the same moment; what each said."""
    together = Barrier(len(wishes))

    def do(shop, wish):
        together.wait()
        try:
            return shop.bus().do(wish, SOMEBODY).outcome
        except StoreError as refused:
            return refused

    with ThreadPoolExecutor(len(wishes)) as crowd:
        said = [crowd.submit(do, shops[n % 2], wish) for n, wish in enumerate(wishes)]
    return [each.result() for each in said]


def cancelling(number, **more):
    return CancelOrder(call_off=CallOff(number=number, by=Canceller.SHOPPER, reason="x", **more))


def replayed(shop, kind, id):
    return kind.replay(id, shop.journal().read([id])[id].events)


def test_an_order_is_cancelled_or_shipped_and_never_both(shops):
    numbers = [buy(shops[n % 2], 1) for n in range(ORDERS)]
    for number in numbers:
        said = at_once(shops, cancelling(number), ShipOrder(number=number, carrier="Post", tracking="1"))
        [lost] = [each for each in said if isinstance(each, StoreError)]
        assert isinstance(lost, OutOfTurn)
        order = replayed(shops[0], Order, order_of(number))
        payment = replayed(shops[0], Payment, order.payment_id)
        assert lost.stage == order.stage
        assert len(payment.refunds) == (order.stage == "cancelled")
    stages = Counter(replayed(shops[0], Order, order_of(number)).stage for number in numbers)
    stock = replayed(shops[0], Inventory, MUGS)
    assert (stock.on_hand, stock.reserved) == (100 - stages["shipped"], 0)


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "everything is refunded")
def test_many_who_cancel_parts_at_once_get_back_what_was_paid_and_no_more(shops):
    number = buy(shops[0], 5)
    said = at_once(shops, *(cancelling(number, pieces={MUG: 1}) for _ in range(8)))
    done = [each for each in said if not isinstance(each, StoreError)]
    assert len(done) == 5
    assert all(isinstance(each, OutOfTurn | NotThatManyLeft) for each in said if isinstance(each, StoreError))
    order = replayed(shops[0], Order, order_of(number))
    given = shops[0].sandbox().refunds()
    assert sum(money.minor for money in given.values()) == order.totals.total.minor
    assert len({each.refund.id for each in done}) == 5


@pytest.mark.requirement("R4.1")
@pytest.mark.story("US-4.4", "everything is refunded")
def test_one_order_cancelled_by_many_at_once_is_cancelled_once(shops):
    number = buy(shops[0], 2)
    said = at_once(shops, *(cancelling(number) for _ in range(6)))
    assert len([each for each in said if not isinstance(each, StoreError)]) == 1
    assert len(shops[1].sandbox().refunds()) == 1
