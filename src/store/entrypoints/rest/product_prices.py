"""``/api/v1/products/{slug}/variants/{sku}/prices``: what a variant costs in other currencies, whatever the rate."""

from typing import Annotated

from litestar import Controller, Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from store.application.catalogue.messages import SayPrices
from store.application.catalogue.records import ProductRecord
from store.domain.shared.ids import Sku
from store.entrypoints.rest.product_versions import answered, asked
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.terms_forms import money_of
from store.entrypoints.shared.terms_shapes import AmountForm


class PricesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """All prices of one variant in other currencies than the shop's own; in those left out the rate counts."""

    prices: Annotated[list[AmountForm], Meta(
        max_length=30, examples=[[{"amount": "25.99", "currency": "USD"}]],
    )]
    reason: Annotated[str, Meta(max_length=200)] | None = None


class ProductPricesController(Controller):
    path = "/products"
    tags = ("Products",)

    @put(
        "/{slug:str}/variants/{sku:str}/prices",
        opt=open_to(Permission.WRITE_CATALOGUE, own=True) | described(
            "sayPrices", 404, 409, 422, once=True, conditional=True,
        ),
    )
    async def say(
        self, slug: FromPath[str], sku: FromPath[str], data: JSONBody[PricesForm], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[ProductRecord]:
        """Say what a variant costs in other currencies. These prices go before what its own comes to at any rate."""
        id, scope, version = await asked(slug, request, desk)
        prices = tuple(money_of(f"prices.{place}", it) for place, it in enumerate(data.prices))
        command = SayPrices(product_id=id, prices={Sku(sku): prices}, version=version, scope=scope)
        return await answered(command, id, scope, version, data.reason, request, desk)
