"""That a business bought, and what a register said of its VAT number."""

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import OrderId
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal

BuyerVatNumber: TypeAlias = Annotated[Personal[str], Mark(
    Category.BUSINESS, "leave out the tax that a business pays itself, and prove why", Ground.DUTY, Kept.ORDER,
)]
VatConsultation: TypeAlias = Annotated[Personal[str], Mark(
    Category.BUSINESS, "prove that the register was asked about a VAT number", Ground.DUTY, Kept.ORDER,
)]


class NumberChecked(Struct, frozen=True):
    """What a *register* said at that time of the buyer's VAT number: that it is given out, or nothing that counted.

    By its *consultation* number the register can say so again; it is empty where none was given.
    """

    register: str
    valid: bool
    at: datetime
    consultation: Personal[str]


class BusinessDeclared(Event, frozen=True, tag="ordering/business-declared-1"):
    """It was bought by a business, under this VAT number."""

    order_id: OrderId
    vat_number: BuyerVatNumber


class VatNumberChecked(Event, frozen=True, tag="ordering/vat-number-checked-1"):
    """A register was asked about that number, and this is what the tax of the order rests on."""

    order_id: OrderId
    register: str
    valid: bool
    asked_at: datetime
    consultation: VatConsultation


Business: TypeAlias = BusinessDeclared | VatNumberChecked
