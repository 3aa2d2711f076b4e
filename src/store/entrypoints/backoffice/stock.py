"""The stock room: what is there, what came in, what somebody counted."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct, json, structs

from store.application.inventory.messages import CountStock, ListStock, ReceiveStock, StockLevel, StockPage
from store.application.processes.looking_back import GetStockThen
from store.application.shared.authority import Scope
from store.application.shared.bus import Command
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import Sku
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.stock_acts import WORDS, CountForm, ReceiptForm
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to, scope_of
from store.entrypoints.shared.pressed import about_stock, pressed
from store.entrypoints.shared.shop import ShopInfo

_rows: Final = json.Decoder(StockPage)


class _Form(Struct, frozen=True):
    """A form somebody sent, and what was wrong with it."""

    act: str
    sku: str
    typed: Mapping[str, str]
    errors: Mapping[str, str] = {}
    notice: Notice | None = None


@get("/stock", opt=open_to(Permission.READ_STOCK, own=True))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], shop: NamedDependency[ShopInfo], q: FromQuery[str] = "",
    low: FromQuery[str] = "", cursor: FromQuery[str] = "", at: FromQuery[str] = "",
) -> Template:
    """Stock of all SKUs, of a vendor's own for vendors; the figures as they were known at an instant, if given."""
    filters: dict[str, Any] = {"q": q[:80], "low": bool(low), "cursor": cursor}
    if not at:
        return await _list(request, office, filters)
    then = instant("at", at, shop.time_zone)
    scope = scope_of(request, Permission.READ_STOCK)
    rows, late = await office.look(ListStock(q=filters["q"], cursor=cursor or None, scope=scope), request)
    page = _rows.decode(rows)
    stood, _ = await office.look(GetStockThen(skus=tuple(row.sku for row in page.items), at=then), request)
    items = [
        structs.replace(row, on_hand=its.on_hand, reserved=its.reserved, available=its.available)
        for row in page.items if (its := stood.get(row.sku))
    ]
    return await office.page(
        "stock.html", request, late=late, page=structs.replace(page, items=items),
        filters=filters | {"low": False, "at": at}, press="", open=None, act=None, form={}, errors={}, moment=then,
    )


@post("/stock/{sku:str}/count", opt=open_to(Permission.COUNT_STOCK, own=True))
async def count(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Set right what is on hand."""
    typed = await form_of(request)
    form, errors = filled(CountForm, typed, WORDS)
    if form is None:
        return await _again(request, office, _Form("count", sku, typed, errors))
    command = CountStock(
        sku=Sku(sku), on_hand=form.on_hand, reason=form.reason, shown=form.shown, scope=_scope(request)
    )
    return await _do(command, form.reason, request, office, desk, _Form("count", sku, typed))


@post("/stock/{sku:str}/receive", opt=open_to(Permission.COUNT_STOCK, own=True))
async def receive(
    sku: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Take pieces in."""
    typed = await form_of(request)
    form, errors = filled(ReceiptForm, typed, WORDS)
    if form is None:
        return await _again(request, office, _Form("receive", sku, typed, errors))
    command = ReceiveStock(sku=Sku(sku), quantity=form.quantity, scope=_scope(request))
    return await _do(command, form.reason, request, office, desk, _Form("receive", sku, typed))


async def _do(
    command: Command[StockLevel], reason: str, request: AnyRequest, office: Office, desk: Desk, form: _Form
) -> Response[Any]:
    try:
        receipt = await pressed(
            command, about_stock(Sku(form.sku), request), form.typed, request, desk,
            route=f"POST {PATH}/stock/{form.sku}/{form.act}", reason=reason,
        )
    except (Conflict, RuleViolated) as refused:
        refusal = Notice("bad", str(refused), "Nothing was changed.")
        return await _again(request, office, _Form(form.act, form.sku, form.typed, notice=refusal), status=409)
    level = receipt.outcome
    return office.see(href(f"{PATH}/stock", _filters(form.typed)), position=receipt.position, notice=Notice(
        "good", f"{form.sku}: {level.on_hand} on hand", f"{level.reserved} reserved, {level.available} available.",
    ))


async def _again(request: AnyRequest, office: Office, form: _Form, *, status: int = 422) -> Template:
    return await _list(request, office, _filters(form.typed), form, status=status)


async def _list(
    request: AnyRequest, office: Office, filters: dict[str, Any], form: _Form | None = None, *, status: int = 200
) -> Template:
    query = ListStock(
        q=filters["q"], low=filters["low"], cursor=filters["cursor"] or None,
        scope=scope_of(request, Permission.READ_STOCK),
    )
    rows, late = await office.look(query, request)
    return await office.page(
        "stock.html", request, status=status, late=late, page=_rows.decode(rows), filters=filters,
        press=token_hex(8),
        open=form.sku if form else None, act=form.act if form else None, form=form.typed if form else {},
        errors=form.errors if form else {}, notice=form.notice if form else None, moment=None,
        arranges=_arranges(request),
    )


def _arranges(request: AnyRequest) -> bool:
    who: Principal = request.state.principal
    return who.may(Permission.ARRANGE_LOCATIONS)


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.COUNT_STOCK)


def _filters(typed: Mapping[str, str]) -> dict[str, Any]:
    return {"q": typed.get("q", "")[:80], "low": bool(typed.get("low")), "cursor": typed.get("cursor", "")}
