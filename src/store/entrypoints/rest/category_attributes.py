"""``/api/v1/categories/{id}/attributes``: what a category says its goods have."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from store.application.catalogue.attributes import (
    AttributeInForce,
    ChangeAttribute,
    DefineAttribute,
    GetAttributes,
    MoveAttribute,
    RemoveAttribute,
)
from store.application.catalogue.categories import CategoryStands, LookAtCategory
from store.application.shared.bus import Command
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind, same_name
from store.domain.shared.ids import CategoryId
from store.entrypoints.rest.answers import tagged
from store.entrypoints.rest.category_attribute_forms import (
    AttributeChanges,
    AttributeForm,
    AttributePlace,
    Reason,
    changed,
)
from store.entrypoints.shared.desk import AnyRequest, Desk, needed_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

_ARRANGE: Final = open_to(Permission.ARRANGE_CATEGORIES)
_READ: Final = open_to(Permission.READ_CATALOGUE, own=True)


class CategoryAttributes(Struct, frozen=True):
    """What goods of a category have, in their order: said by it or, where ``source`` is another one, above it."""

    items: list[AttributeInForce]


class CategoryAttributesController(Controller):
    path = "/categories/{id:uuid}/attributes"
    tags = ("Products",)

    @get(opt=_READ | described("listAttributes", 404))
    async def attributes(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryAttributes]:
        """What goods of a category have, for whoever writes some down. The `ETag` is the version that changes of the
        category name in `If-Match`.
        """
        stands = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
        found = await desk.ask(GetAttributes(place=str(id)), request)
        return tagged(CategoryAttributes(list(found)), stands.version)

    @post(opt=_ARRANGE | described("defineAttribute", 404, 422, once=True, conditional=True))
    async def define(
        self, id: FromPath[UUID], data: JSONBody[AttributeForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """Have goods of a category, and of those below it, have one thing more."""
        version = needed_version(request)
        command = DefineAttribute(category_id=CategoryId(id), definition=data.definition(), version=version)
        return await _done(command, id, data.reason, request, desk, status=201)

    @patch("/{name:str}", opt=_ARRANGE | described("changeAttribute", 404, 422, once=True, conditional=True))
    async def change(
        self, id: FromPath[UUID], name: FromPath[str], data: JSONBody[AttributeChanges], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[CategoryStands]:
        """Say something else of it, be it its name. What goods say of it stays; what no longer fits is listed."""
        version = needed_version(request)
        stands = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
        known = next(
            (it for it in stands.attributes if same_name(it.name, name)), AttributeDefinition(name, AttributeKind.TEXT)
        )  # who asks the same again after another name was given is answered the same again
        command = ChangeAttribute(
            category_id=CategoryId(id), name=name, definition=changed(known, data),
            version=stands.version if version is None else version,
        )
        return await _done(command, id, data.reason, request, desk)

    @put("/{name:str}/place", opt=_ARRANGE | described("moveAttribute", 404, 422, once=True, conditional=True))
    async def move(
        self, id: FromPath[UUID], name: FromPath[str], data: JSONBody[AttributePlace], request: AnyRequest,
        desk: NamedDependency[Desk],
    ) -> Response[CategoryStands]:
        """Put it elsewhere among the category's own."""
        version = needed_version(request)
        command = MoveAttribute(category_id=CategoryId(id), name=name, place=data.place, version=version)
        return await _done(command, id, data.reason, request, desk)

    @delete(
        "/{name:str}", status_code=200,
        opt=_ARRANGE | described("removeAttribute", 404, 422, once=True, conditional=True),
    )
    async def remove(
        self, id: FromPath[UUID], name: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        reason: Annotated[Reason | None, QueryParameter(description="Stands in the history")] = None,
    ) -> Response[CategoryStands]:
        """Say nothing of it any more. What goods say of it stays, as free text."""
        command = RemoveAttribute(category_id=CategoryId(id), name=name, version=needed_version(request))
        return await _done(command, id, reason, request, desk)


async def _done(
    command: Command[CategoryStands], id: UUID, reason: str | None, request: AnyRequest, desk: Desk, *,
    status: int = 200,
) -> Response[CategoryStands]:
    once = await once_of(request, f"{request.method} {request.url.path}", id)
    receipt = await desk.do(command, request, reason=reason, once=once)
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=status)
