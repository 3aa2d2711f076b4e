"""What is done with an account from its page, each with a reason, and a word on what follows and how to undo it."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from store.application.identity.lost_factors import AskForRelease, ReleaseSecondFactor
from store.application.identity.messages import Secret
from store.application.identity.users import (
    BeginVisit,
    ChangeRole,
    DisableAccount,
    EnableAccount,
    EndUserSession,
    EndUserSessions,
    RenameUser,
    SendResetLink,
)
from store.application.shared.bus import Command, Receipt
from store.domain.identity.events import Role
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import AccountId
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.backoffice.users import HERE, sheet
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.people import NameText
from store.entrypoints.shared.permissions import LogInFirst, Permission, Principal, open_to, staff_of
from store.entrypoints.shared.problems import problem_of
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.shared.visits import entered

_ROLES: Final = {"customer": "a customer", "vendor": "a vendor", "admin": "an admin", "super_admin": "a super admin"}


class ActForm(Struct, frozen=True):
    """What acts have in common: why, and the version of the account somebody looked at."""

    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class RoleForm(ActForm, frozen=True):
    role: Role


class NameForm(ActForm, frozen=True):
    given_name: NameText
    family_name: NameText


class SureForm(ActForm, frozen=True):
    sure: Annotated[str, Meta(pattern="^yes$")]


_WORDS: Final = {
    "reason": "Say why, in at most 200 characters.",
    "version": "This form is not complete. Load the page again.",
    "role": "Choose what they are here for.",
    "given_name": "Write a given name of at most 60 characters.",
    "family_name": "Write a family name of at most 60 characters.",
    "sure": "Tick the box to say that you mean it.",
    "amount": "Write an amount above zero.",
    "why": "Choose one of these.",
    "currency": "This form is not complete. Load the page again.",
    "moved": "This form is not complete. Load the page again.",
}


@post("/users/{id:uuid}/role", opt=open_to(Permission.CHANGE_ROLES, proof=True))
async def role(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have somebody be here for something else."""
    return await act_on(RoleForm, "role", id, request, office, desk, lambda form: ChangeRole(
        account_id=AccountId(id), role=form.role, by=staff_of(request), version=form.version,
    ), lambda form, _: (
        f"They are {_ROLES[form.role]} now",
        "It holds from their next request on. To undo it, give back the role they had.",
    ))


@post("/users/{id:uuid}/disable", opt=open_to(Permission.DISABLE_USERS, proof=True))
async def disable(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Let nobody in under this account any more."""
    return await act_on(SureForm, "disable", id, request, office, desk, lambda form: DisableAccount(
        account_id=AccountId(id), by=staff_of(request), version=form.version,
    ), lambda *_: (
        "The account is disabled", "Whoever was in is out. Enabling it undoes this; they log in again then.",
    ))


@post("/users/{id:uuid}/enable", opt=open_to(Permission.DISABLE_USERS, proof=True))
async def enable(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Let them in again."""
    return await act_on(ActForm, "enable", id, request, office, desk, lambda form: EnableAccount(
        account_id=AccountId(id), by=staff_of(request), version=form.version,
    ), lambda *_: ("The account is enabled", "They log in with the password they had, in the role they had."))


@post("/users/{id:uuid}/name", opt=open_to(Permission.CHANGE_USERS))
async def rename(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have somebody go by another name."""
    return await act_on(NameForm, "name", id, request, office, desk, lambda form: RenameUser(
        account_id=AccountId(id), given_name=form.given_name, family_name=form.family_name, by=staff_of(request),
        version=form.version,
    ), lambda *_: ("The name is changed", "The one before stands in the history; write it again to undo this."))


@post("/users/{id:uuid}/password-reset", opt=open_to(Permission.CHANGE_USERS, proof=True))
async def reset(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have a link sent that sets another password."""
    return await act_on(
        ActForm, "password-reset", id, request, office, desk,
        lambda _: SendResetLink(account_id=AccountId(id), by=staff_of(request)),
        lambda _, receipt: (
            "A link is on its way", "It is good for an hour, and once. The password there is stays good until then.",
        ) if receipt.outcome.sent else (
            "A link is on its way already", "It went out less than two minutes ago, so no other one was sent.",
        ),
    )


@post("/users/{id:uuid}/second-factor/lost", opt=open_to(Permission.RELEASE_FACTORS, proof=True))
async def ask_for_release(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """A customer lost phone and recovery codes: tell them that the second factor will be taken away."""
    return await act_on(SureForm, "lost", id, request, office, desk, lambda form: AskForRelease(
        account_id=AccountId(id), by=staff_of(request), version=form.version,
    ), lambda *_: (
        "They were told by mail", "In a day you can take it away here, unless somebody who reads their mail says no.",
    ))


@post("/users/{id:uuid}/second-factor/release", opt=open_to(Permission.RELEASE_FACTORS, proof=True))
async def release(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Take it away, a day later."""
    return await act_on(ActForm, "release", id, request, office, desk, lambda form: ReleaseSecondFactor(
        account_id=AccountId(id), by=staff_of(request), version=form.version,
    ), lambda *_: (
        "The second factor is gone", "Their password lets them in. They are told by mail, and can set up another one.",
    ))


@post("/users/{id:uuid}/sessions/end", opt=open_to(Permission.END_SESSIONS))
async def end_all(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Log somebody out on all devices."""
    return await act_on(
        ActForm, "sessions", id, request, office, desk,
        lambda _: EndUserSessions(account_id=AccountId(id), by=staff_of(request)),
        lambda *_: ("They are logged out everywhere", "They can log in again at any time."),
    )


@post("/users/{id:uuid}/sessions/{session:uuid}/end", opt=open_to(Permission.END_SESSIONS))
async def end(
    id: FromPath[UUID], session: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Log one device out."""
    return await act_on(
        ActForm, f"session-{session}", id, request, office, desk,
        lambda _: EndUserSession(account_id=AccountId(id), session_id=session, by=staff_of(request)),
        lambda *_: ("That device is logged out", "From its next request on."),
    )


@post("/users/{id:uuid}/visit", opt=open_to(Permission.IMPERSONATE, proof=True))
async def visit(
    id: FromPath[UUID], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Look at the shop as this customer."""
    who: Principal = request.state.principal
    if who.account is None or who.session is None:
        raise LogInFirst
    form, errors = filled(ActForm, typed := await form_of(request), _WORDS)
    if form is None:
        return await sheet(
            AccountId(id), request, office, desk, status=422, act="visit", form=typed, errors=errors,
        )
    command = BeginVisit(account_id=AccountId(id), by=AccountId(who.account), session_id=who.session)
    try:
        begun = (await desk.do(command, request, reason=form.reason)).outcome
    except RuleViolated as refused:
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await sheet(AccountId(id), request, office, desk, status=409, act="visit", form=typed, notice=said)
    token: Secret = begun.token
    return entered(token.value, shop)


async def act_on(
    kind: type[Any], act: str, id: UUID, request: AnyRequest, office: Office, desk: Desk, wish: Any, words: Any, *,
    beside: bool = True,
) -> Response[Any]:
    """One of the acts, unless the account is no longer what was looked at.

    The reason stands *beside* the facts, for everybody who may read them, unless they hold it sealed themselves.
    """
    account, typed = AccountId(id), await form_of(request)
    form, errors = filled(kind, typed, _WORDS)
    if form is None:
        return await sheet(account, request, office, desk, status=422, act=act, form=typed, errors=errors)
    try:
        command: Command[Any] = wish(form)
        receipt: Receipt[Any] = await desk.do(command, request, reason=form.reason if beside else None)
    except (Conflict, RuleViolated) as refused:
        if blamed := {fault.field: fault.problem for fault in problem_of(refused).errors}:
            return await sheet(account, request, office, desk, status=422, act=act, form=typed, errors=blamed)
        said = Notice("bad", str(refused), "Nothing was changed.")
        return await sheet(account, request, office, desk, status=409, act=act, form=typed, notice=said)
    title, text = words(form, receipt)
    return office.see(f"{HERE}/{id}", position=receipt.position, notice=Notice("good", title, text))
