"""Two processes that remember, over one Postgres: neither sells what the other sold, nor refuses what is there."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import pytest

from store.application.cart.merging import MergeCart
from store.application.cart.messages import AddToCart, AddToOwnCart
from store.application.inventory.locations import OpenLocation
from store.application.inventory.messages import CountStock, ReceiveStock, SyncStock, TransferStock
from store.application.processes.import_rows import ImportProducts
from store.application.shared.bus import Caller
from store.domain.inventory.errors import FewerToMove, NotEnoughStock
from store.domain.inventory.events import StockRanLow
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import AccountId, CartId, order_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import MUG, MUGS, NINE, PLACE, goods

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-2.6", "prevent orders when out of stock"),
]
SHED = LocationCode("SHED")
SOMEBODY = Caller(actor="test:somebody", correlation=uuid4())


class Two:
    """Two shops over one database, as two processes have them."""

    def __init__(self, first, second):
        self.shops = (first, second)
        self.do(0, ImportProducts(source="test", rows=(goods("mug", NINE, 5),)))
        first.runner().catch_up()

    def do(self, which, command):
        return self.shops[which].bus().do(command, SOMEBODY).outcome

    def cart(self, which):
        id = CartId(uuid4())
        self.do(which, AddToCart(cart_id=id, sku=MUG, quantity=1, currency="EUR"))
        return id

    def buy(self, which, cart):
        from msgspec import structs

        try:
            return self.do(which, structs.replace(PLACE, cart_id=cart))
        except NotEnoughStock:
            return None

    def stock(self):
        return Inventory.replay(MUGS, self.shops[0].journal().read([MUGS])[MUGS].events)


@pytest.fixture
def two(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with ExitStack() as held:
        first, second = (held.enter_context(postgres_shop(settings)) for _ in range(2))
        first.runner().prepare()
        yield Two(first, second)


def test_neither_says_sold_out_of_what_the_other_took_in(two):
    carts = [two.cart(0) for _ in range(2)]
    two.do(0, CountStock(sku=MUG, on_hand=1, reason="broken"))
    assert two.buy(0, carts[0])
    two.do(1, ReceiveStock(sku=MUG, quantity=1))
    assert two.buy(0, carts[1])
    assert two.shops[0].keeper().behind == 1
    assert two.stock().available == 0


def test_neither_sells_what_the_other_sold(two):
    mine, theirs = two.cart(0), two.cart(1)
    two.do(0, CountStock(sku=MUG, on_hand=1, reason="broken"))
    assert two.buy(1, theirs)
    assert two.buy(0, mine) is None
    assert two.stock().reserved == 1


def test_of_many_who_want_the_last_pieces_in_both_exactly_so_many_get_one(two):
    carts = [(n % 2, two.cart(n % 2)) for n in range(24)]
    with ThreadPoolExecutor(8) as buyers:
        bought = [each for each in buyers.map(lambda cart: two.buy(*cart), carts) if each]
    assert len({each.number for each in bought}) == 5
    assert (two.stock().available, two.stock().version) == (0, 7)


@pytest.mark.story("US-3.1", "inventory reservation at checkout")
def test_of_two_who_want_the_last_piece_at_the_second_place_one_gets_it(two):
    two.do(0, OpenLocation(code=SHED, name="The shed", priority=2))
    carts = [(n % 2, two.cart(n % 2)) for n in range(8)]
    two.do(0, CountStock(sku=MUG, on_hand=0, reason="all of them broke"))
    two.do(1, ReceiveStock(sku=MUG, quantity=1, location=SHED))
    with ThreadPoolExecutor(8) as buyers:
        bought = [each for each in buyers.map(lambda cart: two.buy(*cart), carts) if each]
    assert len(bought) == 1
    stock = two.stock()
    assert (stock.available, stock.free_at(SHED), stock.aside_for(order_of(bought[0].number))) == (0, 0, {SHED: 1})


@pytest.mark.requirement("R12.2")
def test_of_two_who_move_and_sell_the_same_piece_one_is_refused(two):
    two.do(0, OpenLocation(code=SHED, name="The shed", priority=2))
    two.do(0, CountStock(sku=MUG, on_hand=1, reason="broken"))

    def move(which):
        try:
            return two.do(which, TransferStock(sku=MUG, quantity=1, origin=MAIN, destination=SHED, reason="room"))
        except FewerToMove:
            return None

    with ThreadPoolExecutor(4) as people:
        done = [it for it in people.map(move, [0, 1, 0, 1]) if it]
    assert len(done) == 1
    assert two.stock().by_location == {SHED: 1}


@pytest.mark.requirement("R12.2")
@pytest.mark.story("US-12.2", "updates at the same time are resolved")
def test_messages_that_come_at_once_through_both_end_with_the_newest(two):
    def say(sequence):
        wish = SyncStock(sku=MUG, source="till", sequence=sequence, on_hand=100 + sequence)
        return two.do(sequence % 2, wish).result

    with ThreadPoolExecutor(8) as people:
        said = list(people.map(say, [5, 3, 8, 1, 7, 2, 6, 4]))
    stock = two.stock()
    assert (stock.on_hand, stock.sources) == (108, {"till": 8})
    assert said[2] == "taken"
    assert said.count("taken") == stock.version - 2, "each that was taken is one fact, and no other is any"


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_that_few_are_left_is_told_once_whoever_sells_the_piece(two):
    two.do(0, ReceiveStock(sku=MUG, quantity=3))
    carts = [two.cart(n % 2) for n in range(8)]
    with ThreadPoolExecutor(8) as people:
        bought = [it for it in people.map(lambda n: two.buy(n % 2, carts[n]), range(8)) if it]
    assert len(bought) == 8
    facts = two.shops[0].journal().read([MUGS])[MUGS].events
    assert [(it.available, it.threshold) for it in facts if isinstance(it, StockRanLow)] == [(5, 5)]


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.1", "the cart persists")
def test_of_devices_that_begin_a_cart_at_the_same_time_all_have_the_same(two):
    ann = AccountId(uuid4())
    wish = AddToOwnCart(account_id=ann, sku=MUG, quantity=1, currency="EUR")
    two.do(0, ReceiveStock(sku=MUG, quantity=5))
    with ThreadPoolExecutor(8) as devices:
        carts = list(devices.map(lambda n: two.do(n % 2, wish), range(8)))
    assert len({cart.cart_id for cart in carts}) == 1
    assert max(cart.lines[MUG].quantity for cart in carts) == 8


@pytest.mark.requirement("R3.6")
@pytest.mark.story("US-3.1", "a guest's cart joins the account's")
def test_of_tabs_that_merge_one_cart_at_the_same_time_one_does(two):
    ann, guests = AccountId(uuid4()), two.cart(0)
    wish = MergeCart(account_id=ann, guest_cart=guests)
    with ThreadPoolExecutor(8) as tabs:
        merged = list(tabs.map(lambda n: two.do(n % 2, wish), range(8)))
    assert sorted(each.lines for each in merged) == [0] * 7 + [1]
    own = two.do(0, AddToOwnCart(account_id=ann, sku=MUG, quantity=1, currency="EUR"))
    assert own.lines[MUG].quantity == 2
