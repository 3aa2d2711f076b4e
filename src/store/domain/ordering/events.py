"""The life of an order."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias

from msgspec import Struct, field

from store.domain.ordering.business_events import Business
from store.domain.ordering.carrying_events import Carrying
from store.domain.ordering.life import Stage
from store.domain.ordering.screening_events import Screening
from store.domain.ordering.totals import Discount, Expected, Replaces, Share, TaxedAt, Totals
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import (
    AccountId,
    CartId,
    OrderId,
    OrderNumber,
    ParcelId,
    PartId,
    PaymentId,
    ReturnId,
    Sku,
    VendorId,
)
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal

FIRST_PLACE: Final = "MAIN"
"""Where goods lie of which it isn't said where."""


__all__ = ["Discount", "Expected", "Replaces", "Share", "TaxedAt", "Totals"]


class Address(Struct, frozen=True, omit_defaults=True):
    """Where a parcel goes. ``country`` is two letters (ISO 3166)."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str | None = None
    region: str | None = None


BuyerEmail: TypeAlias = Annotated[Personal[str], Mark(
    Category.EMAIL, "confirm an order and say where it is", Ground.CONTRACT, Kept.ORDER,
)]
ParcelAddress: TypeAlias = Annotated[Personal[Address], Mark(
    Category.ADDRESS, "send the parcel, and prove to whom it was sold", Ground.CONTRACT, Kept.ORDER,
)]



class OrderLine(Struct, frozen=True, omit_defaults=True):
    """What was bought, as it was called and priced then; later changes don't touch it."""

    sku: Sku
    name: str
    slug: str
    quantity: int
    unit_price: Money
    total: Money
    tax_included: Money
    options: dict[str, str] = {}
    picture: str | None = None
    discount: Money | None = None
    """What promotions took off ``total``, or what that was rounded up by where it was exchanged; the tax is a part of
    what is left. Left out where it is nothing."""
    tax_ppm: int | None = None
    """The rate it was taxed at, where that is another than the totals' ``tax_ppm``."""
    tax_added: Money | None = None
    """The tax that came on top, where prices are without: ``tax_included``, then. Left out where it is nothing."""
    vendor: VendorId | None = None
    """Whose goods they were; left out for the shop's own, and in older orders."""
    places: dict[str, int] = {}
    """From where how many are sent; left out where all lie at the shop's first place, and in older orders."""

    @property
    def paid(self) -> Money:
        """What was paid for it: of this it is refunded."""
        left = self.total - self.discount if self.discount else self.total
        return left + self.tax_added if self.tax_added else left


class OrderPlaced(Event, frozen=True, omit_defaults=True, tag="ordering/placed-1"):
    """Somebody bought; the goods are put aside and the money is asked for."""

    order_id: OrderId
    number: OrderNumber
    cart_id: CartId
    payment_id: PaymentId
    email: BuyerEmail
    address: ParcelAddress
    shipping_method: str
    payment_method: str
    lines: tuple[OrderLine, ...]
    totals: Totals
    account_id: AccountId | None = None
    """Under which it was placed; guests have none, and it is left out."""
    terms: int | None = None
    """The version of the shop's terms that it was placed under; older orders don't know, and it is left out."""
    coupon: str | None = None
    """The code that it was placed with, whatever that gave: what it claims is let go by it."""
    further_coupons: tuple[str, ...] = ()
    """Codes beside the first one, where the shop lets an order take several."""
    reckoned: dict[str, Any] | None = None
    """What the price was reckoned from beside lines and tax, as pricing wrote it down and alone reads it."""
    expected: Expected | None = None
    """When the parcel was promised to arrive; older orders don't know, and it is left out."""
    credit: Money | None = None
    """The part of the total that is paid by the buyer's credit with the shop; left out where that is nothing."""
    replaces: Replaces | None = None
    """What it is sent for, where goods were exchanged: then it had no cart, and *cart_id* leads nowhere."""


class OrderConfirmed(Event, frozen=True, tag="ordering/confirmed-1"):
    """The money is there, and the shop owes the goods."""

    order_id: OrderId


class Canceller(StrEnum):
    """Who cancels: the shop by itself, because no money came, or somebody who wants it so. The values are stored."""

    SHOP = "shop"
    SHOPPER = "shopper"
    STAFF = "staff"


class OrderCancelled(Event, frozen=True, omit_defaults=True, tag="ordering/cancelled-1"):
    """The order came to nothing."""

    order_id: OrderId
    reason: str
    by: Canceller = Canceller.SHOP
    """The shop by itself, where it is left out."""
    share: Share | None = None
    """What has to be given back; where nobody had paid, it is left out."""


class PiecesCancelled(Event, frozen=True, omit_defaults=True, tag="ordering/pieces-cancelled-1"):
    """Some of it is not to be sent, and is given back; the rest of the order stands."""

    order_id: OrderId
    pieces: dict[Sku, int]
    reason: str
    by: Canceller
    share: Share
    parts: dict[PartId, dict[Sku, int]] = field(default_factory=dict)
    """Of which parts; left out where the order has but one."""
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class OrderShipped(Event, frozen=True, tag="ordering/shipped-1"):
    """The parcel is on its way."""

    order_id: OrderId
    """With all of it that was left."""
    carrier: str
    tracking: str


class PartProcessing(Event, frozen=True, omit_defaults=True, tag="ordering/part-processing-1"):
    """Somebody packs a part of it."""

    order_id: OrderId
    part_id: PartId
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class PartPutBack(Event, frozen=True, omit_defaults=True, tag="ordering/part-put-back-1"):
    """Nobody packs that part yet, although it was said so."""

    order_id: OrderId
    part_id: PartId
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class ParcelSent(Event, frozen=True, omit_defaults=True, tag="ordering/parcel-sent-1"):
    """Some pieces of a part are on their way; *vendor* and *place* say who sent them, and from where."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
    pieces: dict[Sku, int]
    carrier: str
    tracking: str
    vendor: VendorId | None = None
    place: str = FIRST_PLACE
    due: date | None = None
    """The day by which it should be there."""
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class ParcelDelivered(Event, frozen=True, omit_defaults=True, tag="ordering/parcel-delivered-1"):
    """It is there."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class DeliveryTakenBack(Event, frozen=True, omit_defaults=True, tag="ordering/delivery-taken-back-1"):
    """It isn't there yet, although it was said so."""

    order_id: OrderId
    part_id: PartId
    parcel_id: ParcelId
    stands: Stage | None = None
    """How the order stands since; left out where it stands as before."""


class OrderClaimed(Event, frozen=True, tag="ordering/claimed-1"):
    """What was bought as a guest is an account's, whose owner proved that its e-mail address is theirs."""

    order_id: OrderId
    account_id: AccountId


class ReturnClaimed(Event, frozen=True, tag="ordering/return-claimed-1"):
    """Pieces are to come back: no other return can have them."""

    order_id: OrderId
    return_id: ReturnId
    pieces: dict[Sku, int]


class ReturnLetGo(Event, frozen=True, tag="ordering/return-let-go-1"):
    """Nothing of that return comes back: another one may have its pieces."""

    order_id: OrderId
    return_id: ReturnId


class PiecesReturned(Event, frozen=True, omit_defaults=True, tag="ordering/pieces-returned-1"):
    """Pieces came back and were accepted, and are given back; what else that return had claimed is let go."""

    order_id: OrderId
    return_id: ReturnId
    pieces: dict[Sku, int]
    reason: str
    share: Share
    replaced: dict[Sku, int] = field(default_factory=dict)
    """Of these, what others are sent for: what sending cost doesn't come back as long as there are any."""


GivingBack: TypeAlias = ReturnClaimed | ReturnLetGo | PiecesReturned
"""What becomes of pieces that were sent and are to come back."""
Fulfilment: TypeAlias = PartProcessing | PartPutBack | ParcelSent | ParcelDelivered | DeliveryTakenBack
"""What becomes of the parts of an order."""

OrderEvent: TypeAlias = (
    OrderPlaced | Business | OrderConfirmed | OrderCancelled | PiecesCancelled | OrderShipped | OrderClaimed
    | Fulfilment | Carrying | GivingBack | Screening
)
