"""The ledger: what happened to money, booked twice, so that what is debited is always what is credited.

Pure: what happened goes in, an entry comes out. Amounts are in minor units of one currency. Reductions aren't booked by
themselves: goods are sold for what was paid for them.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from msgspec import Struct


class Account(StrEnum):
    """The chart: few accounts, each with one meaning. The values are stored in read models."""

    RECEIVABLE = "receivable"
    GATEWAY = "gateway"
    TAX = "tax"
    REFUNDS = "refunds"
    UNEXPLAINED = "unexplained"
    GOODS = "goods"
    SHIPPING = "shipping"
    CREDIT = "credit"
    GOODWILL = "goodwill"


class About(Struct, frozen=True):
    """What an account is for, under which number bookkeepers know it."""

    number: int
    means: str


CHART: Final[dict[Account, About]] = {
    Account.RECEIVABLE: About(1200, "What shoppers owe for orders that were confirmed."),
    Account.GATEWAY: About(1360, "Money that the gateway took for the shop and has not given back."),
    Account.REFUNDS: About(1700, "What is owed back to shoppers, and has not gone yet."),
    Account.CREDIT: About(1710, "What customers hold as credit, and can still spend here."),
    Account.TAX: About(1776, "Tax in what was sold, owed to the tax office."),
    Account.UNEXPLAINED: About(1790, "Money that came in another amount than was asked for: somebody has to look."),
    Account.GOODS: About(8400, "Goods sold, without tax, for what was paid for them."),
    Account.SHIPPING: About(8600, "Sending sold, without tax."),
    Account.GOODWILL: About(8700, "Credit that staff gave, for nothing but goodwill."),
}


class Posting(Struct, frozen=True):
    """One side of an entry: what an account is debited or credited with. One of the two is nothing."""

    account: Account
    debit: int = 0
    credit: int = 0


Entry = tuple[Posting, ...]
"""What follows from one fact. All debits are all credits."""


class Terms(Struct, frozen=True):
    """What an order is made of: what is paid for goods and for sending them, the tax in both, and in sending alone."""

    goods: int
    shipping: int
    tax: int
    tax_in_shipping: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.goods + self.shipping


def sold(terms: Terms) -> Entry:
    """An order is confirmed: its shopper owes the total."""
    return _entry([(Account.RECEIVABLE, terms.total), *_negative(_parts(terms))])


def paid(amount: int) -> Entry:
    """The gateway took the money: the shopper owes that much less."""
    return _entry([(Account.GATEWAY, amount), (Account.RECEIVABLE, -amount)])


def paid_oddly(amount: int) -> Entry:
    """The gateway took another amount than it was asked for: nobody knows what for."""
    return _entry([(Account.GATEWAY, amount), (Account.UNEXPLAINED, -amount)])


def called_off(share: Terms) -> Entry:
    """Part of what was sold is not: its *share* is owed back, tax and all."""
    return _entry([*_parts(share), (Account.REFUNDS, -share.total)])


def given_back(amount: int) -> Entry:
    """Money that was owed back has gone; less than nothing of it came, and is owed back."""
    return _entry([(Account.REFUNDS, amount), (Account.GATEWAY, -amount)])


def let_off(amount: int) -> Entry:
    """What was called off is not going to be taken: nobody owes it, one way or the other."""
    return _entry([(Account.REFUNDS, amount), (Account.RECEIVABLE, -amount)])


def moved(amount: int, debited: Account, credited: Account) -> Entry:
    """So much goes from one account to another; less than nothing goes the other way."""
    return _entry([(debited, amount), (credited, -amount)])


def share_of(terms: Terms, goods: int, shipping: int, tax: int, *, shipping_before: int) -> Terms:
    """What is called off of an order, with the tax that is in its shipping: in proportion to all shipping that was
    called off by then, so that in whatever steps that goes, in the end it is all of it to the coin.
    """
    before, after = (_part_of(terms.tax_in_shipping, part, terms.shipping) for part in (
        shipping_before, shipping_before + shipping,
    ))
    return Terms(goods, shipping, tax, after - before)


def balanced(entry: Iterable[Posting]) -> bool:
    """Whether debits are credits."""
    return sum(it.debit - it.credit for it in entry) == 0


def _parts(terms: Terms) -> list[tuple[Account, int]]:
    return [
        (Account.GOODS, terms.goods - (terms.tax - terms.tax_in_shipping)),
        (Account.SHIPPING, terms.shipping - terms.tax_in_shipping),
        (Account.TAX, terms.tax),
    ]


def _negative(parts: list[tuple[Account, int]]) -> list[tuple[Account, int]]:
    return [(account, -amount) for account, amount in parts]


def _entry(amounts: Iterable[tuple[Account, int]]) -> Entry:
    """Debits are above zero, credits below; what is nothing isn't booked."""
    return tuple(
        Posting(account, debit=max(amount, 0), credit=max(-amount, 0)) for account, amount in amounts if amount
    )


def _part_of(whole: int, part: int, of: int) -> int:
    return whole * part // of if of else 0
