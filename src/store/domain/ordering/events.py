"""The life of an order."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId, CartId, OrderId, OrderNumber, PaymentId, Sku
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal


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


BuyerVatNumber: TypeAlias = Annotated[Personal[str], Mark(
    Category.BUSINESS, "leave out the tax that a business pays itself, and prove why", Ground.DUTY, Kept.ORDER,
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
    """What promotions took off ``total``; the tax is a part of what is left. Left out where it is nothing."""
    tax_ppm: int | None = None
    """The rate it was taxed at, where that is another than the totals' ``tax_ppm``."""
    tax_added: Money | None = None
    """The tax that came on top, where prices are without: ``tax_included``, then. Left out where it is nothing."""

    @property
    def paid(self) -> Money:
        """What was paid for it: of this it is refunded."""
        left = self.total - self.discount if self.discount else self.total
        return left + self.tax_added if self.tax_added else left


class Discount(Struct, frozen=True, omit_defaults=True):
    """What one promotion took off, of all goods and of shipping; ``code`` is how it was called for, if by one."""

    promotion: str
    name: str
    goods: Money
    shipping: Money
    code: str | None = None

    @property
    def amount(self) -> Money:
        """All of it."""
        return self.goods + self.shipping


class TaxedAt(Struct, frozen=True):
    """All that was taxed at one rate: what was paid for it, tax and all, and the tax."""

    ppm: int
    paid: Money
    tax: Money


class Totals(Struct, frozen=True, omit_defaults=True):
    """How the price came about. ``tax_ppm`` was the standard rate at ``tax_place`` when the order was placed.

    ``total`` is ``subtotal`` and ``shipping``, which both are before discounts, less the ``discounts``, and with the
    ``tax_added``.
    """

    subtotal: Money
    shipping: Money
    tax_included: Money
    total: Money
    tax_place: str
    tax_ppm: int
    rounding: str
    discounts: tuple[Discount, ...] = ()
    taxes: tuple[TaxedAt, ...] = ()
    """Rate by rate, goods and shipping together, where there was more than one. The parts are the whole, exactly."""
    tax_added: Money | None = None
    """All tax, where prices are without and it came on top."""
    shipping_tax_added: Money | None = None
    """The part of it that is for sending."""
    exempt: str = ""
    """Why no tax was due: ``reverse-charge``, where a business of another member state pays it there itself."""

    @property
    def discount(self) -> Money:
        """All that was taken off."""
        return Money.total((it.amount for it in self.discounts), self.total.currency)

    @property
    def shipping_paid(self) -> Money:
        """What was paid for sending it."""
        left = self.shipping - Money.total((it.shipping for it in self.discounts), self.total.currency)
        return left + self.shipping_tax_added if self.shipping_tax_added else left


class Expected(Struct, frozen=True):
    """The days on which a parcel was promised to arrive, both included."""

    first: date
    last: date


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
    reckoned: dict[str, Any] | None = None
    """What the price was reckoned from beside lines and tax, as pricing wrote it down and alone reads it."""
    expected: Expected | None = None
    """When the parcel was promised to arrive; older orders don't know, and it is left out."""


class BusinessDeclared(Event, frozen=True, tag="ordering/business-declared-1"):
    """It was bought by a business, under this VAT number."""

    order_id: OrderId
    vat_number: BuyerVatNumber


class OrderConfirmed(Event, frozen=True, tag="ordering/confirmed-1"):
    """The money is there, and the shop owes the goods."""

    order_id: OrderId


class Canceller(StrEnum):
    """Who cancels: the shop by itself, because no money came, or somebody who wants it so. The values are stored."""

    SHOP = "shop"
    SHOPPER = "shopper"
    STAFF = "staff"


class Share(Struct, frozen=True):
    """What pieces of an order were paid for. ``tax_included`` is the part of ``goods`` and ``shipping`` that is tax."""

    goods: Money
    shipping: Money
    tax_included: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.goods + self.shipping


class OrderCancelled(Event, frozen=True, omit_defaults=True, tag="ordering/cancelled-1"):
    """The order came to nothing."""

    order_id: OrderId
    reason: str
    by: Canceller = Canceller.SHOP
    """The shop by itself, where it is left out."""
    share: Share | None = None
    """What has to be given back; where nobody had paid, it is left out."""


class PiecesCancelled(Event, frozen=True, tag="ordering/pieces-cancelled-1"):
    """Some of it is not to be sent, and is given back; the rest of the order stands."""

    order_id: OrderId
    pieces: dict[Sku, int]
    reason: str
    by: Canceller
    share: Share


class OrderShipped(Event, frozen=True, tag="ordering/shipped-1"):
    """The parcel is on its way."""

    order_id: OrderId
    carrier: str
    tracking: str


class OrderClaimed(Event, frozen=True, tag="ordering/claimed-1"):
    """What was bought as a guest is an account's, whose owner proved that its e-mail address is theirs."""

    order_id: OrderId
    account_id: AccountId


OrderEvent: TypeAlias = (
    OrderPlaced | BusinessDeclared | OrderConfirmed | OrderCancelled | PiecesCancelled | OrderShipped | OrderClaimed
)
