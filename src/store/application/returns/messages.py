"""What one may tell and ask of returns. What lies outside the *scope* of a message is refused as if it were nothing."""

from datetime import date, datetime

from msgspec import Struct, field

from store.application.ordering.messages import Moment
from store.application.payments.messages import RefundView
from store.application.shared.answers import Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.returns.events import InspectedLine
from store.domain.returns.policy import Terms
from store.domain.shared.ids import (
    OrderId,
    OrderNumber,
    PaymentId,
    ReturnId,
    Sku,
    SubjectId,
    VendorId,
    order_of,
    return_of,
)

_MARK = "-R"
_MOST_DIGITS = 4


def number_of(order: OrderNumber, number: int) -> str:
    """What people call the return of an order that is its *number*-th."""
    return f"{order}{_MARK}{number}"


def ids_of(number: str) -> tuple[OrderId, ReturnId]:
    """The streams of the order and of the return that people call *number*; streams of nothing where nobody does."""
    order, _, digits = number.strip().upper()[:60].rpartition(_MARK)
    known = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else 0
    id = order_of(OrderNumber(order))
    return id, return_of(id, known)


class AskedReturn(Struct, frozen=True):
    """A return that stands in the log now."""

    number: str
    order: OrderNumber
    status: str
    version: int


class AskedReturns(Struct, frozen=True):
    """One for each who has to get goods back: the shop, or a vendor."""

    items: list[AskedReturn]


class RequestReturn(Command[AskedReturns], frozen=True):
    """Ask to send *pieces* of an order back, with *words* and *photos* of one's own."""

    number: OrderNumber
    pieces: dict[Sku, int]
    reason: str
    words: str = ""
    photos: tuple[bytes, ...] = ()


class ExpectReturnable(Command[SubjectId], frozen=True):
    """Refuse before anything is decoded; whose the order is, as the key store knows them."""

    number: OrderNumber
    pieces: dict[Sku, int]


class RecordReturn(Command[AskedReturns], frozen=True):
    """The part of asking that becomes fact."""

    number: OrderNumber
    pieces: dict[Sku, int]
    reason: str
    words: str
    photos: tuple[str, ...]


class WithdrawReturn(Command[AskedReturn], frozen=True):
    """Keep the goods after all."""

    number: str


class ApproveReturn(Command[AskedReturn], frozen=True):
    """Have them come."""

    number: str
    version: int | None = None
    scope: Scope = EVERYTHING


class RefuseReturn(Command[AskedReturn], frozen=True):
    """Have them not come; *reason* is read by whoever asked."""

    number: str
    reason: str
    version: int | None = None
    scope: Scope = EVERYTHING


class ReceiveReturn(Command[AskedReturn], frozen=True):
    """The parcel is there."""

    number: str
    version: int | None = None
    scope: Scope = EVERYTHING


class Inspection(Struct, frozen=True):
    """It stands in the log, with the refund that is owed."""

    number: str
    order: OrderNumber
    status: str
    version: int
    payment_id: PaymentId
    refund: RefundView | None = None


class RecordInspection(Command[Inspection], frozen=True):
    """The part of inspecting that is atomic: return, order, stock and the refund that is owed."""

    number: str
    found: tuple[InspectedLine, ...]
    version: int | None = None
    scope: Scope = EVERYTHING


class InspectReturn(Command[Inspection], frozen=True):
    """Say what was found of each line, and give the money back."""

    inspection: RecordInspection


class ReturnLineView(Struct, frozen=True):
    """Pieces of one kind, and what was found of them."""

    sku: Sku
    name: str
    options_text: str
    quantity: int
    accepted: int = 0
    restocked: int = 0
    refused: int = 0
    why: str = ""


class ReturnView(Struct, frozen=True):
    """One return. ``words`` and ``photos`` (how many there are) are null once the person was forgotten."""

    number: str
    order: OrderNumber
    version: int
    status: str
    reason: str
    requested_at: datetime
    lines: list[ReturnLineView]
    words: str | None
    photos: int | None
    vendor: VendorId | None
    send_to: list[str]
    refused_because: str
    refund: RefundView | None
    timeline: list[Moment]
    allowed: list[str]


class GetReturn(Query[ReturnView], frozen=True):
    """One return, answered from the facts themselves. *order*, where it is given, is whose token was shown."""

    number: str
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING


class ReturnsOfOrder(Query[list[ReturnView]], frozen=True):
    """All returns of an order, the first one first. Whoever asks must have proven they may see it."""

    number: OrderNumber


class ShowPhotograph(Query[bytes], frozen=True):
    """A photograph of a return, the first one being 1."""

    number: str
    photo: int
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING


class PrintReturnSlip(Query[bytes], frozen=True):
    """What lies in the parcel, as a PDF."""

    number: str
    order: OrderNumber | None = None
    scope: Scope = EVERYTHING


class ReturnableLine(Struct, frozen=True):
    """A line of an order, and how many of it can go back; where none can, perhaps why."""

    sku: Sku
    name: str
    options_text: str
    quantity: int
    returnable: int
    why_not: str | None = None


class Returnable(Struct, frozen=True):
    """What of an order can go back, and until when: null while some of it is on its way."""

    number: OrderNumber
    until: date | None
    days: int
    lines: list[ReturnableLine]
    why_not: str | None


class GetReturnable(Query[Returnable], frozen=True):
    """What can go back of an order, by the policy that held when it was placed."""

    number: OrderNumber


class ReturnQuote(Struct, frozen=True):
    """What would come back for some pieces if all of them are accepted. *whole*: nothing of the order is left."""

    number: OrderNumber
    whole: bool
    goods: Price
    shipping: Price
    tax_included: Price
    total: Price


class QuoteReturn(Query[ReturnQuote], frozen=True):
    """What it would give back to send *pieces* back. Refused as asking for it would be."""

    number: OrderNumber
    pieces: dict[Sku, int] = field(default_factory=dict)


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
