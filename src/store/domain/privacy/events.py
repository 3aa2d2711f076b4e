"""The end of what is known of somebody: wanted, put off, done and proven; and what holds it up."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from store.domain.privacy.marks import Reason
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import ErasureId, HoldId, OrderId, SubjectId


class About(StrEnum):
    """By what somebody is known here."""

    ACCOUNT = "account"
    ORDER = "order"


class Ground(StrEnum):
    """Why somebody is to be forgotten."""

    OWNER = "owner"
    """They said so themselves, logged in."""
    ASKED = "asked"
    """They asked somebody of the staff, who made sure who it was."""
    ORDERED = "ordered"
    """A court or an authority wants it."""


class Because(StrEnum):
    """What puts an erasure off."""

    LEGAL_HOLD = "legal_hold"
    OPEN_ORDER = "open_order"
    RETENTION = "retention"


class LostKey(Struct, frozen=True):
    """A key that is destroyed: whose it was, and what it was known by. Empty where nothing was ever sealed with it."""

    subject: SubjectId
    fingerprint: str


class ErasureRequested(Event, frozen=True, tag="privacy/erasure-requested-1"):
    """Somebody is to be forgotten, from *due* on.

    *about_id* is the account or the order that they are known by; *reason* is sealed with the person's own key, so that
    what was said about them goes with them.
    """

    erasure_id: ErasureId
    about: About
    about_id: UUID
    subject: SubjectId
    ground: Ground
    reason: Reason
    due: datetime


class ErasureWithdrawn(Event, frozen=True, tag="privacy/erasure-withdrawn-1"):
    """They stay after all."""

    erasure_id: ErasureId


class ErasureDeferred(Event, frozen=True, tag="privacy/erasure-deferred-1"):
    """Something of them has to stay for now, and why. ``until`` is there where the end is known."""

    erasure_id: ErasureId
    subject: SubjectId
    because: Because
    until: datetime | None
    order_id: OrderId | None


class ErasureBegun(Event, frozen=True, tag="privacy/erasure-begun-1"):
    """These keys are destroyed: from here on there is no way back.

    This is the list of erasures. It is read whenever a shop starts, and whatever key of it a backup brought back is
    destroyed again.
    """

    erasure_id: ErasureId
    about: About
    about_id: UUID
    keys: tuple[LostKey, ...]


class ErasureProven(Event, frozen=True, tag="privacy/erasure-proven-1"):
    """It was looked at what became unreadable. *digest* is that of the proof, *piece* its number from 1."""

    erasure_id: ErasureId
    piece: int
    subjects: tuple[SubjectId, ...]
    digest: str
    facts: int
    rows: int


class ErasureCompleted(Event, frozen=True, tag="privacy/erasure-completed-1"):
    """Nothing is left to wait for."""

    erasure_id: ErasureId


ErasureEvent: TypeAlias = (
    ErasureRequested | ErasureWithdrawn | ErasureDeferred | ErasureBegun | ErasureProven | ErasureCompleted
)


class LegalHoldPlaced(Event, frozen=True, tag="privacy/legal-hold-placed-1"):
    """What is known of somebody has to be kept, whoever wants it erased."""

    hold_id: HoldId
    about: About
    about_id: UUID
    reason: Reason


class LegalHoldLifted(Event, frozen=True, tag="privacy/legal-hold-lifted-1"):
    """It need not any more."""

    hold_id: HoldId
    reason: Reason


HoldEvent: TypeAlias = LegalHoldPlaced | LegalHoldLifted
