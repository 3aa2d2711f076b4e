"""``/api/v1/fulfilment/sales``: what was sold over the last days, of everything for staff, of their own for vendors."""

from litestar import Controller, get
from litestar.di import NamedDependency

from store.application.ordering.sales import LookAtSales, Sales
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.fulfilment import READ
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, scope_of
from store.entrypoints.shared.shop import ShopInfo


class SalesController(Controller):
    path = "/fulfilment/sales"
    cache_control = NEVER_KEPT
    tags = ("Fulfilment",)

    @get(opt=READ | described("lookAtSales"))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
    ) -> Sales:
        """Orders, pieces and revenue of each of the last thirty days by the shop's clock, and of the thirty before."""
        return await desk.ask(LookAtSales(
            zone=shop.time_zone, scope=scope_of(request, Permission.READ_ORDERS)
        ), request)
