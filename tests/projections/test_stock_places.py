"""Where the pieces of each SKU lie: learnt from the facts, and answered alike with a database and without."""

import asyncio
from uuid import UUID

import pytest
from msgspec import json

from projections.inventory.stock_places import StockPlaces
from store.application.inventory.locations import CountPiecesByLocation, OpenLocation, PiecesThere
from store.application.inventory.messages import ListStock, ReceiveStock, StockPage, TransferStock
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
