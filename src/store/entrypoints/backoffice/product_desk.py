"""Writing a product down and changing it: one form for both, which forgets nothing that was typed."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.catalogue.records import CompareProduct, GetProductRecord, ProductRecord
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.errors import VersionMoved, WrongFields
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import ProductId, VendorId
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.product_draft import Draft, merged, page_of, typed_in, version_in, wrong
from store.entrypoints.backoffice.product_form import read, written
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

HERE: Final = f"{PATH}/products"
_WRITE: Final = open_to(Permission.WRITE_CATALOGUE, own=True)


@get("/products/new", opt=_WRITE)
async def new(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Template:
    """An empty form."""
    return await page_of(Draft(), request, office, desk, shop)


@post("/products", opt=_WRITE)
async def create(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """Write a product down, as a draft or for sale at once."""
    typed = await typed_in(request)
    if typed.get("more"):
        return await page_of(Draft(typed), request, office, desk, shop)
    meant = read(typed, shop.currency)
    owner = scope_of(request, Permission.WRITE_CATALOGUE).owner
    draft = typed.get("go") != "publish"
    command = CreateProduct(wish=meant.wish, draft=draft, vendor=VendorId(owner) if owner else None)
    if meant.errors:
        return await page_of(Draft(typed, meant.errors, status=422), request, office, desk, shop)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except WrongFields as fault:
        return await page_of(Draft(typed, meant.blamed(fault.faults), status=422), request, office, desk, shop)
    said = Notice("good", "The draft is saved", "Nobody in the shop sees it until you publish it.") if draft else (
        Notice("good", "It is for sale", "Say how many pieces there are, and shoppers can buy.")
    )
    return office.see(f"{HERE}/{receipt.outcome.product_id}", position=receipt.position, notice=said)


@get("/products/{id:uuid}/edit", opt=_WRITE)
async def edit(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Template:
    """The form with what is said of the product now."""
    record = await _record(id, request, desk)
    return await page_of(Draft(written(record), record=record, version=record.version), request, office, desk, shop)


@post("/products/{id:uuid}/edit", opt=_WRITE)
async def revise(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Say something else of it, unless somebody did so meanwhile: then both are laid together, to be looked at."""
    typed, record = await typed_in(request), await _record(id, request, desk)
    version = version_in(typed)
    draft = Draft(typed, record=record, version=version)
    if typed.get("more"):
        return await page_of(draft, request, office, desk, shop)
    meant = read(typed, record.variants[0].price.currency, record)
    if meant.errors:
        return await page_of(wrong(draft, meant.errors), request, office, desk, shop)
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    command = ReviseProduct(product_id=ProductId(id), wish=meant.wish, version=version, scope=scope)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except VersionMoved:
        found = await desk.ask(CompareProduct(product_id=ProductId(id), version=version, scope=scope), request)
        return await page_of(merged(draft, found), request, office, desk, shop)
    except WrongFields as fault:
        return await page_of(wrong(draft, meant.blamed(fault.faults)), request, office, desk, shop)
    except (Conflict, RuleViolated) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await page_of(Draft(typed, {}, record, version, notice=said, status=409), request, office, desk, shop)
    changed = receipt.outcome.version > version
    notice = Notice("good", "The changes are saved", "What it said before stands in its history.") if changed else (
        Notice("plain", "Nothing was different", "So nothing was saved.")
    )
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=notice)


async def _record(id: UUID, request: AnyRequest, desk: Desk) -> ProductRecord:
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    return await desk.ask(GetProductRecord(name=str(id), scope=scope), request)
