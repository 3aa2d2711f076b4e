"""Changing a product as it was seen: `If-Match` is needed, and who comes too late is told what is different."""

from typing import Any
from uuid import UUID

from litestar import Response

from store.application.catalogue.messages import ProductMoved
from store.application.catalogue.records import CompareProduct, GetProductRecord, ProductMovedOn, ProductRecord
from store.application.shared.authority import Scope
from store.application.shared.bus import Command
from store.application.shared.errors import VersionMoved
from store.domain.shared.ids import ProductId
from store.entrypoints.rest.answers import tagged
from store.entrypoints.shared.desk import AnyRequest, Desk, needed_version, once_of
from store.entrypoints.shared.permissions import Permission, scope_of


async def asked(name: str, request: AnyRequest, desk: Desk) -> tuple[ProductId, Scope, int | None]:
    """The product that *name* leads to, how far whoever asks may go, and the version they saw."""
    version, scope = needed_version(request), scope_of(request, Permission.WRITE_CATALOGUE)
    try:
        return ProductId(UUID(name)), scope, version
    except ValueError:
        return (await desk.ask(GetProductRecord(name=name, scope=scope), request)).id, scope, version


async def answered(
    command: Command[ProductMoved], id: ProductId, scope: Scope, version: int | None, reason: str | None,
    request: AnyRequest, desk: Desk,
) -> Response[ProductRecord]:
    once = await once_of(request, f"{request.method} {request.url.path}", id)
    try:
        receipt = await desk.do(command, request, reason=reason, once=once)
    except VersionMoved as moved:
        raise await stale(id, scope, version or 0, moved, request, desk) from moved
    record = await desk.ask(GetProductRecord(name=str(id), scope=scope), request)
    return tagged(record, record.version, position=receipt.position)


async def stale(
    id: ProductId, scope: Scope, seen: int, moved: VersionMoved, request: AnyRequest, desk: Desk
) -> ProductMovedOn:
    """What is different since whoever comes too late looked."""
    found = await desk.ask(CompareProduct(product_id=id, version=seen, scope=scope), request)
    changes: list[Any] = list(found.changes)
    return ProductMovedOn(moved.now, seen, changes)
