"""How the price of an order came about, and when it was promised to arrive."""

from datetime import date

from msgspec import Struct

from store.domain.shared.ids import OrderId, OrderNumber, PaymentId, ReturnId
from store.domain.shared.money import Money


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

    ``total`` is ``subtotal`` and ``shipping``, which both are before discounts, less the ``discounts`` and what is
    ``rounded``, and with the ``tax_added``.
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
    rounded: Money | None = None
    """What whole coins for each piece make too much, and the lines' ``discount`` takes off: of what is exchanged, whose
    price follows from its worth. No promotion gave it. Left out where it is nothing."""

    @property
    def discount(self) -> Money:
        """All that was taken off."""
        return Money.total((it.amount for it in self.reductions), self.total.currency)

    @property
    def reductions(self) -> tuple[Discount, ...]:
        """The same one by one, as it is called: what promotions gave, and then what was rounded, which none did."""
        off = self.rounded
        return (*self.discounts, Discount("", "Rounding", off, off * 0)) if off else self.discounts

    @property
    def shipping_paid(self) -> Money:
        """What was paid for sending it."""
        left = self.shipping - Money.total((it.shipping for it in self.discounts), self.total.currency)
        return left + self.shipping_tax_added if self.shipping_tax_added else left


class Expected(Struct, frozen=True):
    """The days on which a parcel was promised to arrive, both included, and how many working days its way takes."""

    first: date
    last: date
    least: int
    most: int


class Replaces(Struct, frozen=True):
    """What an order replaces: goods of *order* that came back with the return called *number*, whose worth paid it.

    Should it come to nothing, or come back itself, then *money* of that goes back to the payment of the order that
    it was paid with first, *paid_for*: the part that had come from there.
    """

    return_id: ReturnId
    number: str
    order: OrderNumber
    paid_for: OrderId
    paid_number: OrderNumber
    payment_id: PaymentId
    money: Money


class Share(Struct, frozen=True, omit_defaults=True):
    """What pieces of an order were paid for. ``tax_included`` is the part of ``goods`` and ``shipping`` that is tax."""

    goods: Money
    shipping: Money
    tax_included: Money
    to_credit: Money | None = None
    """The part of it that becomes credit; left out where all of it goes back to where it came from."""
    exchanged: Money | None = None
    """The part of that which pays at once for what is sent instead; left out where nothing is."""
    paid_out: Money | None = None
    """The part of that which goes on to the payment of the order that was replaced first; left out where none does."""

    @property
    def total(self) -> Money:
        """All of it."""
        return self.goods + self.shipping

    @property
    def to_payment(self) -> Money:
        """What goes back to where the money came from."""
        return self.total - self.to_credit if self.to_credit else self.total

    @property
    def to_account(self) -> Money | None:
        """What can be spent again, if anything."""
        if self.to_credit is None:
            return None
        gone = sum(part.minor for part in (self.exchanged, self.paid_out) if part)
        return Money(self.to_credit.minor - gone, self.to_credit.currency) if self.to_credit.minor > gone else None
