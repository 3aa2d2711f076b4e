"""The numbers of invoices and credit notes, and what these say: for ever as it was when they were written."""

from datetime import date, datetime
from typing import Annotated, TypeAlias

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId, OrderNumber, PaperNumber, Sku
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal


class Seller(Struct, frozen=True, omit_defaults=True):
    """Who sells, as the law wants it on an invoice. ``vat_id`` is empty where there is none."""

    name: str
    address: tuple[str, ...]
    vat_id: str = ""


class Buyer(Struct, frozen=True, omit_defaults=True):
    """To whom it was sold. ``country`` is two letters (ISO 3166)."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str | None = None
    region: str | None = None
    vat_id: str = ""
    """The number under which a business bought it; left out where none was said, and on older papers."""


MadeOutTo: TypeAlias = Annotated[Personal[Buyer], Mark(
    Category.ADDRESS, "say on the invoice to whom it was sold", Ground.DUTY, Kept.ORDER,
)]


class TaxAt(Struct, frozen=True):
    """What is taxed at one rate, in millionths: ``net`` and ``tax`` together were paid."""

    ppm: int
    net: Money
    tax: Money


class Reduction(Struct, frozen=True):
    """What one promotion took off, of goods and of shipping."""

    name: str
    amount: Money


class SoldLine(Struct, frozen=True, omit_defaults=True):
    """Pieces of one kind. ``total`` is before, ``paid`` after reductions; both with the tax in them."""

    sku: Sku
    name: str
    quantity: int
    unit_price: Money
    total: Money
    paid: Money
    tax_ppm: int
    options: dict[str, str] = {}


class Sale(Struct, frozen=True, omit_defaults=True):
    """What was sold, copied from the order: ``total`` is the totals of the lines and ``shipping``, less reductions.

    ``taxes`` has each rate once; all ``net`` and ``tax`` together are the total, to the cent.
    """

    ordered_at: datetime
    paid_at: datetime
    lines: tuple[SoldLine, ...]
    shipping_method: str
    shipping: Money
    taxes: tuple[TaxAt, ...]
    tax_place: str
    total: Money
    reductions: tuple[Reduction, ...] = ()
    exempt: str = ""
    """Why there is no tax in it, where there is none; left out otherwise, and on older papers."""
    credit: Money | None = None
    """What of the total was paid by credit with the shop; left out where that is nothing."""
    returned: str = ""
    """The return whose goods it is sent for: their worth paid it. Left out where it was paid otherwise."""

    @property
    def tax(self) -> Money:
        """All the tax in it."""
        return Money.total((it.tax for it in self.taxes), self.total.currency)


class GivenBackLine(Struct, frozen=True, omit_defaults=True):
    """Pieces that are not sent; ``amount`` was paid for them, with the tax in it."""

    sku: Sku
    name: str
    quantity: int
    amount: Money
    tax_ppm: int
    options: dict[str, str] = {}


class Credit(Struct, frozen=True, omit_defaults=True):
    """What is taken back of a sale. ``total`` is what the lines and ``shipping`` come to."""

    lines: tuple[GivenBackLine, ...]
    shipping: Money
    taxes: tuple[TaxAt, ...]
    total: Money
    reason: str
    to_credit: Money | None = None
    """What of it became credit with the shop; left out where all goes back the way it was paid."""
    exchanged: Money | None = None
    """What of it paid for what was sent instead; left out where nothing was."""

    @property
    def tax(self) -> Money:
        """All the tax in it."""
        return Money.total((it.tax for it in self.taxes), self.total.currency)


class NumberGiven(Event, frozen=True, tag="invoicing/number-given-1"):
    """The next number of a series is an order's. Its paper is written in the same transaction."""

    series: str
    counter: int
    number: PaperNumber
    on: date
    """The day on the paper, in the shop's time zone: within a series it never goes back."""
    order_id: OrderId


class PapersMadeOut(Event, frozen=True, tag="invoicing/made-out-1"):
    """To whom all papers of an order are made out. Where a buyer was forgotten before, there is no such fact."""

    order_id: OrderId
    buyer: MadeOutTo


class InvoiceIssued(Event, frozen=True, tag="invoicing/invoice-issued-1"):
    """The invoice of an order. It is never changed: what has to be put right is put right by a credit note.

    ``cause`` is the version of the order's fact that called for it.
    """

    order_id: OrderId
    order: OrderNumber
    cause: int
    number: PaperNumber
    on: date
    seller: Seller
    sale: Sale


class CreditNoteIssued(Event, frozen=True, tag="invoicing/credit-note-issued-1"):
    """Part of an invoice, or all of it, is taken back. ``cause`` is the version of the order's fact that it is for."""

    order_id: OrderId
    order: OrderNumber
    cause: int
    number: PaperNumber
    invoice: PaperNumber
    on: date
    seller: Seller
    credit: Credit


PapersEvent: TypeAlias = PapersMadeOut | InvoiceIssued | CreditNoteIssued
