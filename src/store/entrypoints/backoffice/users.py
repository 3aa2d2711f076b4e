"""People: finding one, and reading what the shop knows of them.

What somebody is looked for by is sent as a form and stands in no address: addresses end in logs and on screens.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.audit.messages import GetHistory
from store.application.credit.messages import GetCredit
from store.application.identity.finding import STATES, FindUsers, UserRows
from store.application.identity.grams import LEAST
from store.application.identity.roles import GRANTS
from store.application.identity.users import GetUser, ListUserSessions
from store.application.ordering.messages import ListOrdersOf
from store.application.privacy.messages import GetHold
from store.application.shared.errors import BadValue
from store.domain.shared.ids import AccountId
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.finding_users import role_of, searched, unnamed
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.goodwill import GIVEN, TAKEN
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, may_see_persons, open_to

HERE: Final = f"{PATH}/users"
_LONGEST: Final = 200


@get("/users", opt=open_to(Permission.READ_USERS))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], role: FromQuery[str] = "",
    status: FromQuery[str] = "", cursor: FromQuery[str] = "",
) -> Template:
    """Everybody, newest first."""
    return await _list(request, office, desk, {"role": role, "status": status, "cursor": cursor})


@post("/users", opt=open_to(Permission.READ_USERS), status_code=200)
async def search(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """Whom a text resembles, best first."""
    typed = await form_of(request)
    return await _list(request, office, desk, {name: typed.get(name, "") for name in ("q", "role", "status", "cursor")})


@get("/users/{id:uuid}", opt=open_to(Permission.READ_USERS))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    cursor: FromQuery[str] = "",
) -> Template:
    """One account: how it stands, where it is logged in, what was bought under its address, what happened to it."""
    return await sheet(AccountId(id), request, office, desk, cursor=cursor)


async def sheet(
    id: AccountId, request: AnyRequest, office: Office, desk: Desk, *, status: int = 200, cursor: str = "",
    act: str = "", form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
    notice: Notice | None = None,
) -> Template:
    """The same; *act* is the one whose form is open."""
    who: Principal = request.state.principal
    user = await desk.ask(GetUser(account_id=id), request)
    sessions = await desk.ask(ListUserSessions(account_id=id), request)
    orders, late = await desk.look(ListOrdersOf(email=user.email or "", cursor=cursor or None), request)
    hold = await desk.ask(GetHold(about_id=id, persons=may_see_persons(request)), request)
    credit = await desk.ask(GetCredit(account_id=id), request)
    history = await desk.ask(GetHistory(kind="account", id=str(id), persons=may_see_persons(request)), request)
    return await office.page(
        "user.html", request, status=status, notice=notice, late=late, facts=history.facts,
        user=unnamed(user, request), sessions=sessions, orders=orders, history=history, act=act, form=form or {},
        errors=errors or {}, filters={"cursor": cursor}, me=who.account == id, hold=hold,
        credit=credit, given=GIVEN, taken=TAKEN, roles=_within(request),
        may={permission.value for permission in Permission if who.may(permission)},
    )


def _within(request: AnyRequest) -> list[str]:
    """The roles that whoever asks may give: those that bring no more than they hold."""
    who: Principal = request.state.principal
    return [role.value for role, grant in GRANTS.items() if grant.everywhere <= who.permissions]


async def _list(request: AnyRequest, office: Office, desk: Desk, filters: Mapping[str, str]) -> Template:
    """*filters* as they were sent; too short a text finds nobody, and says so."""
    q, problem = " ".join(filters.get("q", "").split())[:_LONGEST], ""
    role = role_of(filters["role"])
    if filters["status"] not in {"", *STATES}:
        raise BadValue("status", f"choose one of {', '.join(STATES)}")
    rows, late = UserRows([], None), False
    if q and len(q) < LEAST:
        problem = "short"
    else:
        rows, late = await searched(FindUsers(
            q=q, role=role, state=filters["status"] or None, cursor=filters["cursor"] or None,
        ), request, desk)
    return await office.page(
        "users.html", request, late=late, page=rows, filters={**filters, "q": q}, problem=problem,
        status=422 if problem else 200,
    )
