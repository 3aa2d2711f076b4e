"""Roster: who has more than a customer's role. One stream, so that the log decides between two who change it at once.

Whatever changes somebody's authority is written here and at the account in one append. Of two who do so at the same
time one comes too late, looks again, and may find that the other took the right away.
"""

from datetime import datetime
from typing import assert_never

from store.domain.identity.errors import LastSuperAdmin
from store.domain.identity.events import Role
from store.domain.identity.roster_events import PlaceLeft, PlaceTaken, RosterEvent
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, RosterId


class Roster(Aggregate[RosterEvent]):
    kind = "roster"
    id: RosterId

    def __init__(self, id: RosterId) -> None:
        super().__init__(id)
        self.places: dict[AccountId, Role] = {}

    @property
    def super_admins(self) -> int:
        """How many there are."""
        return list(self.places.values()).count(Role.SUPER_ADMIN)

    def place(self, account: AccountId, role: Role, *, at: datetime) -> None:
        """*account* has *role* now; a customer's is none that is written here.

        :raises LastSuperAdmin: if nobody else is one.
        """
        if role is Role.CUSTOMER:
            self.leave(account, at=at)
        elif self.places.get(account) is not role:
            self._expect_another(account, role)
            self._record(PlaceTaken(at=at, account_id=account, role=role))

    def leave(self, account: AccountId, *, at: datetime) -> None:
        """No door opens for *account*, or none but a customer's."""
        if account in self.places:
            self._expect_another(account, None)
            self._record(PlaceLeft(at=at, account_id=account))

    def _expect_another(self, account: AccountId, becomes: Role | None) -> None:
        last = self.places.get(account) is Role.SUPER_ADMIN and self.super_admins == 1
        if last and becomes is not Role.SUPER_ADMIN:
            raise LastSuperAdmin

    def _evolve(self, event: RosterEvent) -> None:
        match event:
            case PlaceTaken(account_id=account, role=role):
                self.places = {**self.places, account: role}
            case PlaceLeft(account_id=account):
                self.places = {id: role for id, role in self.places.items() if id != account}
            case _:
                assert_never(event)
