"""Means: how what has to be given back is divided between the payment and the buyer's credit (``docs/adr/0239``).

The order is declared, and follows from the order alone: money first, until all that was taken has gone back, and what
is left as credit. Whatever became of a refund at its gateway changes nothing of that. What is exchanged pays for what
is sent instead, and takes of the money what the rest leaves (``docs/adr/0243``).
"""

from msgspec import structs

from store.domain.ordering.events import Share
from store.domain.shared.money import Money


def by_means(
    share: Share, before: int, money: int, *, as_credit: bool = False, exchanged: int = 0, replaces: bool = False
) -> Share:
    """*share* with the part of it that becomes credit, when *before* coins went back already, of an order that *money*
    coins were paid for. *as_credit*: whoever gets it wants all of it so. *exchanged* of it pay for something else.

    *replaces*: the money was taken for another order, and goes back there by way of the credit.
    """
    total, currency = share.total.minor, share.total.currency
    back = 0 if as_credit else min(by_money(total, before, money), total - exchanged)
    own = 0 if replaces else back
    if own == total:
        return share
    return structs.replace(
        share, to_credit=Money(total - own, currency), exchanged=Money(exchanged, currency) if exchanged else None,
        paid_out=Money(back, currency) if replaces and back else None,
    )


def by_money(total: int, before: int, money: int) -> int:
    """How many of *total* coins come from the *money*, when *before* coins were given back already."""
    return max(0, min(before + total, money) - min(before, money))
