"""Finding people, for pages and programs alike: that somebody looks is written down before they are shown anybody."""

from msgspec import structs

from store.application.identity.finding import FindUsers, RecordSearch, UserRows
from store.application.identity.users import UserView
from store.application.shared.errors import BadValue
from store.domain.identity.events import Role
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.permissions import may_see_persons, principal_of


async def searched(query: FindUsers, request: AnyRequest, desk: Desk) -> tuple[UserRows, bool]:
    """Whom *query* finds, and whether the list is late; each page that names what to look for is a search."""
    if query.q.strip():
        await desk.do(RecordSearch(q=query.q, role=query.role, state=query.state), request)
    rows, late = await desk.look(query, request)
    if may_see_persons(request):
        return rows, late
    return structs.replace(rows, items=[structs.replace(row, name=None, email=None) for row in rows.items]), late


def role_of(text: str | None) -> Role | None:
    """The role of this name; none where nobody asks for one.

    :raises BadValue: for what is none.
    """
    if text and text not in {*Role}:
        raise BadValue("role", f"choose one of {', '.join(Role)}")
    return Role(text) if text else None


def unnamed(user: UserView, request: AnyRequest) -> UserView:
    """*user* as whoever asks may see them: by name only where it is their own, or they may see persons."""
    who = principal_of(request)
    if may_see_persons(request) or who.account == user.id:
        return user
    return structs.replace(user, name=None, given_name=None, family_name=None, email=None)
