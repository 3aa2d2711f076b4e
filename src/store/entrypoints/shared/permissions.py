"""Who may do what. Every route says which permission it needs; one that doesn't is closed."""

from typing import Any, Final, Protocol, runtime_checkable
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from store.application.identity.errors import ProveFirst
from store.application.identity.roles import GRANTS
from store.application.shared.authority import EVERYTHING, Permission, Reach, Scope
from store.domain.identity.events import Role
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.readable import expect_readable

__all__ = [
    "ANYBODY", "CUSTOMER", "GUEST", "PROOF", "STAFF", "Doorkeeper", "LogInFirst", "NotOnBehalf", "NotPermitted",
    "Permission", "Principal", "expect_recent_proof", "may_see_persons", "open_to", "permitted", "principal_of",
    "scope_of", "staff_of",
]

STAFF: Final = GRANTS[Role.SUPER_ADMIN].everywhere
"""What the token for scripts of the staff may do: all there is, but for what wants a recent proof: it is nobody's."""
ANYBODY: Final = frozenset({Permission.PUBLIC})
CUSTOMER: Final = GRANTS[Role.CUSTOMER]


class Principal(Struct, frozen=True):
    """Whoever makes a request: ``actor`` as facts name them, and what they may do: everywhere, or with their own."""

    actor: str
    permissions: frozenset[Permission] = ANYBODY
    account: UUID | None = None
    bearer: str | None = None
    session: UUID | None = None
    own: frozenset[Permission] = frozenset()
    of_vendor: frozenset[Permission] = frozenset()
    """What they may do with the goods they sell here."""
    acting_for: UUID | None = None
    """The account of the customer as whom somebody of the staff looks at the shop."""
    proven: bool = False
    """They said their password a moment ago."""

    def may(self, permission: Permission) -> bool:
        """Whether they may, whatever it is about."""
        return permission in self.permissions

    def may_with_own(self, permission: Permission) -> bool:
        """Whether they may where it is about their own account or their own goods, at least."""
        return self.may(permission) or (self.account is not None and permission in self.own | self.of_vendor)


GUEST: Final = Principal("guest")


def principal_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Who makes a request. The framework's own ``state`` is a new object each time it is looked at."""
    who: Principal = connection.scope["state"]["principal"]
    return who


_LOOKS: Final = "looks whose"
_ON_BEHALF: Final = "on behalf"
_LOOKING: Final = frozenset({"GET", "HEAD"})
PROOF: Final = "recent proof"
"""Marks a route that is for those who proved a moment ago who they are."""


@runtime_checkable
class Doorkeeper(Protocol):
    """Knows people by what they carry."""

    async def by_bearer(self, token: str) -> Principal:
        """Who holds this bearer token; a guest who carries it, if nobody known does."""

    async def by_session(self, cookie: str) -> Principal:
        """Who is logged in at the back office under this cookie; a guest if nobody is."""

    async def by_account(self, cookie: str) -> Principal:
        """Who is logged in at the shop under this cookie; a guest if nobody is."""


class NotPermitted(StoreError):
    """You may not do this."""


class NotOnBehalf(StoreError):
    """You are looking at the shop as a customer. This only they can do themselves."""


class LogInFirst(StoreError):
    """Log in first, or send a token of somebody who may do this."""


async def permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let the request through only if its address is text, the route declares a permission and whoever asks has it.

    Who has it for their own things only gets in where the route says that it looks whose things they are. Staff who
    look at the shop as a customer change nothing but where the route says that they may on a customer's behalf.
    """
    expect_readable(connection)
    if connection.scope.get("method") == "OPTIONS":  # says which methods there are, and nothing of what they show
        return
    needed = handler.opt.get("permission")
    who: Principal = connection.scope["state"]["principal"]
    if not isinstance(needed, Permission):
        raise NotPermitted
    if not (who.may_with_own(needed) if handler.opt.get(_LOOKS) else who.may(needed)):
        raise NotPermitted if who.account else LogInFirst
    if handler.opt.get(PROOF):
        expect_recent_proof(connection)
    if who.acting_for and connection.scope.get("method") not in _LOOKING and not handler.opt.get(_ON_BEHALF):
        raise NotOnBehalf


def expect_recent_proof(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse whoever did not prove a moment ago who they are: for routes that want it only of some requests.

    :raises ProveFirst: what programs are told, and what has pages ask.
    """
    who = principal_of(connection)
    if not who.proven:
        raise ProveFirst


def may_see_persons(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether what belongs to persons may be opened for whoever asks."""
    who = principal_of(connection)
    return who.may(Permission.READ_PERSONS)


def open_to(
    permission: Permission, *, own: bool = False, proof: bool = False, on_behalf: bool = False
) -> dict[str, Any]:
    """The ``opt`` of a route: ``@get(opt=open_to(Permission.PUBLIC))``.

    *own*: it hands on :func:`scope_of` and so may be asked by those who hold the permission for their own things only.
    *proof*: it changes what somebody may do, or hands out what is theirs, so it is for those who proved a moment ago
    who they are (``docs/adr/0144``, ``0155``). *on_behalf*: staff who look at the shop as a customer may do this, too.
    """
    marks = {_LOOKS: own, PROOF: proof, _ON_BEHALF: on_behalf}
    return {"permission": permission} | {mark: True for mark, wanted in marks.items() if wanted}


def staff_of(connection: ASGIConnection[Any, Any, Any, Any]) -> AccountId | None:
    """The account of whoever acts; none is the operator's, with the token for scripts."""
    who = principal_of(connection)
    return AccountId(who.account) if who.account else None


def scope_of(connection: ASGIConnection[Any, Any, Any, Any], permission: Permission) -> Scope:
    """How far *permission* goes for whoever asks."""
    who = principal_of(connection)
    if who.may(permission):
        return EVERYTHING
    return Scope(Reach.VENDOR if permission in who.of_vendor else Reach.ACCOUNT, who.account)
