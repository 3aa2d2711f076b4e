"""``/api/v1/inventory/bulk`` and ``/sync``: stock by the list, and in step with outside systems."""

import re
from typing import Final

from litestar import Controller, Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from store.application.inventory.messages import (
    Synced,
    SyncStock,
    TryOut,
)
from store.application.shared.errors import BadValue
from store.domain.shared.ids import Sku, stock_of
from store.entrypoints.rest.answers import tagged
from store.entrypoints.rest.stock_forms import BulkForm, MessageForm, MessagesForm, place_of
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.stock_in_bulk import BulkResult, Row, carry_out, tried

_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
"""What outside systems are called: they stand in addresses and in facts."""


class StockInBulkController(Controller):
    path = "/inventory"
    tags = ("Inventory",)

    @post(
        "/bulk", status_code=200,
        opt=open_to(Permission.COUNT_STOCK, own=True) | described("changeStock", 409, 422, once=True),
    )
    async def bulk(
        self, data: JSONBody[BulkForm], request: AnyRequest, desk: NamedDependency[Desk],
        dry_run: FromQuery[bool] = False,
    ) -> Response[BulkResult]:
        """Receive, adjust and set many at once: a result for each row, and one that is refused stops no other."""
        scope = scope_of(request, Permission.COUNT_STOCK)
        wishes = [row.wish(scope) for row in data.rows]
        if dry_run:
            return Response(tried(await desk.ask(TryOut(wishes=tuple(wishes), scope=scope), request)))
        rows = [Row(wish, row.reason) for wish, row in zip(wishes, data.rows, strict=True)]
        return await _each(rows, "POST /inventory/bulk", request, desk)

    @put(
        "/sync/{source:str}/{sku:str}",
        opt=open_to(Permission.SYNC_STOCK, own=True) | described("syncStock", 404, 409, 422, once=True),
    )
    async def sync(
        self, source: FromPath[str], sku: FromPath[str], data: JSONBody[MessageForm],
        request: AnyRequest, desk: NamedDependency[Desk],
    ) -> Response[Synced]:
        """Take what an outside system says. One that is not newer than the last is superseded, and changes nothing."""
        once = await once_of(request, f"PUT /inventory/sync/{source}/{sku}", stock_of(Sku(sku)))
        receipt = await desk.do(SyncStock(
            sku=Sku(sku), source=_named(source), sequence=data.sequence, on_hand=data.on_hand, change=data.change,
            scope=scope_of(request, Permission.SYNC_STOCK), location=place_of(data.location),
        ), request, once=once)
        return tagged(receipt.outcome, receipt.outcome.level.version, position=receipt.position)

    @post(
        "/sync/{source:str}", status_code=200,
        opt=open_to(Permission.SYNC_STOCK, own=True) | described("syncStocks", 409, 422, once=True),
    )
    async def sync_all(
        self, source: FromPath[str], data: JSONBody[MessagesForm],
        request: AnyRequest, desk: NamedDependency[Desk],
    ) -> Response[BulkResult]:
        """Take many messages of one system: a result for each."""
        scope = scope_of(request, Permission.SYNC_STOCK)
        rows = [Row(SyncStock(
            sku=Sku(it.sku), source=_named(source), sequence=it.sequence, on_hand=it.on_hand, change=it.change,
            scope=scope, location=place_of(it.location),
        )) for it in data.messages]
        return await _each(rows, f"POST /inventory/sync/{source}", request, desk)


def _named(source: str) -> str:
    if not _SOURCE.fullmatch(source):
        raise BadValue("source", "name the system in up to 40 small letters, digits, dots and dashes")
    return source


async def _each(rows: list[Row], route: str, request: AnyRequest, desk: Desk) -> Response[BulkResult]:
    once = await once_of(request, route, stock_of(rows[0].wish.sku))
    result, position = await carry_out(rows, desk, request, once)
    return Response(result, headers={POSITION: position} if position else {})
