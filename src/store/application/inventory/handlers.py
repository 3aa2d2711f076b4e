"""Handlers of Inventory: one short method for each command."""

from collections.abc import Iterable
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
from store.application.inventory.ports import Attention, Owners
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers, handles
from store.application.shared.errors import NoSuch, Refusal
from store.application.shared.ports import AsyncJournal, Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import Sku, stock_of


@dataclass(frozen=True)
class InventoryHandlers:
    clock: Clock
    attention: Attention
    owners: Owners

    @handles(ReceiveStock)
    def receive(self, command: ReceiveStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, command.scope, work), work)

    @handles(CountStock)
    def count(self, command: CountStock, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, command.scope, work)
        expect(stock, command.version)
        return self._put_right(command, stock, work)

    @handles(AdjustStock)
    def adjust(self, command: AdjustStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, command.scope, work), work)

    @handles(TakeBackStock)
    def take_back(self, command: TakeBackStock, work: UnitOfWork) -> StockLevel:
        return self._put_right(command, self._stock(command.sku, command.scope, work), work)

    @handles(SyncStock)
    def sync(self, command: SyncStock, work: UnitOfWork) -> Synced:
        """Two messages at once meet at the version of the stock: whichever is older loses, however they come."""
        stock = self._stock(command.sku, command.scope, work)
        news = stock.sync(
            command.sku, command.source, command.sequence, on_hand=command.on_hand, change=command.change,
            at=self.clock.now(), low_at=self.attention.low_at,
        )
        result: Literal["taken", "superseded"] = "taken" if news else "superseded"
        return Synced(result, stock.sources[command.source], self._done(command.sku, stock, work))

    @handles(SetThreshold)
    def tell_at(self, command: SetThreshold, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, command.scope, work)
        stock.tell_at(command.sku, command.threshold, at=self.clock.now(), low_at=self.attention.low_at)
        return self._done(command.sku, stock, work)

    def _put_right(self, command: PutRight, stock: Inventory, work: UnitOfWork) -> StockLevel:
        put_right(command, stock, at=self.clock.now(), low_at=self.attention.low_at)
        return self._done(command.sku, stock, work)

    def _done(self, sku: Sku, stock: Inventory, work: UnitOfWork) -> StockLevel:
        work.save(stock)
        return level(sku, stock, self.attention.low_at)

    def _stock(self, sku: Sku, scope: Scope, work: UnitOfWork) -> Inventory:
        """The pieces, for whoever looks after them. Others are told the same as of a SKU that never was."""
        id = stock_of(sku)
        work.in_turn(id)
        stock = work.find(Inventory, id)
        if not stock.version or not (scope.reach is Reach.ALL or self._is_within(scope, stock, work)):
            raise NoSuch("SKU", sku)
        return stock

    def _is_within(self, scope: Scope, stock: Inventory, work: UnitOfWork) -> bool:
        return stock.product_id is not None and scope.covers(vendor=self.owners.vendor(stock.product_id, work))


@dataclass(frozen=True)
class InventoryAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    attention: Attention
    clock: Clock
    owners: Owners
    reads = ()

    @answers(GetStockLevel)
    async def level(self, query: GetStockLevel) -> StockLevel:
        stocks = await self._within(query.scope, [query.sku])
        if query.sku not in stocks:
            raise NoSuch("SKU", query.sku)
        return level(query.sku, stocks[query.sku], self.attention.low_at)

    @answers(TryOut)
    async def try_out(self, query: TryOut) -> list[Tried]:
        """Upon the facts as they are, by the very behaviours that would do it; in one statement."""
        stocks = await self._within(query.scope, [wish.sku for wish in query.wishes])
        return [self._tried(wish, stocks.get(wish.sku)) for wish in query.wishes]

    async def _within(self, scope: Scope, skus: Iterable[Sku]) -> dict[Sku, Inventory]:
        """The pieces of those that are there within *scope*: for vendors a second statement says whose they are."""
        streams = {sku: stock_of(sku) for sku in skus}
        histories = await self.journal.read(list(streams.values()))
        stocks = {
            sku: Inventory.replay(id, histories[id].events) for sku, id in streams.items() if id in histories
        }
        if scope.reach is Reach.ALL:
            return stocks
        products = {sku: stock.product_id for sku, stock in stocks.items() if stock.product_id}
        vendors = await self.owners.vendors(list(dict.fromkeys(products.values())), self.journal)
        return {sku: stocks[sku] for sku, product in products.items() if scope.covers(vendor=vendors[product])}

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
