"""``/health``: whether the process lives, and whether it should be sent visitors."""

from typing import Final, Protocol, runtime_checkable

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

OK: Final = "ok"


@runtime_checkable
class Readiness(Protocol):
    """Knows whether visitors can be served."""

    async def checks(self) -> dict[str, str]:
        """For each thing a visitor needs, ``ok`` or what is wrong with it."""


class Health(Struct, frozen=True):
    """``status`` is ok or not ready; ``checks`` says of what."""

    status: str
    checks: dict[str, str] = {}


@get("/health/live", opt=open_to(Permission.PUBLIC) | described("isAlive"), tags=["Health"])
async def live() -> Health:
    """The process answers."""
    return Health(OK)


@get(
    "/health/ready", opt=open_to(Permission.PUBLIC) | described("isReady"), tags=["Health"],
    responses={503: ResponseSpec(Health, description="Not yet, or not any more; `checks` says why")},
)
async def ready(readiness: NamedDependency[Readiness]) -> Response[Health]:
    """It can serve visitors: the database answers, and no view has stopped or fallen behind."""
    checks = await readiness.checks()
    well = all(state == OK for state in checks.values())
    return Response(Health(OK if well else "not ready", checks), status_code=200 if well else 503)
