"""What a category says of the attributes of its goods: added, changed, moved and removed from its page."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from store.application.catalogue.attributes import ChangeAttribute, DefineAttribute, MoveAttribute, RemoveAttribute
from store.application.catalogue.categories import CategoryStands
from store.application.shared.bus import Command
from store.application.shared.errors import WrongFields
from store.domain.catalogue.attributes import (
    LONGEST_CHOICE,
    LONGEST_NAME,
    LONGEST_UNIT,
    MOST_CHOICES,
    AttributeDefinition,
    AttributeKind,
)
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.domain.shared.ids import CategoryId
from store.entrypoints.backoffice.category_page import HERE, Sent, shown
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_ARRANGE: Final = open_to(Permission.ARRANGE_CATEGORIES)
_WORDS: Final = {
    "name": f"Write what it is called, in at most {LONGEST_NAME} characters.",
    "kind": "Choose what it is.",
    "unit": f"Write a unit of at most {LONGEST_UNIT} characters, such as kg.",
    "choices": f"Write at most {MOST_CHOICES} values, one a line.",
    "place": "Load this page again: it doesn't say where to.",
    "reason": "Say why, in at most 200 characters.",
    "version": "Load this page again: it doesn't say which version it shows.",
}
_SAID: Final = "Goods follow within seconds. What they say of it stays."
Version = Annotated[int, Meta(ge=0, le=2**31)]
Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
Reason = Annotated[str, Meta(max_length=200, pattern=PLAIN)]


class AttributeForm(Struct, frozen=True):
    """What an attribute shall be. ``choices`` stand one a line."""

    version: Version
    name: Name
    kind: AttributeKind
    unit: Annotated[str, Meta(max_length=LONGEST_UNIT)] = ""
    choices: Annotated[str, Meta(max_length=MOST_CHOICES * (LONGEST_CHOICE + 2))] = ""
    filterable: bool = False
    required: bool = False
    reason: Reason = ""

    def definition(self) -> AttributeDefinition:
        """As the catalogue takes it; what another kind was asked is left aside."""
        return AttributeDefinition(
            self.name, self.kind, unit=self.unit if self.kind is AttributeKind.NUMBER else "",
            choices=tuple(self.choices.splitlines()) if self.kind is AttributeKind.CHOICE else (),
            filterable=self.filterable, required=self.required,
        )


class PlaceForm(Struct, frozen=True):
    """Where among the category's own it shall stand, counted from nought."""

    version: Version
    was: Name
    place: Annotated[int, Meta(ge=0, le=1000)]
    reason: Reason = ""


class RemovalForm(Struct, frozen=True):
    """Which one shall be none any more."""

    version: Version
    was: Name
    reason: Reason = ""


@post("/categories/{id:uuid}/attributes", opt=_ARRANGE)
async def define(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have goods of it have one thing more."""
    typed = await form_of(request)
    form, errors = filled(AttributeForm, typed, _WORDS)
    sent = Sent("attribute", typed, errors)
    if form is None:
        return await shown(id, request, office, desk, sent, status=422)
    command = DefineAttribute(category_id=CategoryId(id), definition=form.definition(), version=form.version)
    return await _do(command, form.reason, f"{form.name} is an attribute now", id, request, office, desk, sent)


@post("/categories/{id:uuid}/attributes/change", opt=_ARRANGE)
async def change(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Say something else of one."""
    typed = await form_of(request)
    form, errors = filled(AttributeForm, typed, _WORDS)
    was = typed.get("was", "")
    sent = Sent(f"attribute {was}", typed, errors)
    if form is None:
        return await shown(id, request, office, desk, sent, status=422)
    command = ChangeAttribute(
        category_id=CategoryId(id), name=was, definition=form.definition(), version=form.version
    )
    return await _do(command, form.reason, f"{form.name} is as you say", id, request, office, desk, sent)


@post("/categories/{id:uuid}/attributes/place", opt=_ARRANGE)
async def move(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Put one elsewhere among the category's own."""
    typed = await form_of(request)
    form, errors = filled(PlaceForm, typed, _WORDS)
    sent = Sent("place of an attribute", typed, errors)
    if form is None:
        return await shown(id, request, office, desk, sent, status=422)
    command = MoveAttribute(category_id=CategoryId(id), name=form.was, place=form.place, version=form.version)
    done = f"{form.was} stands at place {form.place + 1}"
    return await _do(command, form.reason, done, id, request, office, desk, sent)


@post("/categories/{id:uuid}/attributes/removal", opt=_ARRANGE)
async def remove(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Say nothing of one any more."""
    typed = await form_of(request)
    form, errors = filled(RemovalForm, typed, _WORDS)
    sent = Sent(f"removal {typed.get('was', '')}", typed, errors)
    if form is None:
        return await shown(id, request, office, desk, sent, status=422)
    command = RemoveAttribute(category_id=CategoryId(id), name=form.was, version=form.version)
    return await _do(command, form.reason, f"{form.was} is removed", id, request, office, desk, sent)


async def _do(
    command: Command[CategoryStands], reason: str, done: str, id: UUID, request: AnyRequest, office: Office, desk: Desk,
    sent: Sent,
) -> Response[Any]:
    try:
        receipt = await desk.do(command, request, reason=reason or None)
    except WrongFields as fault:
        return await shown(id, request, office, desk, Sent(sent.act, sent.typed, fault.faults), status=422)
    except (Conflict, NotFound, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await shown(id, request, office, desk, Sent(sent.act, sent.typed, notice=notice), status=409)
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=Notice("good", done, _SAID))
