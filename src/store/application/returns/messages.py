"""What one may do with returns. What lies outside the *scope* of a message is refused as if it were nothing."""

from msgspec import Struct, field

from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command
from store.domain.shared.ids import AccountId, OrderId, OrderNumber, ReturnId, Sku, SubjectId, order_of, return_of

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
    """Ask to send *pieces* of an order back, with *words* and *photos* of one's own.

    *as_credit*: the money is wanted as credit, by whoever is logged in under *account_id*. *instead* says for which of
    them which other variant is wanted, piece for piece.
    """

    number: OrderNumber
    pieces: dict[Sku, int]
    reason: str
    words: str = ""
    photos: tuple[bytes, ...] = ()
    as_credit: bool = False
    account_id: AccountId | None = None
    instead: dict[Sku, Sku] = field(default_factory=dict)


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
    as_credit: bool = False
    account_id: AccountId | None = None
    instead: dict[Sku, Sku] = field(default_factory=dict)


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


class LetExchangeLapse(Command[None], frozen=True):
    """Nothing came for long: what was put aside for it is for everybody again."""

    return_id: ReturnId
