"""Who is logged in at the shop: one look at the sessions for a browser that brings one, none for others."""

from typing import Final

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from store.entrypoints.shared.error_pages import BACK_OFFICE, FOR_PROGRAMS
from store.entrypoints.shared.host_cookies import host_only
from store.entrypoints.shared.permissions import GUEST, Doorkeeper

ACCOUNT_COOKIE: Final = "store_account"
_ELSEWHERE: Final = frozenset({*FOR_PROGRAMS, BACK_OFFICE})
"""The API takes no cookies, the back office has one of its own, and files are the same for everybody."""


class AccountSessions(ASGIMiddleware):
    """Stands before the pages of the shop, around the router: what leads nowhere is a page of the shop too."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, doorkeeper: Doorkeeper, *, secure: bool = False) -> None:
        """*secure*: people reach the shop by HTTPS, and a cookie that a sub-domain could have planted is none."""
        self._doorkeeper, self._cookie = doorkeeper, host_only(ACCOUNT_COOKIE, secure=secure)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Put a name to a guest who shows a session."""
        room = scope["path"].lstrip("/").partition("/")[0]
        outside = room in _ELSEWHERE or scope["state"]["principal"] != GUEST
        if not outside and (shown := ASGIConnection(scope).cookies.get(self._cookie)):
            scope["state"]["principal"] = who = await self._doorkeeper.by_account(shown)
            scope["state"]["session"] = shown if who.account else ""  # forms belong to a login, where there is one
        await next_app(scope, receive, send)
