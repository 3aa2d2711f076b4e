"""What doesn't agree between the books of gateways and the shop's own, until somebody has dealt with it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from store.application.payments.ports import Verdict
from store.application.payments.statements import Ours
from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import OrderNumber, PaymentId, RefundId
from store.domain.shared.money import Money


class Wrong(StrEnum):
    """What doesn't agree. The values are stored."""

    ORPHAN = "orphan"
    UNKNOWN = "unknown"
    MISSING = "missing"
    DIFFERENT = "different"
    RETURNED = "returned"
    UNKNOWN_REFUND = "unknown_refund"


class Finding(Struct, frozen=True):
    """Something that doesn't agree. *repair*: what one press does about it, if anything: adopt or give_back."""

    id: UUID
    wrong: Wrong
    method: str
    reference: str
    at: datetime
    payment_id: PaymentId | None = None
    number: OrderNumber | None = None
    theirs: Money | None = None
    ours: Money | None = None
    repair: str = ""


class Findings(Protocol):
    """What was found, until somebody has dealt with it."""

    def keep(self, found: Sequence[Finding], at: datetime) -> int:
        """Write down what wasn't there; how many that were. What was looked at stays so."""

    def find(self, id: UUID) -> Finding | None:
        """One that is open."""

    def close(self, id: UUID, how: str, actor: str, reason: str, at: datetime) -> bool:
        """It is dealt with; whether it was open until now."""

    def solved(self, method: str, since: datetime, still: Sequence[UUID], at: datetime) -> None:
        """Of what is that young, all but *still* has been solved meanwhile."""


class CompareBooks(Command[int], frozen=True):
    """Compare what the gateway for *method* moved since then with what the shop wrote down; how much is newly wrong."""

    method: str
    since: datetime


class LookAtPayments(Command[dict[str, Ours]], frozen=True):
    """How payments stand, by their ids; those there are. It changes nothing."""

    payments: tuple[PaymentId, ...]


class SettleFound(Command[RefundId | None], frozen=True):
    """Write down money that was taken for a payment that was given up; the refund that is owed for it."""

    payment_id: PaymentId
    verdict: Verdict


class RepairFinding(Command[str], frozen=True):
    """Do what there is to do about a finding; what was done, or nothing."""

    finding_id: UUID
    actor: str


class DismissFinding(Command[bool], frozen=True):
    """Somebody looked at it, and says why it is all right; whether it was open until now."""

    finding_id: UUID
    actor: str
    reason: str


class FindingRow(Struct, frozen=True):
    """A finding as staff see it."""

    id: UUID
    wrong: Wrong
    method: str
    reference: str
    at: datetime
    found_at: datetime
    payment_id: UUID | None
    number: str | None
    theirs: Price | None
    ours: Price | None
    repair: str


class Compared(Struct, frozen=True):
    """What is open, the oldest first, and when each gateway was last compared."""

    items: list[FindingRow]
    compared: dict[str, datetime]


class GetFindings(Query[Compared], frozen=True):
    """All that is open."""
