"""``/api/v1/inventory/{sku}/cost``: what a piece costs the shop, for staff, and for vendors of their own goods."""

from typing import Annotated

from litestar import Controller, Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.inventory.messages import StockLevel, TellCost
from store.domain.shared.ids import Sku
from store.entrypoints.rest.answers import tagged
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.terms_forms import money_of
from store.entrypoints.shared.terms_shapes import AmountForm

_COUNT = open_to(Permission.COUNT_STOCK, own=True)


class CostForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What one piece costs the shop, without tax; null for nobody knows."""

    cost: Annotated[AmountForm | None, Meta(examples=[{"amount": "4.50", "currency": "EUR"}])]


class StockCostsController(Controller):
    path = "/inventory/{sku:str}/cost"
    tags = ("Inventory",)

    @put(opt=_COUNT | described("tellStockCost", 404, 422))
    async def tell_cost(
        self, sku: FromPath[str], data: JSONBody[CostForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Say what one piece costs the shop, without tax: what is earned is judged by it. Shoppers never see it."""
        cost = money_of("cost", data.cost) if data.cost else None
        command = TellCost(sku=Sku(sku), cost=cost, scope=scope_of(request, Permission.COUNT_STOCK))
        receipt = await desk.do(command, request)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)
