"""The demo shop's own member of staff."""

import sys
from typing import Final
from uuid import uuid4

from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.users import GiveRole
from store.application.shared.bus import Caller
from store.domain.identity.errors import AlreadyEnrolled
from store.domain.identity.events import Role
from store.domain.shared.ids import roster
from store.entrypoints.cli.staff import readable_password
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.demo_logins import EMAIL, NAME, PASSWORD, known_password_stands
from store.entrypoints.wiring.settings import Settings

ACTOR: Final = "system:demo"


def enrol_demo_staff(shop: Shop) -> None:
    """Make the account, unless it is there: a super admin's in a shop that has none.

    Where the known password doesn't stand, another is made and said once.
    """
    settings: Settings = shop.settings()
    known = known_password_stands(settings)
    password = PASSWORD if known else readable_password()
    try:
        shop.bus().do(
            EnrolStaff(email=EMAIL, name=NAME, password=Secret(password)), Caller(actor=ACTOR, correlation=uuid4())
        )
    except AlreadyEnrolled:
        if not shop.journal().read([roster()]):  # by a version that had one kind of staff
            shop.bus().do(
                GiveRole(email=EMAIL, role=Role.SUPER_ADMIN), Caller(actor=ACTOR, correlation=uuid4())
            )
        return
    if not known:
        sys.stderr.write(
            f"store: staff login {EMAIL}   {password}   (said this once; `store staff password` sets another)\n"
        )
