"""``/api/v1/history``: the past of anything, for staff."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Meta, Struct

from store.application.audit.messages import (
    MOST_FACTS,
    ChainView,
    DifferenceView,
    GetChain,
    GetDifference,
    GetHistory,
    HistoryView,
)
from store.application.audit.searching import Activity, Form, ListActivity, Search
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.fact_files import facts_file
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.moments import moment
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to

MOST: Final = 200
_OLDEST, _NEWEST = "oldest", "newest"
_MOMENT: Final = "A version, or an instant with its time zone"


class ExportBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which facts, in which form: `jsonl` or `csv`. Empty filters are left open."""

    form: Form = Form.JSON_LINES
    about: Annotated[str, Meta(max_length=200)] = ""
    actor: Annotated[str, Meta(max_length=200)] = ""
    kind: Annotated[str, Meta(max_length=40)] = ""
    fact: Annotated[str, Meta(max_length=80)] = ""
    stream: UUID | None = None
    correlation: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    persons: bool = False

    def search(self) -> Search:
        """The same, to search by."""
        return Search(**{name: getattr(self, name) for name in Search.__struct_fields__})


class HistoryController(Controller):
    path = "/history"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.READ_HISTORY)
    tags = ("History",)

    @get(opt=described("listActivity"))
    async def activity(
        self, request: AnyRequest, desk: NamedDependency[Desk],
        about: Annotated[str, QueryParameter(description="An order number, a SKU, a slug or an id")] = "",
        actor: Annotated[str, QueryParameter(
            description="staff, customer, vendor, guest, system, or one of them in full"
        )] = "",
        kind: FromQuery[str] = "",
        fact: Annotated[str, QueryParameter(description="The tag of a fact")] = "",
        correlation: FromQuery[UUID | None] = None, since: FromQuery[datetime | None] = None,
        until: FromQuery[datetime | None] = None, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> Activity:
        """Facts of the whole shop, newest first; each filter that is given has to hold.

        `about` finds the facts of a thing, and those of others that speak of it.
        """
        search = Search(
            about=about, actor=actor, kind=kind, fact=fact, correlation=correlation, since=since, until=until,
        )
        return await desk.ask(ListActivity(
            search=search, cursor=cursor, limit=within(limit, MOST), persons=may_see_persons(request),
        ), request)

    @post("/exports", status_code=200, opt=described("exportFacts", also="text/csv"), responses={
        200: ResponseSpec(bytes, description="The facts, newest first", media_type="application/x-ndjson"),
    })
    async def export(
        self, data: JSONBody[ExportBody], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Stream:
        """All facts that fit a search, as JSON Lines or CSV, however many there are.

        What belongs to persons is opened only where that is asked for and permitted, and for whoever logged in,
        or proved who they are, within five minutes. Who took facts away is a fact.
        """
        return await facts_file(data.form, data.search(), request, desk, persons=data.persons)

    @get("/chains/{correlation:uuid}", opt=described("getChain", 404))
    async def chain(
        self, correlation: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> ChainView:
        """All that one request led to, over all things, as a tree: each step under the fact that was its reason."""
        return await desk.ask(GetChain(correlation=correlation, persons=may_see_persons(request)), request)

    @get("/{kind:str}/{id:str}", opt=described("getHistory", 404))
    async def history(
        self, kind: FromPath[str], id: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        at: FromQuery[datetime | None] = None, version: FromQuery[int | None] = None,
        fact: Annotated[list[str] | None, QueryParameter(description="Tags of facts; others are left out")] = None,
        order: Annotated[str, QueryParameter(description="oldest or newest first")] = _OLDEST,
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = MOST_FACTS,
    ) -> HistoryView:
        """The life of one thing, and its state now, at a version, or at an instant.

        Kinds: order (by number), inventory (by SKU), cart, payment, product and category (by id).
        """
        if at is not None and version is not None:
            raise BadValue("at", "give a version or an instant, not both")
        if order not in {_OLDEST, _NEWEST}:
            raise BadValue("order", f"choose {_OLDEST} or {_NEWEST}")
        return await desk.ask(GetHistory(
            kind=kind, id=id, at=at, version=version, tags=tuple(fact or ()), newest_first=order == _NEWEST,
            cursor=cursor, limit=within(limit, MOST_FACTS), persons=may_see_persons(request),
        ), request)

    @get("/{kind:str}/{id:str}/difference", opt=described("getDifference", 404))
    async def difference(
        self, kind: FromPath[str], id: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        since: Annotated[str, QueryParameter(name="from", description=f"{_MOMENT}; 0 is before all")],
        to: Annotated[str, QueryParameter(description=f"{_MOMENT}; without it, now")] = "",
    ) -> DifferenceView:
        """What is different about one thing between two moments, and the facts that made it so."""
        return await desk.ask(GetDifference(
            kind=kind, id=id, before=moment("from", since), after=moment("to", to) if to else None,
            persons=may_see_persons(request),
        ), request)


def within(limit: int, most: int) -> int:
    """*limit*, if one may ask for so many."""
    if not 1 <= limit <= most:
        raise BadValue("limit", f"choose 1 to {most}")
    return limit
