"""The pictures of a product: choosing files, putting them in order, saying what they show."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.catalogue.picture_ports import PicturesAway
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
from store.application.shared.bus import Command
from store.application.shared.errors import VersionMoved
from store.domain.catalogue.errors import UnknownPicture
from store.domain.catalogue.picturing import MOST_PICTURES
from store.domain.shared.errors import Conflict, NotFound, RuleViolated, readable
from store.domain.shared.ids import ProductId, Sku
from store.domain.shared.pictures import NotAPicture
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.limits import PICTURING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of

AT_ONCE: Final = 30_000_000
"""Bytes of one form. With script each file comes by itself."""
_LONGEST_NAME: Final = 60
_STALE: Final = Notice(
    "warn", "Somebody changed these pictures meanwhile", "Nothing was changed. This is how they stand now."
)


class PlaceForm(Struct, frozen=True):
    """Where a picture goes."""

    place: Annotated[int, Meta(ge=0, lt=MOST_PICTURES)]
    version: Annotated[int, Meta(ge=0, lt=10**9)]


class WordsForm(Struct, frozen=True):
    """What a picture shows."""

    version: Annotated[int, Meta(ge=0, lt=10**9)]
    alt: Annotated[str, Meta(max_length=LONGEST_ALT, pattern=PLAIN)] = ""
    chooses: str = ""
    """Whether the form had variants to choose from: one that is not ticked is not sent."""


class VersionForm(Struct, frozen=True):
    """Upon what was decided."""

    version: Annotated[int, Meta(ge=0, lt=10**9)]


_WORDS: Final = {
    "alt": f"Say what it shows in at most {LONGEST_ALT} characters, on one line.",
    "place": "Load this page again: it doesn't say where the picture goes.",
    "version": "Load this page again: it doesn't say how the pictures stood.",
}
_opt: Final = open_to(Permission.WRITE_CATALOGUE, own=True)


@get("/products/{id:uuid}/pictures", opt=open_to(Permission.READ_CATALOGUE, own=True))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], removed: FromQuery[str] = ""
) -> Template:
    """All of them, and a way to have back the one that was just removed."""
    return await _page(ProductId(id), request, office, removed=removed[:200])


@post("/products/{id:uuid}/pictures", opt=_opt, request_max_body_size=AT_ONCE)
async def add(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Take the files of a form, one after the other: what is wrong with one doesn't keep out another."""
    sent = [file for file in (await request.form()).getall("pictures", []) if isinstance(file, UploadFile)]
    files = [file for file in sent if file.filename][:MOST_PICTURES + 1]
    await limits.spend(PICTURING, request, cost=max(1, len(files)))
    wrong = [] if files else [str(NotAPicture())]
    position, added = None, 0
    for file in files:
        try:
            command = AddPicture(product_id=ProductId(id), data=await file.read(), scope=_scope(request))
            position, added = (await desk.do(command, request)).position, added + 1
        except (RuleViolated, PicturesAway) as refused:
            wrong.append(f"{readable(file.filename, _LONGEST_NAME)}: {refused}")
    if wrong:
        return await _page(ProductId(id), request, office, wrong=wrong)
    words = "The picture is added" if added == 1 else f"{added} pictures are added"
    notice = Notice("good", words, "Its sizes are made in the background.")
    return office.see(_path(id), position=position, notice=notice)


@post("/products/{id:uuid}/pictures/{name:str}/move", opt=_opt)
async def move(
    id: FromPath[UUID], name: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Put it elsewhere among the others."""
    form, errors = filled(PlaceForm, await form_of(request), _WORDS)
    if form is None:
        return await _page(ProductId(id), request, office, wrong=list(errors.values()))
    command = ChangePicture(
        product_id=ProductId(id), name=name, place=form.place, version=form.version, scope=_scope(request)
    )
    return await _do(command, id, request, office, desk, f"The picture stands at place {form.place + 1}")


@post("/products/{id:uuid}/pictures/{name:str}/describe", opt=_opt)
async def describe(
    id: FromPath[UUID], name: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Say what it shows, and which variants."""
    form, errors = filled(WordsForm, await form_of(request), _WORDS)
    if form is None:
        return await _page(ProductId(id), request, office, faults={name: next(iter(errors.values()))})
    ticked = tuple(Sku(str(sku)) for sku in (await request.form()).getall("skus", []))
    skus = ticked if form.chooses else None
    command = ChangePicture(
        product_id=ProductId(id), name=name, alt=form.alt, skus=skus, version=form.version, scope=_scope(request)
    )
    return await _do(command, id, request, office, desk, "What the picture shows is saved")


@post("/products/{id:uuid}/pictures/{name:str}/remove", opt=_opt)
async def remove(
    id: FromPath[UUID], name: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Show it no longer."""
    form, errors = filled(VersionForm, await form_of(request), _WORDS)
    if form is None:
        return await _page(ProductId(id), request, office, wrong=list(errors.values()))
    command = RemovePicture(product_id=ProductId(id), name=name, version=form.version, scope=_scope(request))
    return await _do(command, id, request, office, desk, "", removed=name)


@post("/products/{id:uuid}/pictures/{name:str}/return", opt=_opt)
async def bring_back(
    id: FromPath[UUID], name: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Show it again, whatever happened meanwhile."""
    command = BringBackPicture(product_id=ProductId(id), name=name, scope=_scope(request))
    return await _do(command, id, request, office, desk, "The picture is back where it was")


async def _do(
    command: Command[ProductPictures], id: UUID, request: AnyRequest, office: Office, desk: Desk, words: str, *,
    removed: str = "",
) -> Response[Any]:
    try:
        receipt = await desk.do(command, request)
    except (VersionMoved, UnknownPicture):
        return office.see(_path(id), notice=_STALE)
    except (Conflict, NotFound, RuleViolated) as refused:
        return office.see(_path(id), notice=Notice("bad", str(refused), "Nothing was changed."))
    notice = Notice("good", words) if words else None
    return office.see(_path(id, removed), position=receipt.position, notice=notice)


async def _page(
    id: ProductId, request: AnyRequest, office: Office, *, removed: str = "", wrong: list[str] | None = None,
    faults: dict[str, str] | None = None,
) -> Template:
    found, _ = await office.look(
        GetProductPictures(product_id=id, scope=scope_of(request, Permission.READ_CATALOGUE)), request
    )
    shown = {one.name for one in found.items}
    return await office.page(
        "product_pictures.html", request, status=422 if wrong or faults else 200, pictures=found, wrong=wrong or [],
        faults=faults or {}, removed=removed if removed not in shown else "", longest=LONGEST_ALT,
    )


def _scope(request: AnyRequest) -> Scope:
    return scope_of(request, Permission.WRITE_CATALOGUE)


def _path(id: UUID, removed: str = "") -> str:
    return href(f"{PATH}/products/{id}/pictures", {"removed": removed} if removed else {})
