"""What a draft promotion is tried on: in memory and on Postgres the same orders, carts and costs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from projections.inventory.unit_costs import PostgresCosts
from projections.inventory.unit_costs_memory import MemoryCosts
from projections.ordering.past_orders import PostgresPastOrders
from projections.ordering.past_orders_memory import MemoryPastOrders
from store.adapters.cart.touched_carts_memory import MemoryTouchedCarts
from store.adapters.cart.touched_carts_postgres import PostgresTouchedCarts
from store.application.pricing.trying import CostSince
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.cart.events import CartOpened, LinePut
from store.domain.inventory.events import CostTold, StockReceived
from store.domain.ordering.events import Address, OrderCancelled, OrderLine, OrderPlaced, Replaces, Totals
from store.domain.shared.ids import CartId, OrderNumber, PaymentId, ReturnId, Sku, SubjectId, order_of, stock_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.application import memory_shop, postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.postgres import settle
from tests.harness.world import CountingIds, StillClock

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]
NOW, BY = datetime.now(UTC), Caller(actor="test:somebody", correlation=uuid4())
DAY, NINE = timedelta(days=1), Money(900, "EUR")


class InMemory:
    def __init__(self):
        self.shop = memory_shop(StillClock(NOW), CountingIds())
        log = self.shop.log()
        self.orders, self.carts = MemoryPastOrders(log), MemoryTouchedCarts(log)
        self.costs = MemoryCosts(log, self.shop.codec())

    def settle(self):
        pass


class OnPostgres:
    def __init__(self, shop):
        self.shop, pool = shop, shop.pool()
        self.orders, self.carts = PostgresPastOrders(pool), PostgresTouchedCarts(pool, batch=3)
        self.costs = PostgresCosts(pool)

    def settle(self):
        settle(self.shop)


@pytest.fixture(params=["memory", "postgres"])
def kept(request, tmp_path):
    if request.param == "memory":
        yield InMemory()
    else:
        url = request.getfixturevalue("migrated_url")
        with postgres_shop(Settings(database_url=url, data_dir=tmp_path, demo=False)) as shop:
            yield OnPostgres(shop)


def happens(kept, stream, *facts, at=NOW):
    journal = kept.shop.journal()
    past = journal.read([stream]).get(stream)
    after, head = (len(past.events), past.head) if past else (0, b"")
    journal.hand_in([Change(stream, after, head, facts)], BY, at, None).settle()


def placed(kept, number, at, email="ann@example.org", account=None, instead_of=None):
    """An order of two mugs; or what was sent for those of *instead_of*, which came back."""
    number = OrderNumber(number)
    id, who = order_of(number), SubjectId(uuid4())
    home = Address("Ann Example", "1 Main Street", "Berlin", "10115", "DE")
    happens(kept, id, OrderPlaced(
        at=at, order_id=id, number=number, cart_id=CartId(uuid4()), payment_id=PaymentId(uuid4()),
        email=Personal(who, email), account_id=account, address=Personal(who, home), shipping_method="standard",
        payment_method="sandbox", lines=(OrderLine(Sku("MUG"), "Mug", "mug", 2, NINE, NINE * 2, Money(287, "EUR")),),
        totals=Totals(NINE * 2, Money(0, "EUR"), Money(287, "EUR"), NINE * 2, "DE", 190_000, "half-up-per-line"),
        reckoned={"currency": "EUR", "day": "2026-05-31"},
        replaces=Replaces(
            ReturnId(uuid4()), f"{instead_of}-R1", instead_of, order_of(instead_of), instead_of, PaymentId(uuid4()),
            NINE,
        ) if instead_of else None,
    ))
    return id


def test_orders_of_late_that_stand_the_newest_first(kept):
    first, last = placed(kept, "AAAAA-00001", NOW - 2 * DAY), placed(kept, "AAAAA-00002", NOW - DAY)
    placed(kept, "AAAAA-00003", NOW - 9 * DAY)
    gone = placed(kept, "AAAAA-00004", NOW)
    happens(kept, gone, OrderCancelled(at=NOW, order_id=gone, reason="no"))
    placed(kept, "AAAAA-00005", NOW, instead_of=OrderNumber("AAAAA-00002"))
    kept.settle()
    assert list(kept.orders.newest(NOW - 3 * DAY, 10)) == [last, first]
    assert list(kept.orders.newest(NOW - 3 * DAY, 1)) == [last]
    one, two = kept.orders.sold([first, last])
    assert (one.number, two.number, one.at) == ("AAAAA-00001", "AAAAA-00002", NOW - 2 * DAY)
    assert [(line.sku, line.quantity, line.unit_price) for line in one.lines] == [("MUG", 2, NINE)]
    assert (one.totals.tax_ppm, one.reckoned["day"]) == (190_000, "2026-05-31")


def test_carts_that_something_happened_to_since_the_newest_first(kept):
    def cart(at, *more):
        id = CartId(uuid4())
        happens(kept, id, CartOpened(at=at, cart_id=id, currency="EUR"), *more, at=at)
        return id

    old, first, other = cart(NOW - 9 * DAY), cart(NOW - DAY), stock_of(Sku(f"X-{uuid4()}"))
    happens(kept, other, StockReceived(at=NOW, sku=Sku("X"), quantity=1), at=NOW - DAY)
    last = cart(NOW)
    happens(kept, first, LinePut(at=NOW, cart_id=first, sku=Sku("MUG"), quantity=1, price=NINE))
    found = [id for id in kept.carts.since(NOW - 2 * DAY, 100) if id in {old, first, last}]
    assert found == [first, last]
    assert list(kept.carts.since(NOW - 2 * DAY, 1)) == [first]
    assert kept.carts.since(NOW + DAY, 100) == []


def test_costs_in_the_order_they_were_told(kept):
    mug, pot = Sku(f"MUG-{uuid4()}"), Sku(f"POT-{uuid4()}")
    happens(kept, stock_of(mug), CostTold(at=NOW - DAY, sku=mug, cost=NINE), CostTold(at=NOW, sku=mug, cost=None))
    happens(kept, stock_of(mug), CostTold(at=NOW, sku=mug, cost=Money(1, "USD")))
    kept.settle()
    assert {sku: list(told) for sku, told in kept.costs.of([mug, pot]).items()} == {mug: [
        CostSince(NOW - DAY, NINE), CostSince(NOW, None), CostSince(NOW, Money(1, "USD")),
    ]}
    assert UUID(int=0) not in kept.costs.of([])
