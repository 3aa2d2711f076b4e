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
    """What an order that comes to a *total* takes of the credit there is, where so much of it is *wished*."""

    available: Price
    wish: Money | None
    total: Price

    @property
    def wanted(self) -> bool:
        """Whether the box is ticked, for some of the credit that this order can be paid by."""
        return self.wish is not None and self.wish.minor > 0 and self.wish.currency == self.total.currency

    @property
    def offered(self) -> Price:
        """What the box says: what was ticked, for that is what would be taken, even if there is more by now."""
        if self.wish is None or not self.wanted:
            return self.available
        return Price.of(Money(min(self.wish.minor, money_of(self.available).minor), self.wish.currency))

    @property
    def used(self) -> Price:
        """Of what the box says as much as it costs; nothing where it isn't ticked."""
        all_of_it, most = money_of(self.total), money_of(self.offered)
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
