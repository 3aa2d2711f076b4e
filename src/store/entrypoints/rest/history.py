"""``/api/v1/history``: the past of anything, for staff."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from store.application.audit.messages import (
    MOST_FACTS,
    Activity,
    ChainView,
    DifferenceView,
    GetChain,
    GetDifference,
    GetHistory,
    HistoryView,
    ListActivity,
)
from store.application.shared.errors import BadValue
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.moments import moment
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to

MOST: Final = 200
_OLDEST, _NEWEST = "oldest", "newest"
_MOMENT: Final = "A version, or an instant with its time zone"


class HistoryController(Controller):
    path = "/history"
    opt = open_to(Permission.READ_HISTORY)
    tags = ("History",)

    @get(opt=described("listActivity"))
    async def activity(
        self, request: AnyRequest, desk: NamedDependency[Desk], correlation: FromQuery[UUID | None] = None,
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> Activity:
        """The newest facts of the whole shop, or all that one request led to."""
        return await desk.ask(ListActivity(
            cursor=cursor, limit=within(limit, MOST), correlation=correlation, persons=may_see_persons(request),
        ), request)

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
