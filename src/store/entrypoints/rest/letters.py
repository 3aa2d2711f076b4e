"""``/api/v1/letters``: what people are told, and sending what failed once more; for staff."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from store.application.notifications.duties import DutyRows, ListDuties, State, TryAgain
from store.application.shared.errors import BadValue
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.orders import MOST
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, Principal, open_to


class TriedAgain(Struct, frozen=True):
    """Whether there was anything to do: what waits for its turn, or came to its end, is left as it is."""

    again: bool


class LettersController(Controller):
    path = "/letters"
    cache_control = NEVER_KEPT
    tags = ("Letters",)

    @get(opt=open_to(Permission.READ_LETTERS) | described("listLetters"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> DutyRows:
        """What people are told or were to be told, newest first, with the reason where it did not come off."""
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        if status is not None and status not in set(State):
            raise BadValue("status", f"choose one of {', '.join(State)}")
        state = State(status) if status else None
        return await desk.ask(ListDuties(state=state, cursor=cursor, limit=limit), request)

    @post("/{id:uuid}/retry", opt=open_to(Permission.RETRY_LETTERS) | described("retryLetter", 404), status_code=200)
    async def again(self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk]) -> TriedAgain:
        """Have one that failed or was refused tried at once. Asked twice, it is sent once."""
        who: Principal = request.state.principal
        return TriedAgain((await desk.do(TryAgain(duty_id=id, actor=who.actor), request)).outcome)
