"""``/api/v1/inventory``: stock in figures, for staff. Shoppers see a word."""

from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response.base import ASGIResponse
from msgspec import Meta, Struct

from store.application.inventory.messages import (
    CountStock,
    GetStockLevel,
    ListStock,
    ReceiveStock,
    StockLevel,
    StockPage,
)
from store.domain.shared.ids import Sku, stock_of
from store.entrypoints.rest.answers import raw, tagged
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class ReceiptForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces that came in."""

    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[12])]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


class CountForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody counted."""

    on_hand: Annotated[int, Meta(ge=0, le=1_000_000, examples=[40])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Yearly count"])]


class InventoryController(Controller):
    path = "/inventory"
    tags = ("Inventory",)

    @get(
        opt=open_to(Permission.READ_STOCK) | described("listStock"),
        responses={200: ResponseSpec(StockPage, description="One page of SKUs")},
    )
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], q: FromQuery[str] = "", low: FromQuery[bool] = False,
        cursor: FromQuery[str | None] = None,
    ) -> ASGIResponse:
        """Stock of all SKUs."""
        return raw(await desk.ask(ListStock(q=q[:80], low=low, cursor=cursor), request))

    @get("/{sku:str}", opt=open_to(Permission.READ_STOCK) | described("getStock", 404))
    async def level(
        self, sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """The pieces of one SKU, from the facts themselves."""
        level = await desk.ask(GetStockLevel(sku=Sku(sku)), request)
        return tagged(level, level.version)

    @post(
        "/{sku:str}/receipts", opt=open_to(Permission.COUNT_STOCK) | described("receiveStock", 404, 409, 422, once=True)
    )
    async def receive(
        self, sku: FromPath[str], data: JSONBody[ReceiptForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Take pieces in."""
        once = await once_of(request, f"POST /inventory/{sku}/receipts", stock_of(Sku(sku)))
        command = ReceiveStock(sku=Sku(sku), quantity=data.quantity)
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)

    @post(
        "/{sku:str}/counts",
        opt=open_to(Permission.COUNT_STOCK) | described("countStock", 404, 409, 422, once=True, versioned=True),
    )
    async def count(
        self, sku: FromPath[str], data: JSONBody[CountForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Set right what is on hand."""
        once = await once_of(request, f"POST /inventory/{sku}/counts", stock_of(Sku(sku)))
        command = CountStock(
            sku=Sku(sku), on_hand=data.on_hand, reason=data.reason, version=expected_version(request)
        )
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)
