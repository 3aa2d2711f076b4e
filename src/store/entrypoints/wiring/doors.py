"""Who is who at the door."""

from hmac import compare_digest
from typing import Final

import structlog
from psycopg import Error
from psycopg_pool import PoolTimeout

from store.domain.identity.events import Role
from store.entrypoints.shared.permissions import GUEST, STAFF, Permission, Principal
from store.entrypoints.wiring.containers import Shop

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {Role.STAFF: STAFF}
"""What each role may do."""
_LONGEST: Final = 100


class Doors:
    """A :class:`~store.entrypoints.shared.permissions.Doorkeeper`: the staff token, and people who are logged in."""

    def __init__(self, staff_token: str, shop: Shop) -> None:
        self._staff_token = staff_token.encode()
        self._shop = shop

    async def by_bearer(self, token: str) -> Principal:
        """Scripts of the staff; whatever else is carried may be an order's token."""
        if self._staff_token and compare_digest(token.encode(), self._staff_token):
            return Principal("staff:token", STAFF)
        return Principal("guest", bearer=token)

    async def by_session(self, cookie: str) -> Principal:
        """People who are logged in, by one statement at each request: a logout acts on the very next one."""
        if len(cookie) > _LONGEST:
            return GUEST
        try:
            session = await self._shop.live_sessions().find(cookie, self._shop.clock().now())
        except (Error, PoolTimeout) as failure:
            structlog.get_logger().error("sessions cannot be looked up", exc_info=failure)
            return GUEST
        if session is None:
            return GUEST
        return Principal(f"staff:{session.account}", PERMISSIONS[session.role], session.account)
