"""What one may ask for, and ask about, where somebody is to be forgotten."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.privacy.proofs import Checked, Proof
from store.application.shared.bus import Command, Query
from store.domain.privacy.events import Because, Ground, LostKey
from store.domain.shared.ids import AccountId, ErasureId, OrderNumber, SubjectId


class EraseAccount(Command[ErasureId], frozen=True):
    """Have whoever has this account forgotten: no door opens from now on, and two weeks later it is done."""

    account_id: AccountId
    ground: Ground
    reason: str


class EraseBuyer(Command[ErasureId], frozen=True):
    """Have whoever bought without an account forgotten: named by an order and the address it was placed under."""

    number: OrderNumber
    email: str
    ground: Ground
    reason: str


class GoOnErasing(Command[str], frozen=True):
    """Do what can be done by now; how it stands then. May be repeated."""

    erasure_id: ErasureId


class HoldAccount(Command[None], frozen=True):
    """Have everything kept that is known of whoever has this account."""

    account_id: AccountId
    reason: str


class HoldOrder(Command[None], frozen=True):
    """Have everything kept that is known of whoever placed this order."""

    number: OrderNumber
    reason: str


class LiftAccountHold(Command[None], frozen=True):
    """It need not be kept any more."""

    account_id: AccountId
    reason: str


class LiftOrderHold(Command[None], frozen=True):
    """It need not be kept any more."""

    number: OrderNumber
    reason: str


class Put(Struct, frozen=True):
    """What has to stay for now, and why."""

    subject: SubjectId
    because: Because
    until: datetime | None
    order_number: str | None


class PartView(Struct, frozen=True):
    """What was proven at once; ``proof`` is its digest."""

    number: int
    at: datetime
    subjects: int
    facts: int
    rows: int
    digest: str


class ErasureView(Struct, frozen=True):
    """How it stands. ``state`` is requested, deferred, under_way, withdrawn or completed."""

    id: UUID
    about: str
    about_id: UUID
    number: str | None
    state: str
    ground: str | None
    reason: str | None
    requested_at: datetime | None
    due: datetime | None
    completed_at: datetime | None
    waiting: list[Put]
    keys: list[LostKey]
    parts: list[PartView]
    held: bool


class ErasureRow(Struct, frozen=True):
    """A line of the list."""

    id: UUID
    about: str
    about_id: UUID
    state: str
    requested_at: datetime
    next_at: datetime | None


class ErasurePage(Struct, frozen=True):
    """Erasures, newest first."""

    items: list[ErasureRow]
    next_cursor: str | None


class HoldView(Struct, frozen=True):
    """Whether everything has to be kept; ``reason`` only for those who may see persons."""

    stands: bool
    since: datetime | None
    reason: str | None


class ListErasures(Query[ErasurePage], frozen=True):
    """Those there are, or those of one ``state``."""

    state: str | None = None
    cursor: str | None = None
    limit: int = 50


class GetErasure(Query[ErasureView], frozen=True):
    """One of them, from its facts."""

    erasure_id: ErasureId
    persons: bool = False


class GetHold(Query[HoldView], frozen=True):
    """Whether there is a hold on an account or an order."""

    about_id: UUID
    persons: bool = False


class GetProofs(Query[Sequence[Proof]], frozen=True):
    """What became unreadable, part by part."""

    erasure_id: ErasureId


class CheckProofs(Query[Checked], frozen=True):
    """Whether all that is still so."""

    erasure_id: ErasureId
