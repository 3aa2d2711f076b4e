"""Whether the laws of conservation hold, and the first fact after which one did not."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.audit.conservation import GetConservation
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.permissions import Permission, open_to


@get("/conservation", opt=open_to(Permission.READ_HISTORY))
async def show(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """The sums of each law, and what offends it."""
    found, late = await office.look(GetConservation(), request)
    return await office.page("conservation.html", request, late=late, conservation=found)
