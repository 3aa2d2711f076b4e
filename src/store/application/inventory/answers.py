"""Answers about stock, from the facts themselves: never behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from store.application.inventory.locations import ListLocations, LocationView, view
from store.application.inventory.messages import (
    GetStockLevel,
    PutRight,
    StockLevel,
    Tried,
    TryOut,
)
from store.application.inventory.placing import is_elsewhere, level, put_right
from store.application.inventory.ports import Attention, Owners
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch, Refusal
from store.application.shared.ports import AsyncJournal, Clock, History
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.locations import Locations
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import Sku, locations, stock_of


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
        places = await self._places() if any(map(is_elsewhere, query.wishes)) else Locations(locations())
        return [self._tried(wish, stocks.get(wish.sku), places) for wish in query.wishes]

    @answers(ListLocations)
    async def places(self, query: ListLocations) -> list[LocationView]:
        del query
        return [view(it) for it in (await self._places()).by_priority]

    async def _places(self) -> Locations:
        history = (await self.journal.read([locations()])).get(locations(), History())
        return Locations.replay(locations(), history.events)

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

    def _tried(self, wish: PutRight, stock: Inventory | None, places: Locations) -> Tried:
        if stock is None:
            return Tried(wish.sku, None, None, Refusal.of(NoSuch("SKU", wish.sku)))
        before = level(wish.sku, stock, self.attention.low_at)
        try:
            put_right(wish, stock, places, at=self.clock.now(), low_at=self.attention.low_at)
        except StoreError as refused:
            return Tried(wish.sku, before, None, Refusal.of(refused))
        return Tried(wish.sku, before, level(wish.sku, stock, self.attention.low_at))
