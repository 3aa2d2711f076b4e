"""How far the read models are, and their switches: resume, build anew, switch, go back, drop."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.audit.messages import (
    DropReadModel,
    ListReadModels,
    RebuildReadModel,
    ResumeReadModel,
    SwitchReadModel,
    SwitchReadModelBack,
)
from store.application.shared.bus import Command
from store.application.shared.errors import NoSuch
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_LONGEST: Final = 80
_SAID: Final = {
    "resume": ("{} goes on", "If the same fact stops it again, it shows here within seconds."),
    "rebuild": ("{} is being built anew", "What people read stays as it is until you switch."),
    "switch": ("The new {} is shown now", "The old one is kept up to date, so that you can go back."),
    "back": ("{} is as it was before", "The other one is kept up to date, so that you can switch again."),
    "drop": ("That copy of {} is gone", "What people read is not touched."),
}


@get("/projections", opt=open_to(Permission.READ_PROJECTIONS))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """All read models."""
    found = await desk.ask(ListReadModels(), request)
    return await office.page("projections.html", request, projections=found.items, head=found.head)


@post("/projections/{name:str}/{act:str}", opt=open_to(Permission.RESUME_PROJECTIONS))
async def act(
    name: FromPath[str], act: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """One of the switches, of the copy that the form names."""
    schema = (await form_of(request)).get("schema", "read")[:_LONGEST]
    await desk.do(_command(act, name[:_LONGEST], schema), request)
    title, text = _SAID[act]
    return office.see(f"{PATH}/projections", notice=Notice("good", title.format(name[:_LONGEST]), text))


def _command(act: str, name: str, schema: str) -> Command[None]:
    match act:
        case "resume":
            return ResumeReadModel(name=name, schema=schema)
        case "rebuild":
            return RebuildReadModel(name=name)
        case "switch":
            return SwitchReadModel(name=name)
        case "back":
            return SwitchReadModelBack(name=name)
        case "drop":
            return DropReadModel(name=name, schema=schema)
        case _:
            raise NoSuch("page", act)
