"""Facts of the whole shop: searching them, taking them away, and the chain of what one wish led to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from store.application.audit.messages import ChainStep, ChainView, FactView, GetChain
from store.application.audit.searching import ACTORS, KINDS, Form, ListActivity, Search
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.fact_files import facts_file
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.moments import instant
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to
from store.entrypoints.shared.shop import ShopInfo

_LONGEST = 200


@get("/activity", opt=open_to(Permission.READ_HISTORY))
async def activity(
    request: AnyRequest, office: NamedDependency[Office], shop: NamedDependency[ShopInfo], cursor: FromQuery[str] = "",
) -> Template:
    """Facts that fit what is asked for, newest first."""
    said = {name: request.query_params.get(name, "")[:_LONGEST] for name in Search.__struct_fields__}
    search = search_of(said, shop.time_zone)
    found, late = await office.look(
        ListActivity(search=search, cursor=cursor or None, persons=may_see_persons(request)), request
    )
    return await office.page(
        "activity.html", request, late=late, facts=found.items, activity=found, filters=said | {"cursor": cursor},
        actors=ACTORS, kinds=KINDS, may_see_persons=may_see_persons(request),
    )


@post("/activity/export", opt=open_to(Permission.READ_HISTORY), status_code=200)
async def export(
    request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo]
) -> Stream:
    """All that a search finds, as a file."""
    typed = await form_of(request)
    if typed.get("form") not in set(Form):
        raise BadValue("form", f"choose one of {', '.join(Form)}")
    return await facts_file(
        Form(typed["form"]), search_of(typed, shop.time_zone), request, desk, persons=bool(typed.get("persons")),
    )


@get("/chains/{correlation:uuid}", opt=open_to(Permission.READ_HISTORY))
async def chain(
    correlation: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """All that one wish led to, as a tree."""
    found = await desk.ask(GetChain(correlation=correlation, persons=may_see_persons(request)), request)
    return await office.page("chain.html", request, facts=_facts(found), chain=found)


def search_of(said: Mapping[str, str], zone: str) -> Search:
    """What a form or an address says to search for; times are meant as on the clock in *zone*."""
    found: dict[str, Any] = {
        name: said.get(name, "").strip()[:_LONGEST] for name in ("about", "actor", "kind", "fact")
    }
    found |= {name: _uuid(name, said[name]) for name in ("stream", "correlation") if said.get(name)}
    found |= {name: instant(name, said[name], zone) for name in ("since", "until") if said.get(name)}
    return Search(**found)


def _uuid(field: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadValue(field, "that is no id") from None


def _facts(chain: ChainView) -> Iterator[FactView]:
    yield from (*chain.reasons, *chain.consequences)
    yield from _of(chain.steps)


def _of(steps: Iterable[ChainStep]) -> Iterator[FactView]:
    for step in steps:
        yield from step.facts
        yield from _of(step.then)
