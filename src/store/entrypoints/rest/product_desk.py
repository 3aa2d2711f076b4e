"""``/api/v1/products``, for those who look after goods: the shop's staff, and vendors for their own."""

from typing import Final
from uuid import UUID, uuid5

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from store.application.catalogue.messages import RepriceVariant
from store.application.catalogue.records import GetProductRecord, ProductRecord
from store.application.processes.keeping_products import CreateProduct, ReviseProduct
from store.application.shared.errors import BadValue
from store.domain.catalogue.errors import UnknownVariant
from store.domain.shared.ids import Sku, VendorId
from store.domain.shared.money import Money
from store.entrypoints.rest.answers import tagged
from store.entrypoints.rest.product_forms import PriceForm, ProductChanges, ProductForm, wish_of
from store.entrypoints.rest.product_versions import answered, asked
from store.entrypoints.shared.desk import AnyRequest, Desk, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of

_READ, _WRITE = open_to(Permission.READ_CATALOGUE, own=True), open_to(Permission.WRITE_CATALOGUE, own=True)
_CREATING: Final = UUID("0b8f8f56-3c76-5f0c-9d6d-2a7d8f1f3a52")
"""What seals the answer to whoever creates one: there is no id yet when they ask."""


class ProductDeskController(Controller):
    path = "/products"
    tags = ("Products",)

    @post(opt=_WRITE | described("createProduct", 409, 422, once=True))
    async def create(
        self, data: JSONBody[ProductForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """Write a product down, as a draft or for sale at once. A vendor's products are theirs, all others the shop's.

        The stock of each SKU is opened with no pieces. `errors` names every field that makes no sense.
        """
        owner = scope_of(request, Permission.WRITE_CATALOGUE).owner
        command = CreateProduct(wish=wish_of(data), draft=data.draft, vendor=VendorId(owner) if owner else None)
        once = await once_of(request, "POST /products", uuid5(_CREATING, str(owner)))
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        record = await desk.ask(GetProductRecord(name=str(receipt.outcome.product_id)), request)
        return tagged(record, record.version, position=receipt.position, status=201)

    @get("/{slug:str}/record", opt=_READ | described("getProductRecord", 404))
    async def record(
        self, slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """All there is of a product, drafts and withdrawn ones too, from its facts; `slug` may be its id as well.

        The `ETag` is the version that `If-Match` wants when it is changed.
        """
        scope = scope_of(request, Permission.READ_CATALOGUE)
        record = await desk.ask(GetProductRecord(name=slug, scope=scope), request)
        return tagged(record, record.version)

    @patch("/{slug:str}", opt=_WRITE | described("reviseProduct", 404, 409, 422, once=True, conditional=True))
    async def revise(
        self, slug: FromPath[str], data: JSONBody[ProductChanges], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """Say something else of a product. `slug` may be its id as well.

        412 tells in `facts.changes` what is different since the version that `If-Match` names, field by field.
        """
        id, scope, version = await asked(slug, request, desk)
        command = ReviseProduct(product_id=id, wish=wish_of(data), version=version, scope=scope)
        return await answered(command, id, scope, version, data.reason, request, desk)

    @patch(
        "/{slug:str}/variants/{sku:str}",
        opt=_WRITE | described("repriceVariant", 404, 409, 422, once=True, conditional=True),
    )
    async def reprice(
        self, slug: FromPath[str], sku: FromPath[str], data: JSONBody[PriceForm], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[ProductRecord]:
        """Ask another price of one variant."""
        id, scope, version = await asked(slug, request, desk)
        record = await desk.ask(GetProductRecord(name=str(id), scope=scope), request)
        currency = next((it.price.currency for it in record.variants if it.sku == sku), None)
        if currency is None:
            raise UnknownVariant(Sku(sku))
        list_price = _money("list_price", data.list_price, currency) if data.list_price else None
        command = RepriceVariant(
            product_id=id, sku=Sku(sku), price=_money("price", data.price, currency), list_price=list_price,
            version=version, scope=scope,
        )
        return await answered(command, id, scope, version, data.reason, request, desk)


def _money(field: str, amount: str, currency: str) -> Money:
    try:
        return Money.parse(amount, currency)
    except ValueError:
        raise BadValue(field, f"there are no such coins of {currency}") from None
