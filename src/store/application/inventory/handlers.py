"""Handlers of Inventory: one short method for each command."""

from dataclasses import dataclass

from store.application.inventory.errors import CountedAnew
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    TakeBackStock,
)
from store.application.inventory.ports import Attention
from store.application.shared.bus import answers, handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import Sku, stock_of


@dataclass(frozen=True)
class InventoryHandlers:
    clock: Clock
    attention: Attention

    @handles(ReceiveStock)
    def receive(self, command: ReceiveStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        stock.receive(command.sku, command.quantity, at=self.clock.now())
        return self._done(command.sku, stock, work)

    @handles(CountStock)
    def count(self, command: CountStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        expect(stock, command.version)
        if command.shown not in {None, stock.on_hand}:
            raise CountedAnew(command.sku, stock.on_hand)
        stock.count(
            command.sku, command.on_hand, reason=command.reason, at=self.clock.now(), low_at=self.attention.low_at
        )
        return self._done(command.sku, stock, work)

    @handles(AdjustStock)
    def adjust(self, command: AdjustStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        stock.adjust(
            command.sku, command.change, cause=command.cause, reason=command.reason, at=self.clock.now(),
            low_at=self.attention.low_at,
        )
        return self._done(command.sku, stock, work)

    @handles(TakeBackStock)
    def take_back(self, command: TakeBackStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        stock.take_back(
            command.sku, command.quantity, written_off=command.written_off, reason=command.reason,
            at=self.clock.now(),
        )
        return self._done(command.sku, stock, work)

    @handles(SetThreshold)
    def tell_at(self, command: SetThreshold, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        stock.tell_at(command.sku, command.threshold, at=self.clock.now(), low_at=self.attention.low_at)
        return self._done(command.sku, stock, work)

    def _done(self, sku: Sku, stock: Inventory, work: UnitOfWork) -> StockLevel:
        work.save(stock)
        return level(sku, stock, self.attention.low_at)

    def _stock(self, sku: Sku, work: UnitOfWork) -> Inventory:
        id = stock_of(sku)
        work.in_turn(id)
        stock = work.find(Inventory, id)
        if not stock.version:
            raise NoSuch("SKU", sku)
        return stock


@dataclass(frozen=True)
class InventoryAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    attention: Attention
    reads = ()

    @answers(GetStockLevel)
    async def level(self, query: GetStockLevel) -> StockLevel:
        id = stock_of(query.sku)
        history = (await self.journal.read([id])).get(id, History())
        if not history.events:
            raise NoSuch("SKU", query.sku)
        return level(query.sku, Inventory.replay(id, history.events), self.attention.low_at)


def level(sku: Sku, stock: Inventory, low_at: int | None) -> StockLevel:
    """How *stock* stands, where *low_at* are few."""
    return StockLevel(
        sku, stock.on_hand, stock.reserved, stock.available, stock.version, stock.threshold, stock.is_low(low_at)
    )
