"""Categories: the tree, and one of them with its words and its place."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.browsing.messages import ListCategories
from store.application.catalogue.categories import (
    CategoryStands,
    DescribeCategory,
    LookAtCategory,
    MergeCategory,
    MoveCategory,
    OpenCategory,
)
from store.application.shared.bus import Command
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.domain.shared.ids import CategoryId
from store.entrypoints.backoffice.category_page import HERE, Sent, places, shown, tree_of
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_WORDS: Final = {
    "name": "Write what it is called, in at most 100 characters.",
    "text": "At most 20,000 characters fit.",
    "parent": "Choose a place from the list.",
    "into": "Choose a category from the list.",
    "picture": "Choose a picture from the list.",
    "version": "Load this page again: it doesn't say which version it shows.",
}


class OpenForm(Struct, frozen=True):
    """A category to open."""

    name: Annotated[str, Meta(max_length=100, pattern=VISIBLE)]
    parent: UUID | None = None
    text: Annotated[str, Meta(max_length=20_000)] = ""


class WordsForm(Struct, frozen=True):
    """What it is called, and what its page says."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    name: Annotated[str, Meta(max_length=100, pattern=VISIBLE)]
    text: Annotated[str, Meta(max_length=20_000)] = ""


class PictureForm(Struct, frozen=True):
    """With which picture its page begins; none for none."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    picture: Annotated[str, Meta(max_length=200)] = ""


class PlaceForm(Struct, frozen=True):
    """Where it shall stand."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    parent: UUID | None = None


class MergerForm(Struct, frozen=True):
    """What it shall be part of."""

    version: Annotated[int, Meta(ge=0, le=2**31)]
    into: UUID


@get("/categories", opt=open_to(Permission.READ_CATALOGUE))
async def listing(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """All categories, as the tree they are."""
    return await _listed(request, office)


@post("/categories", opt=open_to(Permission.ARRANGE_CATEGORIES))
async def open_one(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Open another one."""
    typed = await form_of(request)
    form, errors = filled(OpenForm, typed, _WORDS)
    if form is None:
        return await _listed(request, office, Sent("open", typed, errors), status=422)
    parent = CategoryId(form.parent) if form.parent else None
    try:
        receipt = await desk.do(OpenCategory(name=form.name, parent=parent, text=form.text), request)
    except (NotFound, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _listed(request, office, Sent("open", typed, notice=notice), status=409)
    return office.see(f"{HERE}/{receipt.outcome.id}", position=receipt.position, notice=Notice(
        "good", f"{form.name} is open", "It is in the shop as soon as goods stand in it.",
    ))


@get("/categories/{id:uuid}", opt=open_to(Permission.READ_CATALOGUE))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """One of them."""
    return await shown(id, request, office, desk)


@post("/categories/{id:uuid}", opt=open_to(Permission.ARRANGE_CATEGORIES))
async def describe(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Say what it is called and what its page says."""
    typed = await form_of(request)
    form, errors = filled(WordsForm, typed, _WORDS)
    if form is None:
        return await shown(id, request, office, desk, Sent("words", typed, errors), status=422)
    command = DescribeCategory(category_id=CategoryId(id), name=form.name, text=form.text, version=form.version)
    return await _do(command, id, request, office, desk, Sent("words", typed))


@post("/categories/{id:uuid}/picture", opt=open_to(Permission.ARRANGE_CATEGORIES))
async def picture(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Choose the picture that its page begins with."""
    typed = await form_of(request)
    form, errors = filled(PictureForm, typed, _WORDS)
    if form is None:
        return await shown(id, request, office, desk, Sent("picture", typed, errors), status=422)
    stands = await desk.ask(LookAtCategory(category_id=CategoryId(id)), request)
    command = DescribeCategory(
        category_id=CategoryId(id), name=stands.name, text=stands.text, version=form.version,
        picture=form.picture or None,
    )
    return await _do(command, id, request, office, desk, Sent("picture", typed))


@post("/categories/{id:uuid}/place", opt=open_to(Permission.ARRANGE_CATEGORIES))
async def move(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Put it elsewhere, with all below it."""
    typed = await form_of(request)
    form, errors = filled(PlaceForm, typed, _WORDS)
    if form is None:
        return await shown(id, request, office, desk, Sent("place", typed, errors), status=422)
    parent = CategoryId(form.parent) if form.parent else None
    command = MoveCategory(category_id=CategoryId(id), parent=parent, version=form.version)
    return await _do(command, id, request, office, desk, Sent("place", typed))


@post("/categories/{id:uuid}/merger", opt=open_to(Permission.ARRANGE_CATEGORIES))
async def merge(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Make it part of another one."""
    typed = await form_of(request)
    form, errors = filled(MergerForm, typed, _WORDS)
    if form is None:
        return await shown(id, request, office, desk, Sent("merger", typed, errors), status=422)
    command = MergeCategory(category_id=CategoryId(id), into=CategoryId(form.into), version=form.version)
    return await _do(command, id, request, office, desk, Sent("merger", typed))


async def _do(
    command: Command[CategoryStands], id: UUID, request: AnyRequest, office: Office, desk: Desk, sent: Sent
) -> Response[Any]:
    try:
        receipt = await desk.do(command, request)
    except (Conflict, NotFound, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await shown(id, request, office, desk, Sent(sent.act, sent.typed, notice=notice), status=409)
    stands = receipt.outcome
    into = stands.into
    return office.see(f"{HERE}/{into or stands.id}", position=receipt.position, notice=Notice(
        "good", f"{stands.name} is part of this one now" if into else f"{stands.name} is as you say",
        "Addresses it had lead here." if into else "Shoppers see it within a second; addresses it had lead to it.",
    ))


async def _listed(
    request: AnyRequest, office: Office, sent: Sent | None = None, *, status: int = 200
) -> Template:
    tree, late = await office.look(ListCategories(), request)
    found = tree_of(tree)
    return await office.page(
        "categories.html", request, status=status, late=late, tree=found,
        choices=[(id, words) for id, words, _ in places(found)],
        form=sent.typed if sent else {}, errors=sent.errors if sent else {}, notice=sent.notice if sent else None,
    )
