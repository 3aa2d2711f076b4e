"""The life of a return: goods of one order, of one vendor or the shop, that go back together."""

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Final, TypeAlias

from msgspec import Struct, field

from store.domain.returns.label_events import ReturnParcelBooked
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, OrderNumber, RefundId, ReturnId, Sku, VendorId
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal

OwnWords: TypeAlias = Annotated[Personal[str], Mark(
    Category.LETTERS, "decide whether goods may be sent back", Ground.CONTRACT, Kept.ORDER,
)]
Photographs: TypeAlias = Annotated[Personal[tuple[str, ...]], Mark(
    Category.PICTURE, "see what is wrong with goods that somebody sends back", Ground.CONTRACT, Kept.ORDER,
)]


Part: TypeAlias = Fraction
"""How much of what was paid for goods pays for what is sent for them."""
ALL: Final = Fraction(1)


class Instead(Struct, frozen=True, omit_defaults=True):
    """Another variant of the same product, that is wanted for what goes back, piece for piece."""

    sku: Sku
    name: str
    options: dict[str, str] = {}
    costs: Money | None = None
    """What one of it cost when it was asked for, where that was less than one of what goes back, and that is ``of``."""
    of: Money | None = None

    @property
    def part(self) -> Part:
        """How much of what was paid for what goes back pays for it; the rest is paid back."""
        return Fraction(self.costs.minor, self.of.minor) if self.costs and self.of else ALL


class ReturnLine(Struct, frozen=True, omit_defaults=True):
    """Pieces of one kind, as the order calls them."""

    sku: Sku
    name: str
    quantity: int
    options: dict[str, str] = {}
    instead: Instead | None = None
    """What is wanted for them; left out where it is money."""


class InspectedLine(Struct, frozen=True, omit_defaults=True):
    """What was found of a line. Of those *accepted* so many are *restocked* and the rest is written off."""

    sku: Sku
    accepted: int
    restocked: int
    refused: int
    why: str = ""
    """Why pieces were refused; empty where none were."""


class ReturnRequested(Event, frozen=True, omit_defaults=True, tag="returns/requested-1"):
    """Somebody wants to send goods back."""

    return_id: ReturnId
    number: str
    order_id: OrderId
    order: OrderNumber
    lines: tuple[ReturnLine, ...]
    reason: str
    words: OwnWords
    """What they wrote about it; may be empty."""
    photos: Photographs
    """What their photographs are called."""
    vendor: VendorId | None = None
    """Whose goods they are; left out for the shop's own."""
    as_credit: bool = False
    """Its money is wanted as credit with the shop; left out where it is to go back the way it came."""
    keep_until: datetime | None = None
    """Until when what is wanted instead is put aside, unless the parcel comes; left out where nothing is."""


class ReturnApproved(Event, frozen=True, omit_defaults=True, tag="returns/approved-1"):
    """They may come, to that address."""

    return_id: ReturnId
    send_to: tuple[str, ...]
    keep_until: datetime | None = None
    """Until when what is wanted instead is put aside from now on; left out where nothing is."""
    prepaid: bool = False
    """The shop pays for their way, as the policy says that held when they were bought."""


class ReturnRefused(Event, frozen=True, tag="returns/refused-1"):
    """They may not, and why."""

    return_id: ReturnId
    reason: str


class ReturnWithdrawn(Event, frozen=True, tag="returns/withdrawn-1"):
    """Whoever asked keeps them."""

    return_id: ReturnId


class ReturnReceived(Event, frozen=True, tag="returns/received-1"):
    """The parcel is there, and nobody looked into it yet."""

    return_id: ReturnId


class ReturnInspected(Event, frozen=True, omit_defaults=True, tag="returns/inspected-1"):
    """Somebody looked at each piece. What is accepted is paid back."""

    return_id: ReturnId
    lines: tuple[InspectedLine, ...]
    refund_id: RefundId | None = None
    """Left out where nothing has to be paid back."""
    credited: Money | None = None
    """What of its money became credit; left out where none did."""
    replaced_by: OrderNumber | None = None
    """The order that is sent for it; left out where nothing was exchanged."""
    not_replaced: dict[Sku, str] = field(default_factory=dict)
    """What came back and was accepted, but could not be exchanged, and why: it is paid back."""


class ReturnClosed(Event, frozen=True, tag="returns/closed-1"):
    """The money has gone back, and it is over."""

    return_id: ReturnId


class ExchangeLapsed(Event, frozen=True, tag="returns/exchange-lapsed-1"):
    """Nothing came for long: what was put aside for it is for everybody again, until the parcel is here."""

    return_id: ReturnId


ReturnEvent: TypeAlias = (
    ReturnRequested | ReturnApproved | ReturnRefused | ReturnWithdrawn | ReturnReceived | ReturnInspected | ReturnClosed
    | ExchangeLapsed | ReturnParcelBooked
)
