"""``/api/v1/product-imports``: goods by file, looked through first and taken in in the background."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.params import FromPath, FromQuery, QueryParameter

from store.application.catalogue.imports import (
    LARGEST_FILE,
    CallOffImport,
    FileImport,
    GetImport,
    ImportRows,
    ListImportRows,
    ListImports,
    RowResult,
    SendFile,
    StartImport,
    UndoImport,
)
from store.application.shared.authority import Scope
from store.application.shared.bus import Command
from store.entrypoints.rest.answers import NEVER_KEPT, NotJson
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, Principal, open_to, scope_of

_TYPES: Final = ("text/csv", "application/x-ndjson", "application/gzip")
_OWN: Final = open_to(Permission.WRITE_CATALOGUE, own=True)
_MOST: Final = 200


async def expect_file(request: AnyRequest) -> None:
    """A page of another site can't send such a body unasked; what it really is, is looked at later."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise NotJson(f"Send the file as it is, with Content-Type: {', '.join(_TYPES)}")


@dataclass
class TakesFile(Operation):
    """Says in the description what the body is."""

    def __post_init__(self) -> None:
        """The three types that are taken."""
        file = Schema(content_media_type="application/octet-stream", description="The file itself, of 20 MB at most.")
        self.request_body = RequestBody(content={kind: OpenAPIMediaType(schema=file) for kind in _TYPES}, required=True)


class ProductImportsController(Controller):
    path = "/product-imports"
    cache_control = NEVER_KEPT
    tags = ("Products",)
    opt = _OWN

    @get(opt=described("listImports"))
    async def newest(self, request: AnyRequest, desk: NamedDependency[Desk]) -> list[FileImport]:
        """The newest imports; a vendor's own, for vendors."""
        return await desk.ask(ListImports(scope=_scope(request)), request)

    @post(
        status_code=202, opt=described("sendImport", 409, 413, 415, 422, limited=True),
        before_request=expect_file, request_max_body_size=LARGEST_FILE, operation_class=TakesFile,
    )
    async def send(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        file: Annotated[str, QueryParameter(
            max_length=200, pattern=PLAIN,
            description="Its name, as `goods.csv` or `goods.jsonl.gz`: how it ends says how it is read",
        )],
        source: Annotated[str, QueryParameter(
            max_length=60, pattern=PLAIN,
            description="Where the goods come from: the same source and key is the same product",
        )] = "",
        stock: Annotated[int, QueryParameter(
            ge=0, le=1_000_000, description="First stock of variants that say nothing of it"
        )] = 0,
    ) -> Response[FileImport]:
        """Send a file of products, to be looked through. Nothing changes until it is started, within seven days.

        Twenty may be under way or wait to be started; those of others have their turn in between.
        """
        who: Principal = request.state.principal
        await limits.spend(UPLOADING, request, f"product file of {who.actor}")
        scope = _scope(request)
        receipt = await desk.do(SendFile(
            file=file, data=await request.body(), actor=who.actor, source=source, stock=stock, scope=scope,
        ), request)
        return await _told(receipt.outcome, scope, request, desk, status=202)

    @get("/{id:uuid}", opt=described("getImport", 404))
    async def one(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> FileImport:
        """How far it is, and how many rows come to what."""
        return await desk.ask(GetImport(import_id=id, scope=_scope(request)), request)

    @get("/{id:uuid}/rows", opt=described("listImportRows", 404, 422))
    async def rows(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        result: FromQuery[RowResult | None] = None, cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=_MOST)] = 100,
    ) -> ImportRows:
        """What each row comes to: new, changed, the same, or refused and why."""
        return await desk.ask(ListImportRows(
            import_id=id, result=result, cursor=cursor, limit=limit, scope=_scope(request)
        ), request)

    @post("/{id:uuid}/start", status_code=202, opt=described("startImport", 404, 409))
    async def start(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[FileImport]:
        """Take in what was found good."""
        return await _does(StartImport(import_id=id, scope=_scope(request)), id, request, desk)

    @post("/{id:uuid}/call-off", status_code=202, opt=described("callOffImport", 404, 409))
    async def call_off(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[FileImport]:
        """Do no more of it. What was taken in stays, and can be undone."""
        return await _does(CallOffImport(import_id=id, scope=_scope(request)), id, request, desk)

    @post("/{id:uuid}/undo", status_code=202, opt=described("undoImport", 404, 409))
    async def undo(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[FileImport]:
        """Have every product be as it was before. Those that somebody changed since stay, and say so."""
        return await _does(UndoImport(import_id=id, scope=_scope(request)), id, request, desk)


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.WRITE_CATALOGUE)


async def _does(command: Command[None], id: UUID, request: AnyRequest, desk: Desk) -> Response[FileImport]:
    await desk.do(command, request)
    return await _told(id, _scope(request), request, desk, status=202)


async def _told(id: UUID, scope: Scope, request: AnyRequest, desk: Desk, *, status: int) -> Response[FileImport]:
    return Response(await desk.ask(GetImport(import_id=id, scope=scope), request), status_code=status)
