"""Who is who at the door."""

from hmac import compare_digest

from store.entrypoints.shared.permissions import GUEST, STAFF, Principal
from store.entrypoints.wiring.containers import Shop


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
        """Nobody logs in yet."""
        del cookie
        return GUEST
