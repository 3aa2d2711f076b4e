"""What a category says of the attributes of its goods: added, changed, moved and removed from its page."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from store.application.catalogue.attributes import ChangeAttribute, DefineAttribute, MoveAttribute, RemoveAttribute
from store.application.catalogue.categories import CategoryStands
from store.application.shared.bus import Command
from store.application.shared.errors import WrongFields
from store.domain.shared.errors import Conflict, NotFound, RuleViolated
from store.domain.shared.ids import CategoryId
from store.entrypoints.backoffice.category_attribute_forms import WORDS, AttributeForm, PlaceForm, RemovalForm
from store.entrypoints.backoffice.category_page import HERE, Sent, shown
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_ARRANGE: Final = open_to(Permission.ARRANGE_CATEGORIES)
_SAID: Final = "Goods follow within seconds. What they say of it stays."


@post("/categories/{id:uuid}/attributes", opt=_ARRANGE)
async def define(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have goods of it have one thing more."""
    typed = await form_of(request)
    form, errors = filled(AttributeForm, typed, WORDS)
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
    form, errors = filled(AttributeForm, typed, WORDS)
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
    form, errors = filled(PlaceForm, typed, WORDS)
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
    form, errors = filled(RemovalForm, typed, WORDS)
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
