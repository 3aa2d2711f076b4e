"""Means: how what has to be given back is divided between the payment and the buyer's credit (``docs/adr/0239``).

The order is declared, and follows from the order alone: money first, until all that was taken has gone back, and what
is left as credit. Whatever became of a refund at its gateway changes nothing of that.
"""

from msgspec import structs

from store.domain.ordering.events import Share
from store.domain.shared.money import Money


def by_means(share: Share, before: int, money: int, *, as_credit: bool = False) -> Share:
    """*share* with the part of it that becomes credit, when *before* coins went back already, of an order that *money*
    coins were paid for. *as_credit*: whoever gets it wants all of it so.
    """
    total = share.total.minor
    back = 0 if as_credit else by_money(total, before, money)
    if back == total:
        return share
    return structs.replace(share, to_credit=Money(total - back, share.total.currency))


def by_money(total: int, before: int, money: int) -> int:
    """How many of *total* coins come from the *money*, when *before* coins were given back already."""
    return max(0, min(before + total, money) - min(before, money))
