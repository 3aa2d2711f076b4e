"""What one may ask of orders. Placing and shipping them spans contexts: see ``processes``."""

from datetime import date, datetime

from msgspec import Struct

from store.application.shared.answers import DiscountView, Image, Json, Price, VatCheckView
from store.application.shared.bus import Query
from store.domain.ordering.carrying_events import ScanCode
from store.domain.shared.ids import AccountId, OrderNumber, PartId, Sku


class AddressView(Struct, frozen=True):
    """Where a parcel goes."""

    name: str
    line1: str
    line2: str | None
    city: str
    region: str | None
    postal_code: str
    country: str


class OrderLineView(Struct, frozen=True):
    sku: Sku
    name: str
    slug: str
    options_text: str
    image: Image | None
    quantity: int
    unit_price: Price
    line_total: Price
    cancelled: int = 0
    """How many of them were cancelled since."""
    sent: int = 0
    """How many of them are in a parcel."""
    why_not_cancelled: str | None = None
    """The rule that keeps its shopper from cancelling the rest of them, in a sentence."""
    cancel_until: datetime | None = None
    """The last moment to cancel them, where that is known beforehand."""


class Moment(Struct, frozen=True):
    """One step of an order's life, in words."""

    at: datetime
    what: str
    detail: str


class Shipment(Struct, frozen=True):
    carrier: str
    tracking: str


class ParcelLine(Struct, frozen=True):
    """Pieces in a parcel."""

    sku: Sku
    name: str
    options_text: str
    quantity: int


class ScanView(Struct, frozen=True):
    """A moment of a parcel's way: ``code`` for programs, ``what`` for people, and in which town, where it is known."""

    at: datetime
    code: ScanCode
    what: str
    place: str | None = None


class ParcelView(Struct, frozen=True):
    """A parcel. ``link`` is where its carrier shows how far it is, ``due`` the day by which it should be there.

    ``scans`` are what its carrier told of it, the first one first.
    """

    carrier: str
    tracking: str
    link: str | None
    sent_at: datetime
    due: date | None
    delivered_at: datetime | None
    lines: list[ParcelLine]
    scans: list[ScanView] = []


class OrderPart(Struct, frozen=True):
    """What of an order is sent from one place by the same people, and how that stands. ``pieces`` are by SKU."""

    part_id: PartId
    status: str
    pieces: dict[Sku, int]


class EstimateView(Struct, frozen=True):
    """Between which days it should be there, both included."""

    earliest: date
    latest: date


class PaymentLine(Struct, frozen=True):
    """How the payment of an order stands; ``next_url`` is where the shopper has to go, if anywhere.

    ``to_pay_again``: what was held for it runs out, or did, and so much has to be paid once more before it is sent.
    """

    id: str
    method: str
    status: str
    next_url: str | None
    to_pay_again: Price | None = None


class RefundLine(Struct, frozen=True):
    """Money that is given back. ``status``: requested (on its way), refunded, or failed: then staff look after it."""

    id: str
    status: str
    amount: Price
    at: datetime
    reason: str


class MeansView(Struct, frozen=True):
    """How the total is paid: so much by the buyer's credit, and the rest by the payment."""

    credit: Price
    payment: Price


class ReplacesView(Struct, frozen=True):
    """What an order is sent for: goods of ``order``, which came back with the return called ``number``."""

    order: OrderNumber
    number: str


class OrderView(Struct, frozen=True):
    """An order as its owner sees it. Personal fields are null once the person was forgotten.

    ``total`` is ``subtotal`` and ``shipping``, which are before discounts, less the ``discount``. Of ``discounts``, one
    is *Rounding* where something was exchanged: its price for a piece is in whole coins.
    ``parcels`` are those that were sent, ``shipment`` the last of them; ``estimate`` is for what is still to be sent.
    ``can_cancel`` says whether its shopper may cancel something of it, ``cancel_until`` until when, where that is known
    beforehand. ``owed_back`` is what was cancelled of what was paid, ``refunds`` how it is given back.
    ``paid_by`` is there where credit pays a part, or all of it; ``credited`` is what of ``owed_back`` became credit.
    ``replaces`` says what it was sent for, where goods were exchanged: that paid for it. ``exchanged`` is what of
    ``owed_back`` paid for what was sent instead.
    ``tax_added`` came on top where prices are without tax; ``tax_exempt`` says why none was due, if so, and
    ``vat_check`` what a register said of the ``vat_number``, where one was asked.
    """

    number: OrderNumber
    version: int
    status: str
    placed_at: datetime
    email: str | None
    shipping_address: AddressView | None
    shipping_method: str
    lines: list[OrderLineView]
    subtotal: Price
    shipping: Price
    tax_included: Price
    total: Price
    payment: PaymentLine
    timeline: list[Moment]
    shipment: Shipment | None
    discount: Price | None = None
    discounts: list[DiscountView] = []
    can_cancel: bool = False
    cancel_until: datetime | None = None
    owed_back: Price | None = None
    refunds: list[RefundLine] = []
    tax_added: Price | None = None
    tax_exempt: str | None = None
    vat_number: str | None = None
    vat_check: VatCheckView | None = None
    parcels: list[ParcelView] = []
    parts: list[OrderPart] = []
    estimate: EstimateView | None = None
    paid_by: MeansView | None = None
    credited: Price | None = None
    replaces: ReplacesView | None = None
    exchanged: Price | None = None


class GetOrder(Query[OrderView], frozen=True):
    """One order, answered from the facts themselves. Whoever asks must have proven they may see it."""

    number: OrderNumber


class OrderRow(Struct, frozen=True):
    """One line of the back office's order list. ``pieces`` and ``total`` are what was ordered: of these so many are
    ``cancelled``, and ``left`` is for those that are not.
    """

    number: OrderNumber
    status: str
    placed_at: datetime
    name: str | None
    pieces: int
    total: Price
    cancelled: int
    left: Price


class OrderRows(Struct, frozen=True):
    items: list[OrderRow]
    next_cursor: str | None
    counts: dict[str, int]


class OwnOrder(Struct, frozen=True):
    """One line of somebody's own list. ``access_token`` opens the order, as the one from when it was placed does.

    ``pieces`` and ``total`` are what was ordered: of these so many are ``cancelled``, and ``left`` is for the others.
    """

    number: OrderNumber
    status: str
    placed_at: datetime
    pieces: int
    total: Price
    access_token: str
    cancelled: int
    left: Price


class OwnOrders(Struct, frozen=True):
    items: list[OwnOrder]
    next_cursor: str | None


class ListOwnOrders(Query[OwnOrders], frozen=True):
    """The orders that were placed under an account, newest first.

    Of these those that stand like *status*, were placed *since* and *before*, and in which *q* is found: in the number,
    or in what the goods were called.
    """

    account_id: AccountId
    status: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    q: str = ""
    cursor: str | None = None
    limit: int = 20


class ListOrders(Query[Json], frozen=True):
    """Orders, newest first, as JSON of :class:`OrderRows`. *q* is a number or the beginning of one."""

    status: str | None = None
    q: str = ""
    cursor: str | None = None
    limit: int = 50


class OrderOf(Struct, frozen=True):
    """One line of what somebody bought."""

    number: OrderNumber
    status: str
    placed_at: datetime
    pieces: int
    total: Price


class OrdersOf(Struct, frozen=True):
    """One page of what was bought under an address."""

    items: list[OrderOf]
    next_cursor: str | None


class ListOrdersOf(Query[OrdersOf], frozen=True):
    """Orders that were placed under an address, however it was spelled, newest first."""

    email: str
    cursor: str | None = None
    limit: int = 20


class ListUnclaimed(Query[list[OrderNumber]], frozen=True):
    """Orders of guests that were placed with *email*, however it was spelled, oldest first: so many at a time."""

    email: str
    limit: int = 50
