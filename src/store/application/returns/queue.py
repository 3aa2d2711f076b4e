"""What staff ask and set: the policy with its versions, and the queue."""

from datetime import date, datetime

from msgspec import Struct

from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.returns.policy import Terms
from store.domain.shared.ids import OrderNumber, VendorId


class SetReturnPolicy(Command[int], frozen=True):
    """Have *terms* hold for what is bought from a day on; how many versions there are."""

    terms: Terms
    since: date


class PolicyVersion(Struct, frozen=True):
    """Since when which terms; the first holds since ever, and has no day."""

    since: date | None
    terms: Terms


class ReturnPolicyView(Struct, frozen=True):
    """All versions, the newest first, and the one that holds today."""

    today: Terms
    versions: list[PolicyVersion]


class GetReturnPolicy(Query[ReturnPolicyView], frozen=True):
    """What holds, held and will hold."""


class ReturnRow(Struct, frozen=True):
    """One line of the queue. ``days`` have gone since it was asked for."""

    number: str
    order: OrderNumber
    status: str
    reason: str
    requested_at: datetime
    pieces: int
    days: int
    late: bool
    vendor: VendorId | None


class ReturnRows(Struct, frozen=True):
    """Some lines of the queue, the oldest first, and how many there are of each status."""

    items: list[ReturnRow]
    next_cursor: str | None
    counts: dict[str, int]


class ListReturns(Query[ReturnRows], frozen=True):
    """Returns, the oldest first. *status* is how they stand, ``open`` for all that wait for staff, or ``all``.

    *q* is a number, of a return or of an order, or the beginning of one.
    """

    status: str = "open"
    q: str = ""
    cursor: str | None = None
    limit: int = 50
    scope: Scope = EVERYTHING


class LookCloser(Query[str | None], frozen=True):
    """Why staff should look closer at a return, if they should."""

    number: str
