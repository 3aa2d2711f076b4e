"""``/api/v1/products/{id}/pictures``: the pictures of a product, sent as the files they are."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from store.application.catalogue.picture_ports import LARGEST
from store.application.catalogue.pictures import (
    LONGEST_ALT,
    AddPicture,
    BringBackPicture,
    ChangePicture,
    GetProductPictures,
    ProductPictures,
    RemovePicture,
)
from store.application.shared.authority import Scope
from store.application.shared.bus import Receipt
from store.application.shared.errors import BadValue
from store.domain.catalogue.picturing import MOST_PICTURES
from store.domain.shared.ids import ProductId, Sku
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.pictures import TakesPicture, expect_picture
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.limits import PICTURING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.uploads import picture_of, version_to_match

_WRITES = open_to(Permission.WRITE_CATALOGUE, own=True)


class PictureForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What changes of a picture; what is left out stays. Places count from nought."""

    alt: Annotated[str, Meta(max_length=LONGEST_ALT, pattern=PLAIN, examples=["The mug from above"])] | None = None
    place: Annotated[int, Meta(ge=0, lt=MOST_PICTURES, examples=[0])] | None = None
    skus: Annotated[
        list[Annotated[str, Meta(max_length=64)]],
        Meta(max_length=500, description="The variants it shows, beside other pictures of theirs."),
    ] | None = None


class ProductPicturesController(Controller):
    path = "/products/{id:uuid}/pictures"
    cache_control = NEVER_KEPT
    tags = ("Products",)

    @get(opt=open_to(Permission.READ_CATALOGUE, own=True) | described("listProductPictures", 404))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductPictures]:
        """The pictures of a product, in their order, from its facts."""
        found = await desk.ask(GetProductPictures(
            product_id=ProductId(id), scope=scope_of(request, Permission.READ_CATALOGUE)
        ), request)
        return tagged(found, found.version)

    @post(
        opt=_WRITES | described("addProductPicture", 404, 409, 412, 413, 415, 422, limited=True),
        before_request=expect_picture, request_max_body_size=LARGEST, operation_class=TakesPicture,
    )
    async def add(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits],
        alt: Annotated[str, QueryParameter(description="What it shows")] = "",
    ) -> Response[ProductPictures]:
        """Show one more picture: a JPEG, PNG or WebP of 12 MB at most, behind the others.

        What is kept are pixels alone, in several sizes. A product has ten pictures at most. Sent again, the same file
        changes nothing.
        """
        await limits.spend(PICTURING, request)
        if len(alt) > LONGEST_ALT:
            raise BadValue("alt", f"at most {LONGEST_ALT} characters")
        return _told(await desk.do(AddPicture(
            product_id=ProductId(id), data=await picture_of(request), alt=alt.strip(),
            version=expected_version(request), scope=_scope(request),
        ), request), status=201)

    @patch("/{name:str}", opt=_WRITES | described("changeProductPicture", 404, 409, 422, 428, versioned=True))
    async def change(
        self, id: FromPath[UUID], name: FromPath[str], data: JSONBody[PictureForm], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[ProductPictures]:
        """Move a picture to another place, say what it shows, or which variants."""
        return _told(await desk.do(ChangePicture(
            product_id=ProductId(id), name=name, place=data.place, alt=data.alt, version=version_to_match(request),
            skus=None if data.skus is None else tuple(Sku(sku) for sku in data.skus), scope=_scope(request),
        ), request))

    @delete("/{name:str}", opt=_WRITES | described("removeProductPicture", 404, 409, 428, versioned=True),
            status_code=200)
    async def remove(
        self, id: FromPath[UUID], name: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductPictures]:
        """Show a picture no longer. It can be brought back."""
        command = RemovePicture(
            product_id=ProductId(id), name=name, version=version_to_match(request), scope=_scope(request)
        )
        return _told(await desk.do(command, request))

    @post("/{name:str}/return", opt=_WRITES | described("returnProductPicture", 404, 409, 428, versioned=True),
          status_code=200)
    async def bring_back(
        self, id: FromPath[UUID], name: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[ProductPictures]:
        """Show a picture again that was removed, where and as it was."""
        command = BringBackPicture(
            product_id=ProductId(id), name=name, version=version_to_match(request), scope=_scope(request)
        )
        return _told(await desk.do(command, request))


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.WRITE_CATALOGUE)


def _told(receipt: Receipt[ProductPictures], *, status: int = 200) -> Response[ProductPictures]:
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=status)
