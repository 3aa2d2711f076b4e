"""Another address for an account: wanted, proven, and given back to whoever had it before."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from msgspec import Struct

from store.domain.identity.email import CanonicalEmail
from store.domain.identity.errors import NoSuchAccount, NothingWished, SameEmail
from store.domain.identity.events import AccountEvent
from store.domain.identity.owner_events import EmailChanged, EmailChangeRequested, EmailChangeUndone, MoveEvent
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


class Movable(Aggregate[AccountEvent]):
    """The part of an account that is its address. Whether the account is there, it says itself."""

    id: AccountId

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.email: Personal[str] | None = None
        self.verified = False
        self.has_password = False
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
        """Back to where *move* began, and with it all that came later: whoever had the address longest has it."""
        self._expect_active()
        if move not in self._moves or self.email is None:
            raise NothingWished
        self._take_back_since(move, at=at)
        self._record(EmailChangeUndone(at=at, account_id=self.id, email=move.former, dropped=self.email))
        return self._undone

    def _take_back_since(self, move: Move, *, at: datetime) -> None:
        """What else a thief may have done since, or shortly before, and would let them in or keep the owner out."""
        raise NotImplementedError

    def _wished_before(self, wish: Wish) -> bool:
        """Whether a wish was fulfilled, or given up with an address that was taken back."""
        done = max((move.version for move in (*self._moves, *self._undone)), default=0)
        return done > wish.version

    def _subject(self) -> SubjectId:
        return SubjectId(follow_up(self.id, "subject"))

    def _expect_active(self) -> None:
        if not self.active:
            raise NoSuchAccount

    def _evolve_move(self, event: MoveEvent) -> None:
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
                self.email, self.verified, self.has_password = email, True, False
            case _:
                assert_never(event)
