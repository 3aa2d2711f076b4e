"""The laws of conservation: what must balance whatever happens, and how an offence against one is told."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Query


class Law(StrEnum):
    """What holds in every shop after every transaction."""

    STOCK = "stock"
    """Per SKU: received + found by counts = free + reserved + sold - returned; never more reserved than on hand."""
    MONEY = "money"
    """Captured - refunded - still owed back = the totals of the orders that are paid for, less what was cancelled."""
    ORDERS = "orders"
    """An order has one payment and its reservations; one that was cancelled gave all of them back."""
    CREDIT = "credit"
    """Of credit an order claims what it says, spends it when it stands, and lets it go when it comes to nothing; what
    of an order becomes credit is granted with the fact that says so."""
    LEDGER = "ledger"
    """Of every entry debits are credits, and who paid for an order owes nothing for it."""


class Offence(Struct, frozen=True, kw_only=True):
    """A law that does not hold, and the first fact after which it did not."""

    law: Law
    subject: str
    """The SKU, or the number of the order."""
    position: str
    stream: UUID
    version: int
    tag: str
    kind: str
    words: str


class StockSums(Struct, frozen=True):
    """``received + corrected = free + reserved + sold - returned``."""

    skus: int
    received: int
    corrected: int
    free: int
    reserved: int
    sold: int
    returned: int

    @property
    def holds(self) -> bool:
        """Whether the two sides are the same."""
        return self.received + self.corrected == self.free + self.reserved + self.sold - self.returned


class MoneySums(Struct, frozen=True):
    """``captured - refunded - owed = paid``, in one currency. *owed* is to be given back, and has not gone yet."""

    captured: Price
    refunded: Price
    owed: Price
    paid: Price
    holds: bool


class LedgerSums(Struct, frozen=True):
    """What was debited and credited in one currency, and what shoppers still owe for orders."""

    debit: Price
    credit: Price
    receivable: Price
    holds: bool


class CreditSums(Struct, frozen=True):
    """What customers were granted, what of it is gone, and what the shop owes them in goods, in one currency."""

    granted: Price
    spent: Price
    owed: Price


class OrderCounts(Struct, frozen=True):
    """Orders, and how they ended."""

    placed: int
    waiting: int
    paid: int
    cancelled: int


class Conservation(Struct, frozen=True):
    """How it stands with the laws. ``offences`` are the first, in the order of the log; ``more`` counts the rest."""

    stock: StockSums
    money: list[MoneySums]
    orders: OrderCounts
    ledger: list[LedgerSums]
    offences: list[Offence]
    more: int
    position: str
    credit: list[CreditSums] = []


class GetConservation(Query[Conservation], frozen=True):
    """Do the laws hold?"""
