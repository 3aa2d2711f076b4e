"""What only the owner of an account brings about, or whoever reads the mail of its address."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from msgspec import Struct

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.errors import NoSecondFactor, NoSuchAccount, NothingWished, SameEmail, SecondFactorOn
from store.domain.identity.events import AccountEvent
from store.domain.identity.owner_events import (
    EmailChanged,
    EmailChangeRequested,
    EmailChangeUndone,
    OwnerEvent,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    SecondFactorSwitchedOff,
    SecondFactorSwitchedOn,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId, SubjectId, follow_up
from store.domain.shared.personal import Personal

PAUSE: Final = timedelta(minutes=2)
"""Between two mails of one kind that anybody may ask for: nobody's inbox is filled from here."""
GIVEN_BACK_FOR: Final = timedelta(days=7)
"""For so long a former address is kept, and whoever reads its mail may take it back."""


class Wish(Struct, frozen=True):
    """An address that is wanted, by the version of the fact that says so."""

    version: int
    email: Personal[str]
    at: datetime


class Move(Struct, frozen=True):
    """From one address to another."""

    version: int
    former: Personal[str]
    email: Personal[str]
    at: datetime


class Owned(Aggregate[AccountEvent]):
    """The part of an account that is its owner's. What it is and whether it is there, the account itself says."""

    id: AccountId

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.email: Personal[str] | None = None
        self.verified = False
        self.second_factor_since: datetime | None = None
        self._wishes: tuple[Wish, ...] = ()
        self._moves: tuple[Move, ...] = ()
        self._undone: tuple[Move, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the account is there and not closed."""
        raise NotImplementedError

    @property
    def wish(self) -> Wish | None:
        """The address that is wanted and not proven yet: the last one counts."""
        return self._wishes[-1] if self._wishes and not self._wished_before(self._wishes[-1]) else None

    @property
    def moves(self) -> tuple[Move, ...]:
        """From where to where the address went, as far as it can be taken back."""
        return self._moves

    @property
    def undone(self) -> tuple[Move, ...]:
        """What was taken back last, the oldest first."""
        return self._undone

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """All that were, the oldest first."""
        return self._wishes

    def request_email(self, email: CanonicalEmail, *, at: datetime) -> None:
        """Want another address. Wanting the same again within moments is no fact."""
        self._expect_active()
        wanted = Personal(self._subject(), str(email))
        if wanted == self.email:
            raise SameEmail
        before = self.wish
        if before is None or before.email != wanted or at - before.at >= PAUSE:
            self._record(EmailChangeRequested(at=at, account_id=self.id, email=wanted))

    def change_email(self, *, at: datetime) -> Move:
        """Whoever wanted the other address has proven to read its mail."""
        self._expect_active()
        wish = self.wish
        if wish is None or self.email is None:
            raise NothingWished
        self._record(EmailChanged(at=at, account_id=self.id, email=wish.email, former=self.email))
        return self._moves[-1]

    def undo_email(self, move: Move, *, at: datetime) -> tuple[Move, ...]:
        """Back to where *move* began, and with it all that came later: whoever had the address longest has it.

        A second factor that was switched on since may be a thief's, and would keep the owner out.
        """
        self._expect_active()
        if move not in self._moves or self.email is None:
            raise NothingWished
        if self.second_factor_since is not None and self.second_factor_since >= move.at:
            self.switch_second_factor_off(at=at)
        self._record(EmailChangeUndone(at=at, account_id=self.id, email=move.former, dropped=self.email))
        return self._undone

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

    def _expect_second_factor(self) -> None:
        self._expect_active()
        if not self.second_factor:
            raise NoSecondFactor

    def _wished_before(self, wish: Wish) -> bool:
        """Whether a wish was fulfilled, or given up with an address that was taken back."""
        done = max((move.version for move in (*self._moves, *self._undone)), default=0)
        return done > wish.version

    def _subject(self) -> SubjectId:
        return SubjectId(follow_up(self.id, "subject"))

    def _expect_active(self) -> None:
        if not self.active:
            raise NoSuchAccount

    def _evolve(self, event: AccountEvent) -> None:
        if isinstance(event, OwnerEvent):
            self._evolve_owned(event)
        else:
            self._evolve_rest(event)

    def _evolve_rest(self, event: AccountEvent) -> None:
        raise NotImplementedError

    def _evolve_owned(self, event: OwnerEvent) -> None:
        version = self.version + 1
        match event:
            case EmailChangeRequested(email=email):
                self._wishes += (Wish(version, email, event.at),)
            case EmailChanged(email=email, former=former):
                self.email, self.verified = email, True
                self._moves += (Move(version, former, email, event.at),)
            case EmailChangeUndone(email=email):
                first = next((n for n, move in enumerate(self._moves) if move.former == email), 0)
                self._moves, self._undone = self._moves[:first], self._moves[first:]
                self._wishes = ()
                self.email, self.verified = email, True
            case SecondFactorSwitchedOn():
                self.second_factor_since = event.at
            case SecondFactorSwitchedOff():
                self.second_factor_since = None
            case RecoveryCodesRenewed() | RecoveryCodeUsed():
                pass
            case _:
                assert_never(event)
