"""Writing a product down and changing it: one form for both, which forgets nothing that was typed."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from store.application.browsing.messages import ListCategories
from store.application.catalogue.records import CompareProduct, GetProductRecord, ProductDifference, ProductRecord
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.errors import VersionMoved, WrongFields
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import ProductId, VendorId
from store.entrypoints.backoffice.category_choice import choices
from store.entrypoints.backoffice.merging import merge
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.backoffice.product_form import MOST_ROWS, SPARE, options_in, read, rows_in, written
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

HERE: Final = f"{PATH}/products"
_WRITE: Final = open_to(Permission.WRITE_CATALOGUE, own=True)
_DIGITS: Final = 9


class Draft(Struct, frozen=True):
    """The form as it stands: what was typed, what is wrong with it, what somebody else changed meanwhile."""

    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    record: ProductRecord | None = None
    version: int = 0
    moved: ProductDifference | None = None
    notice: Notice | None = None
    status: int = 200


@get("/products/new", opt=_WRITE)
async def new(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Template:
    """An empty form."""
    return await _page(Draft(), request, office, desk, shop)


@post("/products", opt=_WRITE)
async def create(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Response[Any]:
    """Write a product down, as a draft or for sale at once."""
    typed = await _typed(request)
    if typed.get("more"):
        return await _page(Draft(typed), request, office, desk, shop)
    meant = read(typed, shop.currency)
    owner = scope_of(request, Permission.WRITE_CATALOGUE).owner
    draft = typed.get("go") != "publish"
    command = CreateProduct(wish=meant.wish, draft=draft, vendor=VendorId(owner) if owner else None)
    if meant.errors:
        return await _page(Draft(typed, meant.errors, status=422), request, office, desk, shop)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except WrongFields as wrong:
        return await _page(Draft(typed, meant.blamed(wrong.faults), status=422), request, office, desk, shop)
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
    return await _page(Draft(written(record), record=record, version=record.version), request, office, desk, shop)


@post("/products/{id:uuid}/edit", opt=_WRITE)
async def revise(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Say something else of it, unless somebody did so meanwhile: then both are laid together, to be looked at."""
    typed, record = await _typed(request), await _record(id, request, desk)
    version = _version(typed)
    draft = Draft(typed, record=record, version=version)
    if typed.get("more"):
        return await _page(draft, request, office, desk, shop)
    meant = read(typed, record.variants[0].price.currency, record)
    if meant.errors:
        return await _page(_with(draft, meant.errors), request, office, desk, shop)
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    command = ReviseProduct(product_id=ProductId(id), wish=meant.wish, version=version, scope=scope)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except VersionMoved:
        found = await desk.ask(CompareProduct(product_id=ProductId(id), version=version, scope=scope), request)
        return await _page(_merged(draft, found), request, office, desk, shop)
    except WrongFields as wrong:
        return await _page(_with(draft, meant.blamed(wrong.faults)), request, office, desk, shop)
    except (Conflict, RuleViolated) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(Draft(typed, {}, record, version, notice=said, status=409), request, office, desk, shop)
    changed = receipt.outcome.version > version
    notice = Notice("good", "The changes are saved", "What it said before stands in its history.") if changed else (
        Notice("plain", "Nothing was different", "So nothing was saved.")
    )
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=notice)


def _merged(draft: Draft, found: ProductDifference) -> Draft:
    """What was typed together with what somebody else wrote; where both wrote, each is shown."""
    both = merge(written(found.seen or found.now), written(found.now), draft.typed)
    errors = {
        field: f"Somebody else wrote “{text[:80]}” here meanwhile." if text else "Somebody else emptied this meanwhile."
        for field, text in both.theirs.items()
    }
    reason = {"reason": draft.typed.get("reason", "")}
    return Draft(both.form | reason, errors, found.now, found.now.version, found, status=412)


def _with(draft: Draft, errors: Mapping[str, str]) -> Draft:
    return Draft(draft.typed, errors, draft.record, draft.version, status=422)


async def _page(draft: Draft, request: AnyRequest, office: Office, desk: Desk, shop: ShopInfo) -> Template:
    typed, record = draft.typed, draft.record
    more = typed.get("more")
    tree, _ = await desk.look(ListCategories(), request)
    count = {
        kind: min(rows_in(typed, kind) + (5 if more == kind else SPARE), MOST_ROWS)
        for kind in ("variant", "attribute")
    }
    return await office.page(
        "product_form.html", request, status=draft.status, notice=draft.notice, form=typed, errors=draft.errors,
        record=record, version=draft.version, moved=draft.moved, categories=choices(tree), rows=count,
        options=options_in(typed), currency=record.variants[0].price.currency if record else shop.currency,
    )


async def _record(id: UUID, request: AnyRequest, desk: Desk) -> ProductRecord:
    scope = scope_of(request, Permission.WRITE_CATALOGUE)
    return await desk.ask(GetProductRecord(name=str(id), scope=scope), request)


async def _typed(request: AnyRequest) -> dict[str, str]:
    """Lines end as they are kept: browsers send another sign more."""
    return {name: text.replace("\r\n", "\n") for name, text in (await form_of(request)).items()}


def _version(typed: Mapping[str, str]) -> int:
    """The version that the form was filled from; without one it is as old as can be."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
