"""The newest facts of all, and the chain of what one wish led to."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.audit.messages import Activity, ChainStep, FactView, GetChain, ListActivity
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to


@get("/activity", opt=open_to(Permission.READ_HISTORY))
async def activity(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    correlation: FromQuery[UUID | None] = None, cursor: FromQuery[str] = "",
) -> Template:
    """The newest facts of the whole shop, or all that one wish led to."""
    found: Activity = await desk.ask(ListActivity(
        cursor=cursor or None, correlation=correlation, persons=may_see_persons(request)
    ), request)
    return await office.page(
        "activity.html", request, facts=found.items, activity=found,
        filters={"correlation": str(correlation) if correlation else "", "cursor": cursor},
    )


@get("/chains/{correlation:uuid}", opt=open_to(Permission.READ_HISTORY))
async def chain(
    correlation: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """All that one wish led to, as a tree."""
    found = await desk.ask(GetChain(correlation=correlation, persons=may_see_persons(request)), request)
    return await office.page(
        "chain.html", request, facts=_facts(found.steps), chain=found
    )


def _facts(steps: Iterable[ChainStep]) -> Iterator[FactView]:
    for step in steps:
        yield from step.facts
        yield from _facts(step.then)
