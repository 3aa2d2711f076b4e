"""Stock by file: taken away as it is, shown what would change, and then done."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from secrets import token_hex
from typing import Final

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Stream, Template
from msgspec import Struct, json, structs

from store.application.inventory.locations import ListLocations
from store.application.inventory.messages import ListStock, StockPage, TryOut
from store.application.shared.bus import Once
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import Sku, stock_of
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import UPLOADING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to, scope_of
from store.entrypoints.shared.stock_file import LARGEST_FILE, Line, NotAStockFile, read
from store.entrypoints.shared.stock_in_bulk import Row, RowResult, carry_out, tried
from store.entrypoints.shared.stock_lines import heading, lines, there, written

_HERE: Final = "/stock-file"
_AROUND: Final = 10_000  # bytes that a form has around the file
_PAGE: Final = 500
_rows: Final = json.Decoder(StockPage)
_BY_FILE: Final = "by file"


class Shown(Struct, frozen=True):
    """What a line of the file comes to, or came to."""

    number: int
    sku: str
    result: str
    before: int | None
    after: int | None
    words: str
    place: str | None = None


@get(_HERE, opt=open_to(Permission.COUNT_STOCK, own=True))
async def show(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """How it is done."""
    return await _page(office, request)


@get(f"{_HERE}/stock.csv", opt=open_to(Permission.READ_STOCK, own=True))
async def take(request: AnyRequest, desk: NamedDependency[Desk]) -> Stream:
    """Stock as it is, a page at a time; a vendor's own, for vendors."""
    wanted = ListStock(limit=_PAGE, scope=scope_of(request, Permission.READ_STOCK))
    first = _rows.decode(await desk.ask(wanted, request))

    places = len(await desk.ask(ListLocations(), request)) > 1

    async def pages() -> AsyncIterator[bytes]:
        page = first
        yield heading(places=places)
        while True:
            yield b"".join(lines(page.items, places=places))
            if page.next_cursor is None:
                return
            page = _rows.decode(await desk.ask(structs.replace(wanted, cursor=page.next_cursor), request))

    return Stream(pages, media_type="text/csv; charset=utf-8", headers={
        "content-disposition": 'attachment; filename="stock.csv"', "cache-control": "private, no-store",
    })


@post(_HERE, opt=open_to(Permission.COUNT_STOCK, own=True), request_max_body_size=LARGEST_FILE + _AROUND)
async def try_out(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    limits: NamedDependency[RateLimits],
) -> Template:
    """Say of each line what it would change. Nothing is."""
    who: Principal = request.state.principal
    await limits.spend(UPLOADING, request, f"stock file of {who.actor}")
    scope = scope_of(request, Permission.COUNT_STOCK)
    sent, typed = (await request.form()).get("file"), await form_of(request)
    try:
        if not isinstance(sent, UploadFile):
            raise NotAStockFile
        found = read(await sent.read(), typed.get("reason") or _BY_FILE, scope)
    except RuleViolated as refused:
        return await _page(office, request, notice=Notice("bad", "This file was not taken", str(refused)), status=422)
    wanted = [line for line in found if line.wish]
    told = await desk.ask(TryOut(wishes=tuple(line.wish for line in wanted if line.wish), scope=scope), request)
    results = tried(told)
    before = {
        line.number: there(it.before, line.wish.location)
        for line, it in zip(wanted, told, strict=True) if it.before and line.wish
    }
    rows = _shown(found, {line.number: it for line, it in zip(wanted, results.rows, strict=True)}, before)
    return await _page(
        office, request, rows=rows, done=results.done, csv=written(wanted, told), key=token_hex(16),
    )


@post(f"{_HERE}/do", opt=open_to(Permission.COUNT_STOCK, own=True), status_code=200)
async def do(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """Do what was shown: each line by itself, and once for the key of the page it was shown on."""
    who: Principal = request.state.principal
    typed = await form_of(request)
    csv, key = typed.get("csv", ""), typed.get("key", "")
    try:
        wanted = [line for line in read(csv.encode(), _BY_FILE, scope_of(request, Permission.COUNT_STOCK)) if line.wish]
    except RuleViolated as refused:
        return await _page(office, request, notice=Notice("bad", "Nothing was done", str(refused)), status=422)
    if not wanted or not key:
        return await _page(office, request, notice=Notice("bad", "Nothing was done", "Choose a file."), status=422)
    once = Once(
        principal=who.actor, route=f"POST {PATH}{_HERE}", key=key[:64], body=sha256(csv.encode()).hexdigest(),
        subject=stock_of(Sku(wanted[0].sku)),
    )
    wishes = [Row(line.wish, line.reason) for line in wanted if line.wish]
    result, _ = await carry_out(wishes, desk, request, once)
    rows = _shown(wanted, {line.number: it for line, it in zip(wanted, result.rows, strict=True)}, {})
    notice = Notice(
        "warn" if result.refused else "good", f"{result.done} lines were done",
        f"{result.refused} were refused: see below why." if result.refused else "",
    )
    return await _page(office, request, rows=rows, was_done=True, notice=notice)


def _shown(found: Sequence[Line], results: dict[int, RowResult], before: dict[int, int]) -> list[Shown]:
    rows = []
    for line in found:
        it = results.get(line.number)
        if it is None:
            rows.append(Shown(line.number, line.sku, "refused", None, None, line.fault))
        else:
            after, words = there(it.level, line.place) if it.level else None, it.problem.detail if it.problem else ""
            rows.append(Shown(line.number, line.sku, it.result, before.get(line.number), after, words, line.place))
    return rows


async def _page(
    office: Office, request: AnyRequest, *, rows: Sequence[Shown] = (), done: int = 0, csv: str = "", key: str = "",
    was_done: bool = False, notice: Notice | None = None, status: int = 200,
) -> Template:
    return await office.page(
        "stock_file.html", request, status=status, notice=notice, rows=rows, done=done, csv=csv, key=key,
        was_done=was_done, moment=None,
    )
