"""How far the read models are, and the switch for one that stopped."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from store.application.audit.messages import ListReadModels, ResumeReadModel
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to


@get("/projections", opt=open_to(Permission.READ_PROJECTIONS))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """All read models."""
    found = await desk.ask(ListReadModels(), request)
    return await office.page("projections.html", request, projections=found.items, head=found.head)


@post("/projections/{name:str}/resume", opt=open_to(Permission.RESUME_PROJECTIONS))
async def resume(
    name: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Let one that stopped try again."""
    await desk.do(ResumeReadModel(name=name[:80]), request)
    return office.see(f"{PATH}/projections", notice=Notice(
        "good", f"{name[:80]} goes on", "If the same fact stops it again, it shows here within seconds.",
    ))
