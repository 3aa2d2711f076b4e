"""Products by file: sent, looked through, taken in while one watches, and taken back."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template
from msgspec import Meta, Struct

from store.application.catalogue.imports import (
    BUSY,
    LARGEST_FILE,
    CallOffImport,
    GetImport,
    ListImportRows,
    ListImports,
    NotNow,
    RowResult,
    SendFile,
    StartImport,
    TooManyOpen,
    UndoImport,
)
from store.application.shared.errors import BadValue
from store.domain.shared.errors import RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.import_report import heading, lines
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to, scope_of

_HERE: Final = "/product-imports"
_AROUND: Final = 10_000
"""Bytes that a form has around the file."""
_PAGE: Final = 50
_WRITE: Final = open_to(Permission.WRITE_CATALOGUE, own=True)
_ACTS: Final = {"start": StartImport, "call-off": CallOffImport, "undo": UndoImport}
_WORDS: Final = {
    "source": "Name where the goods come from in at most 60 characters.",
    "stock": "A number of pieces, such as 0 or 20, in digits.",
}


class FileForm(Struct, frozen=True):
    """What one says beside the file."""

    source: Annotated[str, Meta(max_length=60, pattern=PLAIN)] = ""
    stock: Annotated[int, Meta(ge=0, le=1_000_000)] = 0


@get(_HERE, opt=_WRITE)
async def listing(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """The newest imports, and a form for another."""
    return await _listing(request, office)


@post(_HERE, opt=_WRITE, request_max_body_size=LARGEST_FILE + _AROUND)
async def send(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Keep a file, to be looked through at once. Nothing changes yet."""
    who: Principal = request.state.principal
    await limits.spend(UPLOADING, request, f"product file of {who.actor}")
    sent, typed = (await request.form()).get("file"), await form_of(request)
    form, errors = filled(FileForm, typed, _WORDS)
    if form is None or not isinstance(sent, UploadFile):
        errors = errors if isinstance(sent, UploadFile) else errors | {"file": "Choose a file."}
        return await _listing(request, office, form=typed, errors=errors)
    command = SendFile(
        file=sent.filename, data=await sent.read(), actor=who.actor, source=form.source, stock=form.stock,
        scope=scope_of(request, Permission.WRITE_CATALOGUE),
    )
    try:
        receipt = await desk.do(command, request)
    except (RuleViolated, TooManyOpen) as refused:
        return await _listing(request, office, form=typed, errors={"file": str(refused)})
    return office.see(f"{PATH}{_HERE}/{receipt.outcome}")


@get(f"{_HERE}/{{id:uuid}}", opt=_WRITE)
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], result: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """How far it is, and what becomes of each row."""
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    found, _ = await office.look(GetImport(import_id=id, scope=scope), request)
    chosen = RowResult(result) if result in set(RowResult) else None
    rows, _ = await office.look(ListImportRows(
        import_id=id, result=chosen, cursor=cursor or None, limit=_PAGE, scope=scope
    ), request)
    return await office.page(
        "product_import.html", request, found=found, page=rows, busy=found.state in BUSY,
        filters={"result": result if chosen else "", "cursor": cursor},
    )


@post(f"{_HERE}/{{id:uuid}}/{{act:str}}", opt=_WRITE)
async def act(
    id: FromPath[UUID], act: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Take it in, stop it, or take it back."""
    if act not in _ACTS:
        raise BadValue("act", f"choose one of {', '.join(_ACTS)}")
    scope, notice = scope_of(request, Permission.WRITE_CATALOGUE), None
    try:
        await desk.do(_ACTS[act](import_id=id, scope=scope), request)
    except NotNow as refused:
        notice = Notice("warn", "Nothing was done", str(refused))
    return office.see(f"{PATH}{_HERE}/{id}", notice=notice)


@get(f"{_HERE}/{{id:uuid}}/report.csv", opt=_WRITE)
async def report(id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> Stream:
    """Every row and what became of it."""
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    first = await desk.ask(ListImportRows(import_id=id, limit=500, scope=scope), request)

    async def parts() -> AsyncIterator[bytes]:
        page = first
        yield heading()
        while True:
            yield lines(page.items)
            if page.next_cursor is None:
                return
            query = ListImportRows(import_id=id, cursor=page.next_cursor, limit=500, scope=scope)
            page = await desk.ask(query, request)

    return Stream(parts, media_type="text/csv; charset=utf-8", headers={
        "content-disposition": f'attachment; filename="import-{id}.csv"', "cache-control": "private, no-store",
    })


async def _listing(
    request: AnyRequest, office: Office, *, form: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> Template:
    found, _ = await office.look(ListImports(scope=scope_of(request, Permission.WRITE_CATALOGUE)), request)
    return await office.page(
        "product_imports.html", request, status=422 if errors else 200, imports=found, form=form or {},
        errors=errors or {},
    )
