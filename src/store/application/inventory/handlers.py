"""Handlers of Inventory: one short method for each command."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from store.application.inventory.locations import ReopenStocked
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    PutRight,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    Synced,
    SyncStock,
    TakeBackStock,
    TellCost,
    TransferStock,
)
from store.application.inventory.placing import is_elsewhere, level, placed, put_right
from store.application.inventory.ports import Attention, Owners
from store.application.shared.authority import Reach, Scope
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.locations import Locations
from store.domain.inventory.places import MAIN
from store.domain.shared.ids import Sku, locations, stock_of


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
        was = stock.on_hand_at(command.location or MAIN)
        news = stock.sync(
            command.sku, command.source, command.sequence, on_hand=command.on_hand, change=command.change,
            at=self.clock.now(), low_at=self.attention.low_at,
            location=placed(command, stock, _places([command], work)),
        )
        _look_again(command, was, stock, work)
        result: Literal["taken", "superseded"] = "taken" if news else "superseded"
        return Synced(result, stock.sources[command.source], self._done(command.sku, stock, work))

    @handles(SetThreshold)
    def tell_at(self, command: SetThreshold, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, command.scope, work)
        if command.location is not None:
            _places([command], work).expect(command.location, coming=False)
        stock.tell_at(
            command.sku, command.threshold, at=self.clock.now(), low_at=self.attention.low_at,
            location=command.location,
        )
        return self._done(command.sku, stock, work)

    @handles(TellCost)
    def tell_cost(self, command: TellCost, work: UnitOfWork) -> StockLevel:
        stock = self._stock(command.sku, command.scope, work)
        stock.tell_cost(command.sku, command.cost, at=self.clock.now())
        return self._done(command.sku, stock, work)

    @handles(TransferStock)
    def transfer(self, command: TransferStock, work: UnitOfWork) -> StockLevel:
        stock, places = self._stock(command.sku, command.scope, work), work.find(Locations, locations())
        places.expect(command.origin, coming=False)
        places.expect(command.destination, coming=True)
        stock.transfer(
            command.sku, command.quantity, origin=command.origin, destination=command.destination,
            reason=command.reason, at=self.clock.now(), low_at=self.attention.low_at,
        )
        work.look_again(ReopenStocked(code=command.destination))
        return self._done(command.sku, stock, work)

    def _put_right(self, command: PutRight, stock: Inventory, work: UnitOfWork) -> StockLevel:
        was = stock.on_hand_at(command.location or MAIN)
        put_right(command, stock, _places([command], work), at=self.clock.now(), low_at=self.attention.low_at)
        _look_again(command, was, stock, work)
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


def _look_again(wish: PutRight | SyncStock, was: int, stock: Inventory, work: UnitOfWork) -> None:
    """Where more lies at a place than *was*: if it was closed at the very instant, that opens it again."""
    if wish.location is not None and is_elsewhere(wish) and stock.on_hand_at(wish.location) > was:
        work.look_again(ReopenStocked(code=wish.location))


def _places(wishes: Iterable[PutRight | SyncStock | SetThreshold], work: UnitOfWork) -> Locations:
    """The list of places, looked at only if one beside the first is named: a shop with one room pays nothing for it."""
    elsewhere = any(map(is_elsewhere, wishes))
    return work.find(Locations, locations()) if elsewhere else Locations(locations())
