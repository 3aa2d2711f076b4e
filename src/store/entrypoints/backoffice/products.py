"""Products: finding one, withdrawn ones too, and reading it with its stock and its facts."""

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
from store.application.processes.looking_back import GetProductThen
from store.domain.shared.ids import ProductId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to
from store.entrypoints.shared.shop import ShopInfo

_rows: Final = json.Decoder(ProductRows)
_sheet: Final = json.Decoder(ProductSheet)


@get("/products", opt=open_to(Permission.READ_CATALOGUE))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], q: FromQuery[str] = "", cursor: FromQuery[str] = ""
) -> Template:
    """All products by name."""
    rows, late = await office.look(ListProductRows(q=q[:200], cursor=cursor or None), request)
    return await office.page(
        "products.html", request, late=late, page=_rows.decode(rows), filters={"q": q[:200], "cursor": cursor}
    )


@get("/products/{id:uuid}", opt=open_to(Permission.READ_CATALOGUE))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo], at: FromQuery[str] = "",
) -> Template:
    """One product; as it was known at an instant, if one is given."""
    then = instant("at", at, shop.time_zone) if at else None
    if then is None:
        said, late = await office.look(GetProductSheet(product_id=ProductId(id)), request)
        sheet = _sheet.decode(said)
    else:
        sheet, late = await desk.ask(GetProductThen(product_id=ProductId(id), at=then), request), False
    history = await desk.ask(GetHistory(
        kind="product", id=str(id), at=then, later=then is None, persons=may_see_persons(request)
    ), request)
    return await office.page(
        "product.html", request, late=late, facts=history.facts, product=sheet.product, stock=sheet.stock,
        for_sale=sheet.for_sale, history=history, moment=then,
    )
