"""``/api/v1/inventory``: stock in figures, for staff. Shoppers see a word."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response.base import ASGIResponse
from msgspec import Meta, Struct

from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    ListStock,
    ReceiveStock,
    SetThreshold,
    StockLevel,
    StockPage,
    TakeBackStock,
)
from store.application.shared.bus import Command
from store.domain.inventory.events import Cause
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


class AdjustmentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How many pieces more there are, or fewer where it is negative, and why."""

    change: Annotated[int, Meta(ge=-1_000_000, le=1_000_000, examples=[-2])]
    cause: Annotated[Cause, Meta(examples=["damaged"])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Fell off the shelf"])]


class ReturnForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Pieces that came back from customers; those written off can't be sold again."""

    quantity: Annotated[int, Meta(ge=1, le=1_000_000, examples=[1])]
    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE, examples=["Did not fit"])]
    written_off: Annotated[int, Meta(ge=0, le=1_000_000, examples=[0])] = 0


class ThresholdForm(Struct, frozen=True, forbid_unknown_fields=True):
    """At how few pieces to be told; null leaves it to the shop."""

    threshold: Annotated[int, Meta(ge=0, le=1_000_000, examples=[5])] | None


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

    @post(
        "/{sku:str}/adjustments",
        opt=open_to(Permission.COUNT_STOCK) | described("adjustStock", 404, 409, 422, once=True),
    )
    async def adjust(
        self, sku: FromPath[str], data: JSONBody[AdjustmentForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Put the books right by what was found, lost or damaged."""
        command = AdjustStock(sku=Sku(sku), change=data.change, cause=data.cause, reason=data.reason)
        return await _put_right(command, sku, "adjustments", data.reason, request, desk)

    @post(
        "/{sku:str}/returns", opt=open_to(Permission.COUNT_STOCK) | described("returnStock", 404, 409, 422, once=True)
    )
    async def take_back(
        self, sku: FromPath[str], data: JSONBody[ReturnForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Take pieces back that customers sent: to be sold again, or written off."""
        command = TakeBackStock(
            sku=Sku(sku), quantity=data.quantity, written_off=data.written_off, reason=data.reason
        )
        return await _put_right(command, sku, "returns", data.reason, request, desk)

    @put("/{sku:str}/threshold", opt=open_to(Permission.COUNT_STOCK) | described("setStockThreshold", 404, 409, 422))
    async def tell_at(
        self, sku: FromPath[str], data: JSONBody[ThresholdForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Say at how few pieces staff are told: once, and again only after there were more."""
        receipt = await desk.do(SetThreshold(sku=Sku(sku), threshold=data.threshold), request)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)


async def _put_right(
    command: Command[StockLevel], sku: str, what: str, reason: str, request: AnyRequest, desk: Desk
) -> Response[StockLevel]:
    once = await once_of(request, f"POST /inventory/{sku}/{what}", stock_of(Sku(sku)))
    receipt = await desk.do(command, request, reason=reason, once=once)
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)
