"""Which permissions each role brings, and who may give it: the one place where it stands.

``docs/permissions.md`` is written from this table, and a test fails when it is stale.
"""

from typing import Final

from store.application.shared.authority import Grant, Permission, Reach
from store.domain.identity.errors import MoreThanYouHold
from store.domain.identity.events import Role

_CUSTOMER: Final = Grant(
    everywhere=frozenset({Permission.PUBLIC, Permission.OWN_ACCOUNT}),
    of_account=frozenset({Permission.READ_USERS, Permission.END_SESSIONS}),
)
_VENDOR: Final = Grant(
    everywhere=_CUSTOMER.everywhere, of_account=_CUSTOMER.of_account,
    of_vendor=frozenset({
        Permission.READ_CATALOGUE, Permission.WRITE_CATALOGUE, Permission.READ_STOCK, Permission.COUNT_STOCK,
        Permission.SYNC_STOCK,
        Permission.READ_ORDERS, Permission.SHIP_ORDERS, Permission.READ_RETURNS,
    }),
)
_SUPER_ADMIN: Final = Grant(everywhere=frozenset(Permission))
_ADMIN: Final = Grant(everywhere=_SUPER_ADMIN.everywhere - {Permission.APPOINT_SUPER_ADMINS})

GRANTS: Final[dict[Role, Grant]] = {
    Role.CUSTOMER: _CUSTOMER, Role.VENDOR: _VENDOR, Role.ADMIN: _ADMIN, Role.SUPER_ADMIN: _SUPER_ADMIN,
}
"""What each role may do."""


def expect_to_hold(actor: Role | None, needs: Permission, *roles: Role | None, own: bool = False) -> None:
    """Nobody gives, takes or overrules what they don't hold themselves. *own*: it is about their own account.

    :raises MoreThanYouHold: if the role of the *actor* lacks what it *needs*, or one of *roles* brings more than it.
    """
    held = GRANTS[actor] if actor else Grant(frozenset())
    reach = held.reach(needs)
    if not (reach is Reach.ALL or (own and reach)) or not all(held.holds(GRANTS[role]) for role in roles if role):
        raise MoreThanYouHold
