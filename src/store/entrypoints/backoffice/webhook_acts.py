"""What one does with a webhook from its page: pause, resume, replay, rotate its secret, remove, send again."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from store.application.partners.messages import (
    PauseWebhook,
    RemoveWebhook,
    ResumeWebhook,
    RewindWebhook,
    RotateSecret,
    SendAgain,
    Signed,
)
from store.application.shared.bus import Command
from store.application.shared.errors import BadValue, NoSuch
from store.application.shared.ports import Ids
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import WebhookId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.webhooks import AT_A_POSITION, HERE, blamed_position, once_in, sheet, wanted
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.starting import start_of


class ActForm(Struct, frozen=True):
    """What all acts ask for; ``version`` is that of the webhook somebody looked at."""

    version: Annotated[int, Meta(ge=1, le=999_999_999)]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] = ""
    start: Annotated[str, Meta(pattern=f"^(head|0|{AT_A_POSITION})$")] = "0"
    position: Annotated[str, Meta(max_length=40)] = ""
    overlap_hours: Annotated[int, Meta(ge=0, le=168)] = 24


_WORDS: Final = {
    "version": "This form is not complete. Load the page again.",
    "reason": "Say why, in at most 200 characters: whoever finds it so will want to know.",
    "start": "Choose where to begin.",
    "position": "Write a position such as 1-184203.",
    "overlap_hours": "Write a whole number of hours from 0 to 168.",
}
_SAID: Final = {
    "pause": ("Nothing is sent any more", "Facts that come meanwhile wait until it is resumed."),
    "resume": ("It goes on where it was", "The worker begins within a second or two."),
    "replay": ("It begins again from there", "Deliveries come with ids of their own; the facts are the same."),
    "remove": ("The webhook is removed", "Its history stays."),
}


@post("/webhooks/{id:uuid}/{act:str}", opt=open_to(Permission.MANAGE_WEBHOOKS))
async def act(
    id: FromPath[UUID], act: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], ids: NamedDependency[Ids],
) -> Response[Any]:
    """One of the acts, unless the webhook is no longer what was looked at."""
    webhook_id, typed = WebhookId(id), await form_of(request)
    form, errors = filled(ActForm, typed, _WORDS)
    if form is None or (act == "pause" and not form.reason):
        wrong = errors or {"reason": _WORDS["reason"]}
        return await sheet(webhook_id, request, office, desk, ids, status=422, act=act, form=typed, errors=wrong)
    try:
        command = await _command(act, webhook_id, form, request, desk)
        receipt = await desk.do(command, request, reason=form.reason or None, once=once_in(typed, request))
    except BadValue as wrong:
        blamed = blamed_position(wrong)
        return await sheet(webhook_id, request, office, desk, ids, status=422, act=act, form=typed, errors=blamed)
    except (Conflict, RuleViolated) as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await sheet(webhook_id, request, office, desk, ids, status=409, act=act, form=typed, notice=said)
    if isinstance(receipt.outcome, Signed):
        return await sheet(webhook_id, request, office, desk, ids, secret=receipt.outcome.secret)
    title, text = _SAID[act]
    there = HERE if act == "remove" else f"{HERE}/{id}"
    return office.see(there, position=receipt.position, notice=Notice("good", title, text))


@post("/webhooks/{id:uuid}/deliveries/{delivery:uuid}/again", opt=open_to(Permission.MANAGE_WEBHOOKS))
async def again(
    id: FromPath[UUID], delivery: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Have one delivery sent once more."""
    actor: str = request.state.principal.actor
    await desk.do(SendAgain(webhook_id=WebhookId(id), delivery_id=delivery, actor=actor), request)
    return office.see(f"{HERE}/{id}", notice=Notice(
        "good", "It is sent once more", "Under the same id; what came of it shows here in a moment.",
    ))


async def _command(
    act: str, id: WebhookId, form: ActForm, request: AnyRequest, desk: Desk
) -> Command[Any]:
    match act:
        case "pause":
            return PauseWebhook(webhook_id=id, reason=form.reason, version=form.version)
        case "resume":
            return ResumeWebhook(webhook_id=id, version=form.version)
        case "replay":
            start = await start_of(wanted(form.start, form.position), request, desk)
            return RewindWebhook(webhook_id=id, start=start, version=form.version)
        case "rotate":
            return RotateSecret(webhook_id=id, overlap_hours=form.overlap_hours, version=form.version)
        case "remove":
            return RemoveWebhook(webhook_id=id, version=form.version)
        case _:
            raise NoSuch("page", act)
