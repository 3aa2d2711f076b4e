"""What one may ask of the ledger."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Query
from store.domain.shared.ids import OrderNumber


class AccountSums(Struct, frozen=True):
    """An account in one currency. ``balance`` is debits less credits: below zero where it is more credits."""

    account: str
    number: int
    means: str
    debit: Price
    credit: Price
    balance: Price


class TrialBalance(Struct, frozen=True):
    """All accounts as they stood at the end of a day. ``difference``: all debits less all credits by currency, zero."""

    accounts: list[AccountSums]
    difference: list[Price]


class GetTrialBalance(Query[TrialBalance], frozen=True):
    """How all accounts stand, or stood at the end of the day *until*, in UTC."""

    until: date | None = None


class Side(Struct, frozen=True):
    """One side of an entry, and the fact behind it. Sides of one entry have their ``position`` in common."""

    position: str
    at: datetime
    account: str
    debit: Price | None
    credit: Price | None
    order: OrderNumber
    kind: str
    stream: UUID
    version: int
    tag: str


class Sides(Struct, frozen=True):
    """One page of the ledger, newest first."""

    items: list[Side]
    next_cursor: str | None


class ListSides(Query[Sides], frozen=True):
    """Sides of entries, newest first: *since* and *before* these moments, of an *account*, of one *order*."""

    since: datetime | None = None
    before: datetime | None = None
    account: str | None = None
    order: str = ""
    cursor: str | None = None
    limit: int = 50
