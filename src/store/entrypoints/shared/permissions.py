"""Who may do what. Every route says which permission it needs; one that doesn't is closed."""

from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from store.domain.shared.errors import StoreError
from store.entrypoints.shared.readable import expect_readable


class Permission(StrEnum):
    """All there are. ``PUBLIC`` is what anybody may do."""

    PUBLIC = "public"
    READ_ORDERS = "orders:read"
    SHIP_ORDERS = "orders:ship"
    READ_STOCK = "stock:read"
    COUNT_STOCK = "stock:count"
    READ_CATALOGUE = "catalogue:read"
    READ_HISTORY = "history:read"
    READ_PERSONS = "persons:read"
    READ_PROJECTIONS = "projections:read"
    RESUME_PROJECTIONS = "projections:resume"
    FOLLOW_FEED = "feed:read"
    READ_WEBHOOKS = "webhooks:read"
    MANAGE_WEBHOOKS = "webhooks:manage"
    VERIFY_LOG = "log:verify"
    ASK_DATA = "insight:ask"
    OWN_ACCOUNT = "account:own"
    """What belongs to whoever asks, and to nobody else."""
    READ_LETTERS = "letters:read"
    RETRY_LETTERS = "letters:retry"


STAFF: Final = frozenset(Permission)
ANYBODY: Final = frozenset({Permission.PUBLIC})
CUSTOMER: Final = ANYBODY | {Permission.OWN_ACCOUNT}


class Principal(Struct, frozen=True):
    """Whoever makes a request: ``actor`` as facts name them, and what they may do."""

    actor: str
    permissions: frozenset[Permission] = ANYBODY
    account: UUID | None = None
    bearer: str | None = None
    session: UUID | None = None

    def may(self, permission: Permission) -> bool:
        """Whether they may."""
        return permission in self.permissions


GUEST: Final = Principal("guest")


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


class LogInFirst(StoreError):
    """Log in first, or send a token of somebody who may do this."""


async def permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let the request through only if its address is text, the route declares a permission and whoever asks has it.

    One guard for both: the framework copies the whole handler for each.
    """
    expect_readable(connection)
    if connection.scope.get("method") == "OPTIONS":  # says which methods there are, and nothing of what they show
        return
    needed = handler.opt.get("permission")
    who: Principal = connection.state.principal
    if not isinstance(needed, Permission):
        raise NotPermitted
    if not who.may(needed):
        raise NotPermitted if who.account else LogInFirst


def may_see_persons(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether what belongs to persons may be opened for whoever asks."""
    who: Principal = connection.state.principal
    return who.may(Permission.READ_PERSONS)


def open_to(permission: Permission) -> dict[str, Any]:
    """The ``opt`` of a route: ``@get(opt=open_to(Permission.PUBLIC))``."""
    return {"permission": permission}
