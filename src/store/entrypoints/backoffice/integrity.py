"""Whether the log is what was written: what was found last, what is signed, and another look on demand."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.audit.integrity import Fault, GetIntegrity, VerifyLog
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.permissions import Permission, open_to

HERE: Final = f"{PATH}/integrity"


@get("/integrity", opt=open_to(Permission.READ_HISTORY))
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All that is known of it; while a verification is under way, how far it is."""
    found = await desk.ask(GetIntegrity(), request)
    return await office.page("integrity.html", request, integrity=found, where=where)


@post("/integrity/verify", opt=open_to(Permission.VERIFY_LOG))
async def verify(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have the log verified, all of it or what is new."""
    form = await form_of(request)
    await desk.do(VerifyLog(whole=form.get("whole") != "0"), request)
    return office.see(HERE)


def where(fault: Fault) -> str | None:
    """The page on which the place of *fault* can be looked at; none where nothing is left of its stream."""
    if fault.stream is None or fault.of in {"", "stream"} or fault.kind == "vanished":
        return None
    version = fault.version if fault.exists else None
    return href(f"{PATH}/history/{fault.of}/{fault.stream}", version=version)
