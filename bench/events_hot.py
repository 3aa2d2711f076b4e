"""One SKU that everybody wants, through the real bus: put aside by 64 buyers at once, beside as many SKUs as buyers."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bench.events_material import BY, NOW
from bench.events_threads import at_once
from projections.shared.positions import NoWaiting
from store.adapters.drivers.kept_state import KeptState
from store.adapters.drivers.turns import ThreadTurns
from store.application.shared.bus import Command, handles
from store.application.shared.dispatch import Dispatcher
from store.application.shared.ports import Change
from store.application.shared.work import UnitOfWork
from store.domain.inventory.events import StockOpened, StockReceived
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import OrderId, ProductId, Sku, stock_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

BUYERS = 64


class Reserve(Command[int], frozen=True):
    """Put one piece aside."""

    sku: Sku


@dataclass(frozen=True)
class Reserving:
    @handles(Reserve)
    def reserve(self, command: Reserve, work: UnitOfWork) -> int:
        id = stock_of(command.sku)
        work.in_turn(id)
        stock = work.get(Inventory, id)
        stock.reserve(command.sku, OrderId(uuid4()), 1, at=NOW)
        work.save(stock)
        return stock.available


@contextmanager
def reserving(url: str) -> Iterator["Reservations"]:
    """A shop over the database at *url*, with a bus that puts pieces aside."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=url, data_dir=Path(folder), demo=False, command_threads=16)
        with postgres_shop(settings) as shop:
            bus = Dispatcher(
                [Reserving()], journal=shop.journal(), keeper=KeptState(1000), idempotency=shop.idempotency(),
                turns=ThreadTurns(), positions=NoWaiting(), clock=shop.clock(),
            )
            yield Reservations(bus, shop.journal())


@dataclass(frozen=True)
class Reservations:
    bus: Dispatcher
    journal: object

    def rate(self, skus: int, seconds: float) -> float:
        """Reservations a second of 64 buyers, of so many SKUs that are new."""
        names = [Sku(f"HOT-{uuid4()}") for _ in range(skus)]
        for sku in names:
            stock = Change(stock_of(sku), 0, b"", (
                StockOpened(at=NOW, sku=sku, product_id=ProductId(uuid4())),
                StockReceived(at=NOW, sku=sku, quantity=10**6),
            ))
            self.journal.hand_in([stock], BY, NOW, None, ()).settle()
        return at_once(lambda n: self.bus.do(Reserve(sku=names[n % skus]), BY), BUYERS, seconds)
