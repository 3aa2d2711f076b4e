"""``/api/v1/categories``: the tree that shoppers walk, and how staff arrange it."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response.base import ASGIResponse
from msgspec import UNSET, Meta, Struct, UnsetType

from store.application.browsing.messages import CategoryNode, ListCategories
from store.application.catalogue.categories import (
    CategoryStands,
    DescribeCategory,
    LookAtCategory,
    MergeCategory,
    MoveCategory,
    OpenCategory,
)
from store.application.shared.bus import Command
from store.domain.shared.ids import CategoryId, category_tree
from store.entrypoints.rest.answers import fresh, tagged
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=VISIBLE, examples=["Mugs & cups"])]
Text = Annotated[str, Meta(max_length=20_000, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class CategoryForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A category to open, under *parent* or at the top. ``text`` is Markdown."""

    name: Name
    parent: UUID | None = None
    text: Text = ""
    reason: Reason | None = None


class CategoryWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What it is called, what its page says, and with which of the shop's pictures, by the name that `GET
    /products/{id}/pictures` tells; null for none. What is left out stays.
    """

    name: Name | None = None
    text: Text | None = None
    picture: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)] | UnsetType | None = UNSET
    reason: Reason | None = None


class PlaceForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it shall stand; null is the top."""

    parent: UUID | None
    reason: Reason | None = None


class MergerForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What it shall be part of."""

    into: UUID
    reason: Reason | None = None


_ARRANGE = open_to(Permission.ARRANGE_CATEGORIES)


class CategoriesController(Controller):
    path = "/categories"
    tags = ("Products",)

    @get(
        opt=open_to(Permission.PUBLIC) | described("listCategories", kept=True),
        responses={200: ResponseSpec(list[CategoryNode], description="The tree of categories")},
    )
    async def tree(self, request: AnyRequest, desk: NamedDependency[Desk]) -> ASGIResponse:
        """The tree of categories, with how many products stand in each."""
        return fresh(await desk.ask(ListCategories(), request), request)

    @post(opt=_ARRANGE | described("openCategory", 404, 422, once=True))
    async def open(
        self, data: JSONBody[CategoryForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """Open a category."""
        once = await once_of(request, "POST /categories", category_tree())
        parent = CategoryId(data.parent) if data.parent else None
        command = OpenCategory(name=data.name, parent=parent, text=data.text)
        receipt = await desk.do(command, request, reason=data.reason, once=once)
        answer = tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)
        answer.headers["Location"] = f"/api/v1/categories/{receipt.outcome.id}"
        return answer

    @get("/{id:uuid}", opt=_ARRANGE | described("getCategory", 404))
    async def look(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """One of them as the facts have it, with the version that changes name in `If-Match`."""
        stands = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
        return tagged(stands, stands.version)

    @patch("/{id:uuid}", opt=_ARRANGE | described("describeCategory", 404, 422, versioned=True))
    async def describe(
        self, id: FromPath[UUID], data: JSONBody[CategoryWords], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """Say what it is called, what its page says and shows. Its address stays."""
        version = expected_version(request)
        now = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
        return await _done(DescribeCategory(
            category_id=CategoryId(id), name=now.name if data.name is None else data.name,
            text=now.text if data.text is None else data.text, version=now.version if version is None else version,
            picture=data.picture,
        ), data.reason, request, desk)

    @put("/{id:uuid}/place", opt=_ARRANGE | described("moveCategory", 404, 422, versioned=True))
    async def move(
        self, id: FromPath[UUID], data: JSONBody[PlaceForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """Put it elsewhere with all below it. Addresses it had lead on to the new one."""
        parent = CategoryId(data.parent) if data.parent else None
        command = MoveCategory(category_id=CategoryId(id), parent=parent, version=expected_version(request))
        return await _done(command, data.reason, request, desk)

    @post(
        "/{id:uuid}/merger", opt=_ARRANGE | described("mergeCategory", 404, 422, versioned=True), status_code=200
    )
    async def merge(
        self, id: FromPath[UUID], data: JSONBody[MergerForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[CategoryStands]:
        """Make it part of another one, with its goods and all below it."""
        command = MergeCategory(
            category_id=CategoryId(id), into=CategoryId(data.into), version=expected_version(request)
        )
        return await _done(command, data.reason, request, desk)


async def _done(
    command: Command[CategoryStands], reason: str | None, request: AnyRequest, desk: Desk
) -> Response[CategoryStands]:
    receipt = await desk.do(command, request, reason=reason)
    return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)
