"""What PayPal answers: the parts of it that matter here."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from store.adapters.payments.paypal_amounts import from_paypal
from store.domain.shared.money import Money


class Amount(Struct, frozen=True):
    currency_code: str
    value: str

    @property
    def money(self) -> Money:
        """As the shop counts it."""
        return from_paypal(self.value, self.currency_code)


class Link(Struct, frozen=True):
    rel: str
    href: str


class Moved(Struct, frozen=True):
    """Money that was held, taken or given back. *custom_id* is what the shop calls it."""

    id: str
    status: str
    amount: Amount | None = None
    custom_id: str = ""
    expiration_time: datetime | None = None
    create_time: datetime | None = None


class Payments(Struct, frozen=True):
    authorizations: tuple[Moved, ...] = ()
    captures: tuple[Moved, ...] = ()
    refunds: tuple[Moved, ...] = ()


class Unit(Struct, frozen=True):
    payments: Payments = Payments()


class Order(Struct, frozen=True):
    """An order at PayPal: what the shopper is asked to approve."""

    id: str
    status: str
    intent: str = "CAPTURE"
    links: tuple[Link, ...] = ()
    purchase_units: tuple[Unit, ...] = ()

    @property
    def payments(self) -> Payments:
        """The money that moved because of it."""
        return self.purchase_units[0].payments if self.purchase_units else Payments()

    @property
    def approval(self) -> str:
        """Where the shopper approves it."""
        return next((link.href for link in self.links if link.rel in {"payer-action", "approve"}), "")


class Nothing(Struct, frozen=True):
    """It was done, and there is nothing to say about it."""


class Verified(Struct, frozen=True):
    verification_status: str


class Refused(Struct, frozen=True):
    """A clear no to this call: PayPal's word for why."""

    issue: str


class Silent(Struct, frozen=True):
    """No answer that says what happened."""


No: TypeAlias = Refused | Silent


class _Detail(Struct, frozen=True):
    issue: str = ""


class Fault(Struct, frozen=True):
    """An answer that is an error; its sentences are for developers, nobody reads them here."""

    name: str = ""
    details: tuple[_Detail, ...] = ()
    debug_id: str = ""

    @property
    def issue(self) -> str:
        """The word that tells most."""
        return next((detail.issue for detail in self.details if detail.issue), self.name)


class Token(Struct, frozen=True):
    """What opens PayPal's doors, for *expires_in* seconds."""

    access_token: str
    expires_in: float
