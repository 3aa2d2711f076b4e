"""What only the owner of an account brings about: how safe it is, and its end."""

from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from store.domain.identity.errors import NotDue, StaffStay
from store.domain.identity.events import AccountEvent, PlainEvent
from store.domain.identity.login_events import LoginEvent
from store.domain.identity.moving import GIVEN_BACK_FOR, Move
from store.domain.identity.owner_events import (
    AccountDeleted,
    CopyEvent,
    CopyMade,
    CopyRequested,
    DeletionRequested,
    DeletionWithdrawn,
    FactorEvent,
    MoveEvent,
    OwnerEvent,
    PictureEvent,
    StayEvent,
)
from store.domain.identity.picturing import Pictured
from store.domain.shared.ids import AccountId

SECOND_THOUGHTS: Final = timedelta(days=14)
"""Between wanting an account deleted and its end."""


class Owned(Pictured):
    """The part of an account that is its owner's. What it is and whether it is there, the account itself says."""

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.deletion_due: datetime | None = None
        self.deleted = False
        self._copies: dict[UUID, bool] = {}

    def request_deletion(self, *, at: datetime) -> datetime:
        """Want no account any more; when it will be gone. Wanting it again changes nothing."""
        self._expect_active()
        if not self._leaves_freely:
            raise StaffStay
        if self.deletion_due is None:
            self._record(DeletionRequested(at=at, account_id=self.id, due=at + SECOND_THOUGHTS))
        return self.deletion_due or at

    def withdraw_deletion(self, *, at: datetime) -> None:
        """Stay. Whoever never wanted to go stays anyway."""
        self._expect_active()
        if self.deletion_due is not None:
            self._record(DeletionWithdrawn(at=at, account_id=self.id))

    def delete(self, *, at: datetime) -> None:
        """The time for second thoughts is over. Doing so again is no fact."""
        if self.deleted:
            return
        if self.deletion_due is None or at < self.deletion_due:
            raise NotDue
        self._record(AccountDeleted(at=at, account_id=self.id))

    @property
    def _leaves_freely(self) -> bool:
        """Whether it is for the owner alone to say that the account is to go."""
        raise NotImplementedError


    def request_copy(self, copy: UUID, *, at: datetime) -> None:
        """Want a copy of all that is kept. Wanting the same one again is no fact."""
        self._expect_active()
        if copy not in self._copies:
            self._record(CopyRequested(at=at, account_id=self.id, copy_id=copy))

    def hand_copy(self, copy: UUID, till: datetime, *, at: datetime) -> None:
        """It is made. Saying so again is no fact."""
        self._expect_active()
        if not self._copies.get(copy):
            self._record(CopyMade(at=at, account_id=self.id, copy_id=copy, till=till))

    def _take_back_since(self, move: Move, *, at: datetime) -> None:
        if self.second_factor_since is not None and self.second_factor_since >= move.at - GIVEN_BACK_FOR:
            self.switch_second_factor_off(at=at)
        self._unlink_since(move.at, at=at)
        self.withdraw_deletion(at=at)

    def _evolve(self, event: AccountEvent) -> None:
        if isinstance(event, OwnerEvent):
            self._evolve_owned(event)
        else:
            self._evolve_rest(event)

    def _evolve_rest(self, event: PlainEvent) -> None:
        raise NotImplementedError

    def _evolve_owned(self, event: OwnerEvent) -> None:
        if isinstance(event, MoveEvent):
            self._evolve_move(event)
        elif isinstance(event, LoginEvent):
            self._evolve_login(event)
        elif isinstance(event, PictureEvent):
            self._evolve_picture(event)
        elif isinstance(event, FactorEvent):
            self._evolve_factor(event)
        elif isinstance(event, CopyEvent):
            self._copies[event.copy_id] = isinstance(event, CopyMade)
        else:
            self._evolve_stay(event)

    def _evolve_stay(self, event: StayEvent) -> None:
        match event:
            case DeletionRequested() | DeletionWithdrawn():
                self.deletion_due = event.due if isinstance(event, DeletionRequested) else None
            case AccountDeleted():
                self.deleted = True
            case _:
                assert_never(event)
