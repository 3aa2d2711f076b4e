"""Who is who at the door."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from hmac import compare_digest
from typing import Final

import structlog
from psycopg import Error
from psycopg_pool import PoolTimeout

from store.application.identity.ports import LiveSessions, Session
from store.application.identity.roles import GRANTS
from store.application.shared.authority import Grant
from store.entrypoints.shared.permissions import CUSTOMER, GUEST, STAFF, Permission, Principal
from store.entrypoints.wiring.containers import Shop

_LONGEST: Final = 100
_DOTS: Final = 2
"""In a pass; no other token has any."""


class Doors:
    """A :class:`~store.entrypoints.shared.permissions.Doorkeeper`: the staff token, passes, people who are logged in.

    Whoever carries something is looked up by one statement at each request: a logout acts on the very next one, and so
    does another role, which that statement reads from the log (docs/adr/0141).
    """

    def __init__(self, staff_token: str, shop: Shop) -> None:
        """*staff_token*: several with commas between, while one takes the place of another."""
        self._staff_tokens = [one.encode() for one in staff_token.split(",") if one]
        self._shop = shop

    async def by_bearer(self, token: str) -> Principal:
        """Scripts of the staff, and programs that act for somebody; anything else may be an order's token."""
        right = [compare_digest(token.encode(), one) for one in self._staff_tokens]
        if any(right):
            return Principal("staff:token", STAFF)
        if token.count(".") == _DOTS and (named := self._shop.passes().read(token, self._shop.clock().now())):
            session = await self._standing(lambda live, now: live.find_by_id(named.id, now))
            if session is not None and (session.account, session.version) == (named.account, named.version):
                return _principal(session, GRANTS[session.role])
        return Principal("guest", bearer=token)

    async def by_session(self, cookie: str) -> Principal:
        """People who are logged in at the back office. Customers' sessions open nothing there."""
        session = await self._of_cookie(cookie)
        if session is None or session.acting:
            return GUEST
        return _principal(session, GRANTS[session.role])

    async def by_account(self, cookie: str) -> Principal:
        """People who are logged in at the shop, staff among them: here everybody is a customer."""
        session = await self._of_cookie(cookie)
        if session is None:
            return GUEST
        return _visitor(session) if session.acting else _principal(session, CUSTOMER)

    async def _of_cookie(self, cookie: str) -> Session | None:
        if len(cookie) > _LONGEST:
            return None
        return await self._standing(lambda live, now: live.find(cookie, now))

    async def _standing(
        self, look: Callable[[LiveSessions, datetime], Awaitable[Session | None]]
    ) -> Session | None:
        try:
            return await look(self._shop.live_sessions(), self._shop.clock().now())
        except (Error, PoolTimeout) as failure:
            structlog.get_logger().error("sessions cannot be looked up", exc_info=failure)
            return None


def _principal(session: Session, grant: Grant) -> Principal:
    kind = "staff" if session.role.works_here else session.role.value
    return Principal(
        f"{kind}:{session.account}", grant.everywhere, session.account, session=session.id, own=grant.of_account,
        of_vendor=grant.of_vendor, proven=session.proven,
    )


def _visitor(session: Session) -> Principal:
    """Somebody of the staff who looks at the shop as a customer, as long as their own role lets them."""
    if session.acting_role is None or Permission.IMPERSONATE not in GRANTS[session.acting_role].everywhere:
        return GUEST
    return Principal(
        f"staff:{session.acting}", CUSTOMER.everywhere, session.account, session=session.id, own=CUSTOMER.of_account,
        acting_for=session.account,
    )
