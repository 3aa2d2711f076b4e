"""Products: finding one, drafts and withdrawn ones too, and reading it with its stock and its facts."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import json

from store.application.audit.messages import GetHistory
from store.application.browsing.messages import GetProductSheet, ProductSheet
from store.application.catalogue.messages import ListProductRows, ProductRows
from store.application.catalogue.records import GetProductRecord
from store.application.pricing.currencies import GetBoard
from store.application.processes.looking_back import GetProductThen
from store.domain.shared.ids import ProductId
from store.entrypoints.backoffice.office import AnyRequest, Office, is_there
from store.entrypoints.backoffice.product_price_lines import typed_of
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, may_see_persons, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

_rows: Final = json.Decoder(ProductRows)
_sheet: Final = json.Decoder(ProductSheet)
PICTURES: Final = "/products/{id}/pictures"
_STAGES: Final = frozenset({"draft", "listed", "withdrawn"})


@get("/products", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], q: FromQuery[str] = "", stage: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """All products by name; a vendor's own, for vendors."""
    stage = stage if stage in _STAGES else ""
    query = ListProductRows(
        q=q[:200], stage=stage or None, cursor=cursor or None, scope=scope_of(request, Permission.READ_CATALOGUE)
    )
    rows, late = await office.look(query, request)
    return await office.page(
        "products.html", request, late=late, page=_rows.decode(rows),
        filters={"q": q[:200], "stage": stage, "cursor": cursor},
    )


@get("/products/{id:uuid}", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo], at: FromQuery[str] = "",
) -> Template:
    """One product; as it was known at an instant, if one is given."""
    return await sheet(id, request, office, desk, shop, at=at)


async def sheet(
    id: UUID, request: AnyRequest, office: Office, desk: Desk, shop: ShopInfo, *, at: str = "", status: int = 200,
    act: str = "", form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
    notice: Notice | None = None,
) -> Template:
    """The same; *act* is the one whose form is open."""
    who: Principal = request.state.principal
    then = instant("at", at, shop.time_zone) if at else None
    scope = scope_of(request, Permission.READ_CATALOGUE)
    record = await desk.ask(GetProductRecord(name=str(id), scope=scope), request)
    if then is None:
        said, late = await office.look(GetProductSheet(product_id=ProductId(id), scope=scope), request)
        found = _sheet.decode(said)
    else:
        found, late = await desk.ask(GetProductThen(product_id=ProductId(id), at=then), request), False
    history = await desk.ask(GetHistory(
        kind="product", id=str(id), at=then, later=then is None, persons=may_see_persons(request)
    ), request)
    return await office.page(
        "product.html", request, status=status, notice=notice, late=late, facts=history.facts, product=found.product,
        stock=found.stock, stage=found.stage, due=found.due, history=history, moment=then, record=record, act=act,
        form=form or {}, errors=errors or {},
        sells_abroad=bool((await desk.ask(GetBoard(), request)).codes[1:]), typed_prices=typed_of(record),
        has_pictures=is_there(request, PICTURES),
        writes=who.may_with_own(Permission.WRITE_CATALOGUE) and then is None,
    )
