"""``/api/v1/insight``: questions in SQL, for whoever may ask them."""

from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.insight.messages import LONGEST_QUESTION, MOST_ROWS, Answered, AskData, DescribeViews, View
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class QuestionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One SELECT on the documented views."""

    sql: Annotated[str, Meta(max_length=LONGEST_QUESTION, examples=["SELECT status, count(*) FROM orders GROUP BY 1"])]
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = 100


class InsightController(Controller):
    path = "/insight"
    opt = open_to(Permission.ASK_DATA)
    tags = ("Insight",)

    @post("/queries", status_code=200, opt=described("askData", 409, 422))
    async def ask(
        self, data: JSONBody[QuestionForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Answered:
        """Rows of the answer, each a list in the order of the columns. Exact numbers and instants are text."""
        return await desk.ask(AskData(
            statement=data.sql, actor=request.state.principal.actor, through="api", limit=data.limit
        ), request)

    @get("/views", opt=described("listViews"))
    async def views(self, request: AnyRequest, desk: NamedDependency[Desk]) -> list[View]:
        """What there is to ask about."""
        return await desk.ask(DescribeViews(), request)
