"""Partners who are sent facts: all of them, one of them with what was sent, and a form for another."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.audit.messages import GetHistory
from store.application.audit.searching import KINDS
from store.application.partners.errors import AddressRefused
from store.application.partners.messages import SubscribeWebhook
from store.application.partners.standing import GetWebhook, ListDeliveries, ListWebhooks
from store.application.shared.bus import Once
from store.application.shared.errors import BadValue
from store.application.shared.ports import Ids
from store.domain.partners.errors import PartnerNameMissing
from store.domain.shared.ids import WebhookId
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import PLAIN
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to
from store.entrypoints.shared.starting import HEAD, start_of

HERE: Final = f"{PATH}/webhooks"
SEALS: Final = UUID("2b1c64c2-6f0e-5e5c-9a39-1f7d2f7c9a44")
"""What seals the answer to a form that makes a secret, so that loading the page again makes no other."""
AT_A_POSITION: Final = "position"


class SubscribeForm(Struct, frozen=True):
    """Who is to be sent what, where, and from where on."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    url: Annotated[str, Meta(min_length=1, max_length=500)]
    start: Annotated[str, Meta(pattern=f"^(head|0|{AT_A_POSITION})$")] = "head"
    position: Annotated[str, Meta(max_length=40)] = ""
    kinds: Annotated[str, Meta(max_length=400)] = ""
    stream: UUID | None = None
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


_WORDS: Final = {
    "name": "Give it a name that says who it is for, in at most 80 characters.",
    "url": "Write the address that the partner gave you: https://…",
    "start": "Choose where to begin.",
    "position": "Write a position such as 1-184203.",
    "kinds": "Write kinds or tags with commas between, such as order, inventory.",
    "stream": "Write the id of the thing as its history shows it, or nothing.",
    "reason": "Keep the reason to 200 characters.",
}


@get("/webhooks", opt=open_to(Permission.READ_WEBHOOKS))
async def listing(
    request: AnyRequest, office: NamedDependency[Office], ids: NamedDependency[Ids], cursor: FromQuery[str] = "",
) -> Template:
    """All webhooks, and a form for one more."""
    return await _list(request, office, ids, cursor)


@post("/webhooks", opt=open_to(Permission.MANAGE_WEBHOOKS), status_code=201)
async def subscribe(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], ids: NamedDependency[Ids]
) -> Template:
    """One more. The page that follows shows its secret, and no other page ever does."""
    typed = await form_of(request)
    form, errors = filled(SubscribeForm, typed, _WORDS)
    if form is None:
        return await _list(request, office, ids, form=typed, errors=errors, status=422)
    kinds = tuple(kind for kind in map(str.strip, form.kinds.split(",")) if kind)
    try:
        start = await start_of(wanted(form.start, form.position), request, desk, kinds=kinds, stream=form.stream)
        command = SubscribeWebhook(name=form.name, address=form.url, start=start, kinds=kinds, stream=form.stream)
        receipt = await desk.do(command, request, reason=form.reason, once=once_in(typed, request))
    except (AddressRefused, BadValue, PartnerNameMissing) as refused:
        return await _list(request, office, ids, form=typed, errors=_blamed(refused), status=422)
    made = receipt.outcome
    return await sheet(made.webhook_id, request, office, desk, ids, secret=made.secret, status=201)


@get("/webhooks/{id:uuid}", opt=open_to(Permission.READ_WEBHOOKS))
async def show(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    ids: NamedDependency[Ids], cursor: FromQuery[str] = "",
) -> Template:
    """One webhook."""
    return await sheet(WebhookId(id), request, office, desk, ids, cursor=cursor)


def once_in(typed: Mapping[str, str], request: AnyRequest) -> Once | None:
    """The promise of a form that was sent twice, or whose answer was loaded again, that it is one request.

    One that was filled in otherwise is another request.
    """
    if not typed.get("once"):
        return None
    said = sha256("\0".join(f"{name}={value}" for name, value in sorted(typed.items())).encode()).hexdigest()
    return Once(
        principal=request.state.principal.actor, route=f"POST {request.scope['path']}", key=said, body=said,
        subject=SEALS,
    )


def wanted(start: str, position: str) -> str:
    """Where to begin, as the form says it.

    :raises BadValue: if a position was chosen and none is written.
    """
    if start != AT_A_POSITION:
        return start
    if not position or position == HEAD:
        raise BadValue("from", "write the position")
    return position


def blamed_position(refused: BadValue) -> dict[str, str]:
    """What is wrong with where to begin, for whoever typed it."""
    known = "send 0" not in refused.problem and "write" not in refused.problem
    return {"position": "This log holds no such position." if known else _WORDS["position"]}


async def sheet(
    id: WebhookId, request: AnyRequest, office: Office, desk: Desk, ids: Ids, *, status: int = 200, secret: str = "",
    cursor: str = "", act: str = "", form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
    notice: Notice | None = None,
) -> Template:
    """One webhook with its deliveries and its facts; *act* is the one whose form is open."""
    webhook = await desk.ask(GetWebhook(webhook_id=id), request)
    deliveries = await desk.ask(ListDeliveries(webhook_id=id, cursor=cursor or None), request)
    history = await desk.ask(GetHistory(kind="webhook", id=str(id), persons=may_see_persons(request)), request)
    return await office.page(
        "webhook.html", request, status=status, notice=notice, facts=history.facts, webhook=webhook, secret=secret,
        deliveries=deliveries, history=history, act=act, form=form or {}, errors=errors or {}, once=ids.next(),
        filters={"cursor": cursor},
    )


async def _list(
    request: AnyRequest, office: Office, ids: Ids, cursor: str = "", *, status: int = 200,
    form: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
) -> Template:
    page, late = await office.look(ListWebhooks(cursor=cursor or None), request)
    return await office.page(
        "webhooks.html", request, status=status, late=late, page=page, filters={"cursor": cursor}, once=ids.next(),
        form=form or {"start": "head"}, errors=errors or {}, kinds=KINDS,
    )


def _blamed(refused: Exception) -> dict[str, str]:
    """The field that is to blame, in words."""
    match refused:
        case AddressRefused(problem=problem):
            return {"url": f"Facts can't be sent there: {problem}."}
        case BadValue(field="kind", problem=problem):
            return {"kinds": f"{problem[:1].upper()}{problem[1:]}."}
        case BadValue():
            return blamed_position(refused)
        case _:
            return {"name": _WORDS["name"]}
