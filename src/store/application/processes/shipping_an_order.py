"""Shipping an order as a whole: all that is left of it leaves in one parcel, and its pieces leave the stock with it."""

from dataclasses import dataclass

from msgspec import Struct

from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.order import Order
from store.domain.shared.ids import OrderNumber, order_of, stock_of


class Shipped(Struct, frozen=True):
    """Where the order stands now."""

    number: OrderNumber
    status: str
    version: int


class ShipOrder(Command[Shipped], frozen=True):
    """Hand all that is left to *carrier*, who calls it *tracking*."""

    number: OrderNumber
    carrier: str
    tracking: str
    version: int | None = None


@dataclass(frozen=True)
class ShippingAnOrder:
    clock: Clock

    @handles(ShipOrder)
    def ship(self, command: ShipOrder, work: UnitOfWork) -> Shipped:
        order = work.find(Order, order_of(command.number))
        if not order.version:
            raise NoSuchOrder(command.number)
        expect(order, command.version)
        now = self.clock.now()
        skus = list(order.left)
        order.ship(command.carrier, command.tracking, at=now)
        ids = [stock_of(sku) for sku in skus]
        work.in_turn(*ids)
        stocks = work.find_all(Inventory, ids)
        for sku, stock in zip(skus, stocks, strict=True):
            stock.ship(sku, order.id, at=now)
        work.save(order, *stocks)
        return Shipped(order.number, order.stage, order.version)
