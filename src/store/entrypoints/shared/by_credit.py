"""Paying by credit, at both checkouts: how much there is, what an order would take of it, and what is left to pay."""

from typing import Final

from msgspec import Struct

from store.application.credit.messages import Spendable
from store.application.shared.answers import Price
from store.domain.shared.ids import AccountId
from store.domain.shared.money import Money
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.desk import AnyRequest, Desk

FIELD: Final = "credit"
"""The box that is ticked; its value is how much was shown, such as ``12.50 EUR``."""
_LONGEST: Final = 40


class ByCredit(Struct, frozen=True):
    """What an order that comes to a *total* takes of the credit there is, where that is *wanted*."""

    available: Price
    wanted: bool
    total: Price

    @property
    def used(self) -> Price:
        """As much as it costs, at most; nothing where it isn't wanted."""
        all_of_it, most = money_of(self.total), money_of(self.available)
        return Price.of(Money(min(all_of_it.minor, most.minor) if self.wanted else 0, all_of_it.currency))

    @property
    def to_pay(self) -> Price:
        """What is left."""
        return Price.of(money_of(self.total) - money_of(self.used))

    @property
    def is_free(self) -> bool:
        """Whether nothing is left."""
        return not money_of(self.to_pay).minor

    @property
    def exists(self) -> bool:
        """Whether there is anything to be offered."""
        return money_of(self.available).minor > 0


async def own_credit(account: AccountId | None, currency: str, request: AnyRequest, desk: Desk) -> Price:
    """What whoever checks out can spend. Guests have none, and nothing is asked for them."""
    if account is None:
        return Price.of(Money(0, currency))
    return await desk.ask(Spendable(account_id=account, currency=currency), request)


def wished(form: Form) -> Money | None:
    """How much of their credit somebody saw; what can't be read is none."""
    amount, _, currency = form.get(FIELD, "")[:_LONGEST].strip().partition(" ")
    try:
        return Money.parse(amount, currency) if len(currency) == len("EUR") else None
    except ValueError:
        return None


def told_as(price: Price) -> str:
    """*price* as the box's value."""
    return f"{price.amount} {price.currency}"


def money_of(price: Price) -> Money:
    """*price*, to reckon with."""
    return Money.parse(price.amount, price.currency)
