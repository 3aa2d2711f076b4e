"""``/api/v1/inventory``: stock in figures, for staff, and for vendors of their own goods. Shoppers see a word."""

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response.base import ASGIResponse

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
    TransferStock,
)
from store.application.shared.authority import Scope
from store.application.shared.bus import Command
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import Sku, stock_of
from store.entrypoints.rest.answers import raw, tagged
from store.entrypoints.rest.stock_forms import (
    AdjustmentForm,
    CountForm,
    ReceiptForm,
    ReturnForm,
    ThresholdForm,
    TransferForm,
    place_of,
)
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of

_READ, _COUNT = open_to(Permission.READ_STOCK, own=True), open_to(Permission.COUNT_STOCK, own=True)


class InventoryController(Controller):
    path = "/inventory"
    tags = ("Inventory",)

    @get(
        opt=_READ | described("listStock"),
        responses={200: ResponseSpec(StockPage, description="One page of SKUs")},
    )
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], q: FromQuery[str] = "", low: FromQuery[bool] = False,
        cursor: FromQuery[str | None] = None,
    ) -> ASGIResponse:
        """Stock of all SKUs; of a vendor's own, for vendors."""
        scope = scope_of(request, Permission.READ_STOCK)
        return raw(await desk.ask(ListStock(q=q[:80], low=low, cursor=cursor, scope=scope), request))

    @get("/{sku:str}", opt=_READ | described("getStock", 404))
    async def level(
        self, sku: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """The pieces of one SKU, from the facts themselves."""
        level = await desk.ask(GetStockLevel(sku=Sku(sku), scope=scope_of(request, Permission.READ_STOCK)), request)
        return tagged(level, level.version)

    @post("/{sku:str}/receipts", opt=_COUNT | described("receiveStock", 404, 409, 422, once=True))
    async def receive(
        self, sku: FromPath[str], data: JSONBody[ReceiptForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Take pieces in."""
        once = await once_of(request, f"POST /inventory/{sku}/receipts", stock_of(Sku(sku)))
        command = ReceiveStock(
            sku=Sku(sku), quantity=data.quantity, scope=_scope(request), location=place_of(data.location)
        )
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)

    @post(
        "/{sku:str}/counts",
        opt=_COUNT | described("countStock", 404, 409, 422, once=True, versioned=True),
    )
    async def count(
        self, sku: FromPath[str], data: JSONBody[CountForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Set right what is on hand."""
        once = await once_of(request, f"POST /inventory/{sku}/counts", stock_of(Sku(sku)))
        command = CountStock(
            sku=Sku(sku), on_hand=data.on_hand, reason=data.reason, version=expected_version(request),
            scope=_scope(request), location=place_of(data.location),
        )
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)

    @post(
        "/{sku:str}/adjustments",
        opt=_COUNT | described("adjustStock", 404, 409, 422, once=True),
    )
    async def adjust(
        self, sku: FromPath[str], data: JSONBody[AdjustmentForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Put the books right by what was found, lost or damaged."""
        command = AdjustStock(
            sku=Sku(sku), change=data.change, cause=data.cause, reason=data.reason, scope=_scope(request),
            location=place_of(data.location),
        )
        return await _put_right(command, sku, "adjustments", data.reason, request, desk)

    @post("/{sku:str}/returns", opt=_COUNT | described("returnStock", 404, 409, 422, once=True))
    async def take_back(
        self, sku: FromPath[str], data: JSONBody[ReturnForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Take pieces back that customers sent: to be sold again, or written off."""
        command = TakeBackStock(
            sku=Sku(sku), quantity=data.quantity, written_off=data.written_off, reason=data.reason,
            scope=_scope(request), location=place_of(data.location),
        )
        return await _put_right(command, sku, "returns", data.reason, request, desk)

    @post("/{sku:str}/transfers", opt=_COUNT | described("transferStock", 404, 409, 422, once=True))
    async def transfer(
        self, sku: FromPath[str], data: JSONBody[TransferForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Say that pieces went from one place of the shop to another: of those that are not put aside for orders."""
        command = TransferStock(
            sku=Sku(sku), quantity=data.quantity, origin=LocationCode(data.origin),
            destination=LocationCode(data.destination), reason=data.reason, scope=_scope(request),
        )
        return await _put_right(command, sku, "transfers", data.reason, request, desk)

    @put("/{sku:str}/threshold", opt=_COUNT | described("setStockThreshold", 404, 409, 422))
    async def tell_at(
        self, sku: FromPath[str], data: JSONBody[ThresholdForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[StockLevel]:
        """Say at how few pieces staff are told: once, and again only after there were more."""
        place, scope = place_of(data.location), _scope(request)
        command = SetThreshold(sku=Sku(sku), threshold=data.threshold, scope=scope, location=place)
        receipt = await desk.do(command, request)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.COUNT_STOCK)


async def _put_right(
    command: Command[StockLevel], sku: str, what: str, reason: str, request: AnyRequest, desk: Desk
) -> Response[StockLevel]:
    once = await once_of(request, f"POST /inventory/{sku}/{what}", stock_of(Sku(sku)))
    receipt = await desk.do(command, request, reason=reason, once=once)
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)
