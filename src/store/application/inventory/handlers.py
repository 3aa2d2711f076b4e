"""Handlers of Inventory: one short method for each command."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from store.application.inventory.errors import CountedAnew
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    PutRight,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    Synced,
    SyncStock,
    TakeBackStock,
    Tried,
    TryOut,
)
from store.application.inventory.ports import Attention
from store.application.shared.bus import answers, handles
from store.application.shared.errors import NoSuch, Refusal
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import Sku, stock_of


@dataclass(frozen=True)
class InventoryHandlers:
    clock: Clock
    attention: Attention

    @handles(ReceiveStock)
    def receive(self, command: ReceiveStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, work), work)

    @handles(CountStock)
    def count(self, command: CountStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        expect(stock, command.version)
        return self._put_right(command, stock, work)

    @handles(AdjustStock)
    def adjust(self, command: AdjustStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, work), work)

    @handles(TakeBackStock)
    def take_back(self, command: TakeBackStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, work), work)

    @handles(SyncStock)
    def sync(self, command: SyncStock, work: UnitOfWork) -> Synced:
        """Two messages at once meet at the version of the stock: whichever is older loses, however they come."""
        stock = self._stock(command.sku, work)
        news = stock.sync(
            command.sku, command.source, command.sequence, on_hand=command.on_hand, change=command.change,
            at=self.clock.now(), low_at=self.attention.low_at,
        )
        result: Literal["taken", "superseded"] = "taken" if news else "superseded"
        return Synced(result, stock.sources[command.source], self._done(command.sku, stock, work))

    @handles(SetThreshold)
    def tell_at(self, command: SetThreshold, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, work)
        stock.tell_at(command.sku, command.threshold, at=self.clock.now(), low_at=self.attention.low_at)
        return self._done(command.sku, stock, work)

    def _put_right(self, command: PutRight, stock: Inventory, work: UnitOfWork) -> StockLevel:
        put_right(command, stock, at=self.clock.now(), low_at=self.attention.low_at)
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
    clock: Clock
    reads = ()

    @answers(GetStockLevel)
    async def level(self, query: GetStockLevel) -> StockLevel:
        id = stock_of(query.sku)
        history = (await self.journal.read([id])).get(id, History())
        if not history.events:
            raise NoSuch("SKU", query.sku)
        return level(query.sku, Inventory.replay(id, history.events), self.attention.low_at)

    @answers(TryOut)
    async def try_out(self, query: TryOut) -> list[Tried]:
        """Upon the facts as they are, by the very behaviours that would do it; in one statement."""
        streams = {wish.sku: stock_of(wish.sku) for wish in query.wishes}
        histories = await self.journal.read(list(streams.values()))
        stocks = {
            sku: Inventory.replay(id, histories[id].events) for sku, id in streams.items() if id in histories
        }
        return [self._tried(wish, stocks.get(wish.sku)) for wish in query.wishes]

    def _tried(self, wish: PutRight, stock: Inventory | None) -> Tried:
        if stock is None:
            return Tried(wish.sku, None, None, Refusal.of(NoSuch("SKU", wish.sku)))
        before = level(wish.sku, stock, self.attention.low_at)
        try:
            put_right(wish, stock, at=self.clock.now(), low_at=self.attention.low_at)
        except StoreError as refused:
            return Tried(wish.sku, before, None, Refusal.of(refused))
        return Tried(wish.sku, before, level(wish.sku, stock, self.attention.low_at))


def put_right(wish: PutRight, stock: Inventory, *, at: datetime, low_at: int | None) -> None:
    """Do with *stock* what *wish* says."""
    match wish:
        case ReceiveStock(sku=sku, quantity=quantity):
            stock.receive(sku, quantity, at=at)
        case CountStock(sku=sku, on_hand=on_hand, reason=reason, shown=shown):
            if shown not in {None, stock.on_hand}:
                raise CountedAnew(sku, stock.on_hand)
            stock.count(sku, on_hand, reason=reason, at=at, low_at=low_at)
        case AdjustStock(sku=sku, change=change, cause=cause, reason=reason):
            stock.adjust(sku, change, cause=cause, reason=reason, at=at, low_at=low_at)
        case TakeBackStock(sku=sku, quantity=quantity, written_off=written_off, reason=reason):
            stock.take_back(sku, quantity, written_off=written_off, reason=reason, at=at)
        case _:
            assert_never(wish)


def level(sku: Sku, stock: Inventory, low_at: int | None) -> StockLevel:
    """How *stock* stands, where *low_at* are few."""
    return StockLevel(
        sku, stock.on_hand, stock.reserved, stock.available, stock.version, stock.threshold, stock.is_low(low_at)
    )
