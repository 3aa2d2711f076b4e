"""What one may do with credit, and what one may ask of it. How orders take of it, and give it back, spans contexts."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Price
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money

SHOWN = 100
"""How many moves are told, the newest first."""


class CreditStands(Struct, frozen=True):
    """What an account can spend in one currency now."""

    account_id: AccountId
    available: Price
    version: int


class GiveCredit(Command[CreditStands], frozen=True):
    """Staff give somebody credit, for a *reason* of the shop's own. *by*: their account, where it isn't a script."""

    account_id: AccountId
    amount: Money
    reason: str
    by: AccountId | None = None
    version: int | None = None


class TakeCreditBack(Command[CreditStands], frozen=True):
    """Staff take back what they gave by mistake."""

    account_id: AccountId
    amount: Money
    reason: str
    version: int | None = None


class CreditMove(Struct, frozen=True):
    """One line of the history. *amount* is below zero where there was less afterwards, *left* what there was then.

    *kind*: return, refund, goodwill (granted for what came back, for an order that credit had paid for, by staff);
    order, released (taken by an order, and let go by it); taken_back. *number* is that of the return or of the order.
    """

    at: datetime
    kind: str
    amount: Price
    left: Price
    number: str
    reason: str


class CreditBalance(Struct, frozen=True):
    """What can be spent in one currency, what orders hold that aren't paid for yet, and how that came, newest first."""

    available: Price
    held: Price
    moves: list[CreditMove]
    more: bool
    version: int


class OwnCredit(Struct, frozen=True):
    """All credit of one account, by currency: the shop's own first, and of the others those that ever held some."""

    balances: list[CreditBalance]


class GetCredit(Query[OwnCredit], frozen=True):
    """The credit of an account, from the facts themselves."""

    account_id: AccountId


class Spendable(Query[Price], frozen=True):
    """What an account can spend in one currency."""

    account_id: AccountId
    currency: str
