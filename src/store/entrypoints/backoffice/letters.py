"""What people are told: how each letter stands, sending what failed once more, and how the templates look."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from store.application.notifications.duties import ListDuties, State, TryAgain
from store.application.notifications.occasions import WAYS
from store.application.notifications.ports import Occasion
from store.application.processes.previewing_letters import PreviewLetter
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.letters import letter_page
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to

HERE: Final = f"{PATH}/letters"
_READ: Final = open_to(Permission.READ_LETTERS)


@get("/letters", opt=_READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], status: FromQuery[str] = "", cursor: FromQuery[str] = "",
) -> Template:
    """Newest first, each with what became of it."""
    if status and status not in set(State):
        raise BadValue("status", f"choose one of {', '.join(State)}")
    rows, late = await office.look(
        ListDuties(state=State(status) if status else None, cursor=cursor or None), request
    )
    return await office.page(
        "letters.html", request, late=late, page=rows, filters={"status": status, "cursor": cursor}, ways=WAYS,
    )


@post("/letters/{id:uuid}/again", opt=open_to(Permission.RETRY_LETTERS))
async def again(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have one tried at once. Pressed twice, it is sent once."""
    who: Principal = request.state.principal
    done = (await desk.do(TryAgain(duty_id=id, actor=who.actor), request)).outcome
    notice = Notice("good", "It is on its way again") if done else Notice(
        "plain", "There was nothing to do", "It waits for its turn, or came to its end."
    )
    return office.see(f"{HERE}?status=failed", notice=notice)


@get("/letters/templates", opt=_READ)
async def templates(request: AnyRequest, office: NamedDependency[Office]) -> Template:
    """All there are."""
    return await office.page("letter_templates.html", request, ways=WAYS)


@get("/letters/templates/{occasion:str}", opt=_READ)
async def template(
    occasion: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Template:
    """One of them, with something made up to say."""
    return await office.page(
        "letter_template.html", request, letter=await desk.ask(PreviewLetter(occasion=_named(occasion)), request)
    )


@get("/letters/templates/{occasion:str}/html", opt=_READ)
async def document(occasion: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Its own document, for the frame."""
    return letter_page((await desk.ask(PreviewLetter(occasion=_named(occasion)), request)).html)


def _named(occasion: str) -> Occasion:
    if occasion not in set(Occasion):
        raise BadValue("occasion", f"choose one of {', '.join(Occasion)}")
    return Occasion(occasion)
