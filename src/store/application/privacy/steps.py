"""The steps of forgetting somebody that become facts, and what one tells the next."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.privacy.ports import Entry, Whom
from store.application.privacy.proofs import Kept
from store.application.shared.bus import Command
from store.domain.privacy.events import About, Ground, LostKey
from store.domain.shared.ids import AccountId, ErasureId, OrderId, OrderNumber, SubjectId


class OpenDeparture(Command[ErasureId | None], frozen=True):
    """Whoever wanted their account deleted is to be forgotten now; nothing where the time is not over."""

    account_id: AccountId


class OpenAccountErasure(Command[ErasureId], frozen=True):
    """Staff were asked to have somebody forgotten."""

    account_id: AccountId
    ground: Ground
    reason: str


class Known(Struct, frozen=True):
    """By what somebody is known of whom something is left."""

    about: About
    about_id: UUID
    email: str | None
    orders: tuple[OrderId, ...] = ()
    """Those that had to stay until now."""


class LookUpErasure(Command[Known | None], frozen=True):
    """Who it is about, if there is anything to do."""

    erasure_id: ErasureId


class Receipt(Struct, frozen=True):
    """What a guest is told before they are forgotten: to which address, and whether something is *kept* for now.

    Sealed for *subject*, who goes. Until *till* a mail server that is away is waited for.
    """

    to: str
    subject: SubjectId
    number: OrderNumber
    kept: bool
    till: datetime


class Doomed(Struct, frozen=True):
    """Whose keys are given up, and what has to stay. With a *receipt*, nothing is decided before that went out."""

    state: str
    about: About
    about_id: UUID
    ground: Ground | None
    piece: int
    begun_at: datetime
    whom: Whom | None
    keys: tuple[LostKey, ...]
    kept: tuple[Kept, ...]
    receipt: Receipt | None = None


class DecideErasure(Command[Doomed], frozen=True):
    """Say of everything that is somebody's whether it goes now or has to stay, and give up the keys of what goes.

    A guest has to be *told* first.
    """

    erasure_id: ErasureId
    orders: tuple[OrderId, ...]
    told: bool = False


class RecordProof(Command[str], frozen=True):
    """It was looked at what became unreadable; how it stands then."""

    erasure_id: ErasureId
    subjects: tuple[SubjectId, ...]
    digest: str
    facts: int
    rows: int


class TellErasureAgain(Command[None], frozen=True):
    """A restored log has forgotten an erasure that stands on the list."""

    entry: Entry
