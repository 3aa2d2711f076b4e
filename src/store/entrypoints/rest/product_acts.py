"""``/api/v1/products``: whether shoppers see a product."""

from datetime import UTC
from typing import Annotated, Final

from litestar import Controller, Response, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from store.application.catalogue.messages import PublishProduct, RelistProduct, UnpublishProduct, WithdrawProduct
from store.application.catalogue.records import ProductRecord
from store.application.shared.errors import BadValue
from store.entrypoints.rest.product_forms import PublicationForm, Reason, WhyForm
from store.entrypoints.rest.product_versions import answered, asked
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

_WRITE: Final = open_to(Permission.WRITE_CATALOGUE, own=True)


class ProductActsController(Controller):
    path = "/products"
    tags = ("Products",)

    @delete(
        "/{slug:str}", status_code=200,
        opt=_WRITE | described("withdrawProduct", 404, 409, 422, once=True, conditional=True),
    )
    async def withdraw(
        self, slug: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        reason: Annotated[Reason, QueryParameter(description="Why: whoever finds it gone will want to know")],
    ) -> Response[ProductRecord]:
        """Take a product out of the shop. Those who bought it still see it, its address says that it is gone, and
        `POST /products/{slug}/relist` brings it back.
        """
        id, scope, version = await asked(slug, request, desk)
        command = WithdrawProduct(product_id=id, reason=reason, version=version, scope=scope)
        return await answered(command, id, scope, version, reason, request, desk)

    @post(
        "/{slug:str}/relist", status_code=200,
        opt=_WRITE | described("relistProduct", 404, 409, 422, once=True, conditional=True),
    )
    async def relist(
        self, slug: FromPath[str], data: JSONBody[WhyForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """Bring a withdrawn product back, as it was then."""
        id, scope, version = await asked(slug, request, desk)
        command = RelistProduct(product_id=id, version=version, scope=scope)
        return await answered(command, id, scope, version, data.reason, request, desk)

    @post(
        "/{slug:str}/publish", status_code=200,
        opt=_WRITE | described("publishProduct", 404, 409, 422, once=True, conditional=True),
    )
    async def publish(
        self, slug: FromPath[str], data: JSONBody[PublicationForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """Put a draft up for sale: now, or at an instant that is still to come."""
        if data.at is not None and data.at.tzinfo is None:
            raise BadValue("at", "say in which time zone, such as 2026-03-01T08:00:00+01:00")
        id, scope, version = await asked(slug, request, desk)
        due = data.at.astimezone(UTC) if data.at else None
        command = PublishProduct(product_id=id, due=due, version=version, scope=scope)
        return await answered(command, id, scope, version, data.reason, request, desk)

    @post(
        "/{slug:str}/unpublish", status_code=200,
        opt=_WRITE | described("unpublishProduct", 404, 409, 422, once=True, conditional=True),
    )
    async def unpublish(
        self, slug: FromPath[str], data: JSONBody[WhyForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductRecord]:
        """Make it a draft again, which goes on sale at no moment of its own."""
        id, scope, version = await asked(slug, request, desk)
        command = UnpublishProduct(product_id=id, version=version, scope=scope)
        return await answered(command, id, scope, version, data.reason, request, desk)
