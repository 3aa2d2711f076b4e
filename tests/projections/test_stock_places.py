"""Where the pieces of each SKU lie: learnt from the facts, and answered alike with a database and without."""

import asyncio
from uuid import UUID

import psycopg
import pytest
from msgspec import json

from projections.inventory.stock_places import StockPlaces
from store.adapters.drivers.roles import DatabaseRole, as_role
from store.application.inventory.locations import (
    CloseLocation,
    CountPiecesByLocation,
    DescribeLocation,
    OpenLocation,
    PiecesThere,
)
from store.application.inventory.messages import (
    CountStock,
    ListStock,
    ReceiveStock,
    SetThreshold,
    StockPage,
    TransferStock,
)
from store.application.processes.import_rows import ImportProducts
from store.domain.inventory.events import (
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockReturned,
    StockShipped,
    StockSynced,
    StockTransferred,
)
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import OrderId, Sku, stock_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.operating import Operation
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import HAT, MUG, NINE, TWENTY_FIVE, goods, shop_selling
from tests.harness.processes import SOMEBODY
from tests.harness.projections import NOON, learning

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "real-time stock tracking")]
LOFT = LocationCode("LOFT")
POT, SHED, ORDER, OTHER = Sku("POT"), LocationCode("SHED"), OrderId(UUID(int=1)), OrderId(UUID(int=2))
AT = {"at": NOON, "sku": POT}


def test_pieces_come_go_and_are_put_aside_at_their_places(migrated_url):
    facts = (
        StockReceived(**AT, quantity=9), StockReceived(**AT, quantity=5, location=SHED),
        StockReserved(**AT, order_id=ORDER, quantity=2),
        StockReserved(**AT, order_id=OTHER, quantity=7, locations={SHED: 5, MAIN: 2}),
        StockShipped(**AT, order_id=OTHER, quantity=7, locations={SHED: 5, MAIN: 2}),
        StockReleased(**AT, order_id=ORDER, quantity=2),
        StockReturned(**AT, quantity=3, written_off=1, reason="", location=SHED),
        StockTransferred(**AT, quantity=4, origin=MAIN, destination=SHED, reason=""),
        StockCounted(**AT, on_hand=4, was=3, reason=""),
        StockSynced(**AT, source="till", sequence=1, on_hand=5, was=6, change=None, location=SHED),
        StockReserved(**AT, order_id=ORDER, quantity=1, locations={SHED: 1}),
    )
    with learning(migrated_url, StockPlaces()) as learner:
        learner.given(stock_of(POT), *facts).then(
            "SELECT sku, location, on_hand, reserved FROM read.stock_places ORDER BY location",
            ("POT", "MAIN", 4, 0), ("POT", "SHED", 5, 1),
        )


class InMemory:
    def __init__(self):
        self.process = shop_selling()

    def does(self, command):
        self.process.shop.bus().do(command, SOMEBODY)

    def asks(self, query):
        return self.process.ask(query)


class OnPostgres:
    def __init__(self, shop, operation):
        self.shop, self.operation = shop, operation
        self.does(ImportProducts(source="test", rows=(goods("mug", NINE, 5), goods("hat", TWENTY_FIVE, 1))))

    def does(self, command):
        self.shop.bus().do(command, SOMEBODY)

    def asks(self, query):
        self.shop.runner().catch_up()
        return self.operation.ask(query)


@pytest.fixture
def on_postgres(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with postgres_shop(settings) as shop, asyncio.Runner() as loop:
        shop.runner().prepare()
        operation = Operation(shop, loop)
        yield OnPostgres(shop, operation)
        operation.close()


@pytest.fixture(params=["memory", "postgres"])
def rooms(request):
    return InMemory() if request.param == "memory" else request.getfixturevalue("on_postgres")


def test_what_lies_where_is_told_over_all_skus(rooms):
    rooms.does(OpenLocation(code=SHED, name="The shed", priority=2))
    assert rooms.asks(CountPiecesByLocation()) == [PiecesThere(MAIN, 2, 6, 0)]
    rooms.does(TransferStock(sku=MUG, quantity=2, origin=MAIN, destination=SHED, reason="room"))
    rooms.does(TransferStock(sku=HAT, quantity=1, origin=MAIN, destination=SHED, reason="room"))
    assert rooms.asks(CountPiecesByLocation()) == [PiecesThere(MAIN, 1, 3, 0), PiecesThere(SHED, 2, 3, 0)]


def test_a_list_says_where_pieces_lie(on_postgres):
    on_postgres.does(OpenLocation(code=SHED, name="The shed", priority=2))
    on_postgres.does(ReceiveStock(sku=MUG, quantity=2, location=SHED))
    rows = json.decode(on_postgres.asks(ListStock()), type=StockPage).items
    assert [(it.sku, it.on_hand, [(at.location, at.available) for at in it.locations]) for it in rows] == [
        ("HAT", 1, [("MAIN", 1)]), ("MUG", 7, [("MAIN", 5), ("SHED", 2)])
    ]


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_what_runs_low_at_one_place_is_listed_among_what_runs_low(on_postgres):
    on_postgres.does(OpenLocation(code=SHED, name="The shed", priority=2))
    on_postgres.does(ReceiveStock(sku=MUG, quantity=20, location=SHED))
    on_postgres.does(ReceiveStock(sku=HAT, quantity=20))

    def low():
        rows = json.decode(on_postgres.asks(ListStock(low=True)), type=StockPage).items
        return [(it.sku, it.low, [(at.location, at.threshold, at.low) for at in it.locations]) for it in rows]

    assert low() == []
    on_postgres.does(SetThreshold(sku=MUG, threshold=5, location=MAIN))
    on_postgres.does(SetThreshold(sku=MUG, threshold=5, location=SHED))
    on_postgres.does(SetThreshold(sku=HAT, threshold=0, location=SHED))
    assert low() == [
        ("HAT", False, [("MAIN", None, False), ("SHED", 0, True)]),
        ("MUG", False, [("MAIN", 5, True), ("SHED", 5, False)]),
    ]
    on_postgres.does(SetThreshold(sku=HAT, threshold=None, location=SHED))
    assert [sku for sku, _, _ in low()] == ["MUG"]


def test_analysts_see_what_lies_where_and_how_it_came_there(on_postgres, migrated_url):
    on_postgres.does(OpenLocation(code=SHED, name="Shed", priority=2))
    on_postgres.does(DescribeLocation(code=SHED, name="The shed", priority=3))
    on_postgres.does(TransferStock(sku=MUG, quantity=2, origin=MAIN, destination=SHED, reason="room"))
    on_postgres.does(CountStock(sku=MUG, on_hand=1, reason="", location=SHED))
    on_postgres.does(TransferStock(sku=HAT, quantity=1, origin=MAIN, destination=SHED, reason="room"))
    on_postgres.does(TransferStock(sku=HAT, quantity=1, origin=SHED, destination=MAIN, reason="back"))
    on_postgres.does(OpenLocation(code=LOFT, name="Loft", priority=1))
    on_postgres.does(CloseLocation(code=LOFT))
    facts = StockReserved(**AT, order_id=ORDER, quantity=3, locations={SHED: 2, MAIN: 1})
    shipped = StockShipped(**AT, order_id=ORDER, quantity=3, locations={SHED: 2, MAIN: 1})
    with learning(migrated_url, StockPlaces()) as learner:
        learner.given(stock_of(POT), StockReceived(**AT, quantity=4), facts, shipped)
    with psycopg.connect(as_role(migrated_url, DatabaseRole.APP)) as db:
        assert db.execute("SELECT location, name, priority, open FROM insight.places ORDER BY 1").fetchall() == [
            ("LOFT", "Loft", 1, False), ("MAIN", "Main", 1, True), ("SHED", "The shed", 3, True),
        ]
        found = db.execute("SELECT sku, location, on_hand, reserved FROM insight.place_stock ORDER BY 1, 2").fetchall()
        assert found == [
            ("HAT", "MAIN", 1, 0), ("HAT", "SHED", 0, 0), ("MUG", "MAIN", 3, 0), ("MUG", "SHED", 1, 0),
            ("POT", "MAIN", 3, 0), ("POT", "SHED", -2, 0),
        ]
        assert db.execute(
            "SELECT s.sku FROM insight.stock s JOIN insight.place_stock p USING (sku)"
            " GROUP BY s.sku, s.on_hand, s.reserved HAVING sum(p.on_hand) <> s.on_hand OR sum(p.reserved) <> s.reserved"
        ).fetchall() == []
