"""``/api/v1/history``: the past of anything, for staff."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from store.application.audit.messages import Activity, GetHistory, HistoryView, ListActivity
from store.application.shared.errors import BadValue
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

MOST = 200


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
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        return await desk.ask(ListActivity(cursor=cursor, limit=limit, correlation=correlation), request)

    @get("/{kind:str}/{id:str}", opt=described("getHistory", 404))
    async def history(
        self, kind: FromPath[str], id: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        at: FromQuery[datetime | None] = None, version: FromQuery[int | None] = None,
    ) -> HistoryView:
        """The life of one thing, and its state now, at a version, or at an instant.

        Kinds: order (by number), inventory (by SKU), cart, payment, product and category (by id).
        """
        return await desk.ask(GetHistory(kind=kind, id=id, at=at, version=version), request)
