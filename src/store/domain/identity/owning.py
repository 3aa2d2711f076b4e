"""What only the owner of an account brings about: how safe it is, and its end."""

from datetime import datetime, timedelta
from typing import Final, assert_never
from uuid import UUID

from store.domain.identity.errors import NoSecondFactor, NotDue, SecondFactorOn, StaffStay
from store.domain.identity.events import AccountEvent, PlainEvent
from store.domain.identity.moving import Movable, Move
from store.domain.identity.owner_events import (
    AccountDeleted,
    CopyEvent,
    CopyMade,
    CopyRequested,
    DeletionRequested,
    DeletionWithdrawn,
    MoveEvent,
    OwnerEvent,
    PictureChanged,
    PictureEvent,
    PictureRemoved,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
    StayEvent,
)
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal

SECOND_THOUGHTS: Final = timedelta(days=14)
"""Between wanting an account deleted and its end."""


class Owned(Movable):
    """The part of an account that is its owner's. What it is and whether it is there, the account itself says."""

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.second_factor_since: datetime | None = None
        self.deletion_due: datetime | None = None
        self.deleted = False
        self.portrait: Personal[str] | None = None
        self._copies: dict[UUID, bool] = {}

    @property
    def second_factor(self) -> bool:
        """Whether it takes more than the password to come in."""
        return self.second_factor_since is not None

    def switch_second_factor_on(self, *, at: datetime) -> None:
        """Somebody showed a code of a secret they were given."""
        self._expect_active()
        if self.second_factor:
            raise SecondFactorOn
        self._record(SecondFactorSwitchedOn(at=at, account_id=self.id))

    def switch_second_factor_off(self, *, at: datetime) -> None:
        """The password is enough again. Doing so again is no fact."""
        self._expect_active()
        if self.second_factor:
            self._record(SecondFactorSwitchedOff(at=at, account_id=self.id))

    def renew_recovery_codes(self, *, at: datetime) -> None:
        """There will be other codes; those before are good for nothing."""
        self._expect_second_factor()
        self._record(RecoveryCodesRenewed(at=at, account_id=self.id))

    def use_recovery_code(self, left: int, *, at: datetime) -> None:
        """Somebody came in by one."""
        self._expect_second_factor()
        self._record(RecoveryCodeUsed(at=at, account_id=self.id, left=left))

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

    def _expect_second_factor(self) -> None:
        self._expect_active()
        if not self.second_factor:
            raise NoSecondFactor

    def change_portrait(self, picture: str, *, at: datetime) -> None:
        """Show this picture. The one that is shown is no fact."""
        self._expect_active()
        wanted = Personal(self._subject(), picture)
        if wanted != self.portrait:
            self._record(PictureChanged(at=at, account_id=self.id, picture=wanted))

    def remove_portrait(self, *, at: datetime) -> None:
        """Show none. Where there is none, that is no fact."""
        self._expect_active()
        if self.portrait is not None:
            self._record(PictureRemoved(at=at, account_id=self.id))

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
        if self.second_factor_since is not None and self.second_factor_since >= move.at:
            self.switch_second_factor_off(at=at)
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
        elif isinstance(event, PictureEvent):
            self.portrait = event.picture if isinstance(event, PictureChanged) else None
        elif isinstance(event, CopyEvent):
            self._copies[event.copy_id] = isinstance(event, CopyMade)
        else:
            self._evolve_stay(event)

    def _evolve_stay(self, event: StayEvent) -> None:
        match event:
            case SecondFactorSwitchedOn():
                self.second_factor_since = event.at
            case SecondFactorSwitchedOff():
                self.second_factor_since = None
            case DeletionRequested() | DeletionWithdrawn():
                self.deletion_due = event.due if isinstance(event, DeletionRequested) else None
            case AccountDeleted():
                self.deleted = True
            case RecoveryCodesRenewed() | RecoveryCodeUsed():
                pass
            case _:
                assert_never(event)
