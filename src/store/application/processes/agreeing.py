"""Agreeing: nobody pays what they haven't seen, nor buys without what they entered a code for."""

from collections.abc import Sequence

from store.application.pricing.reasons import why_not
from store.application.processes.redeeming_coupons import Redemption
from store.domain.pricing.errors import CodeNotApplied, CouponUsedUp
from store.domain.pricing.quote import Quote
from store.domain.pricing.shipping import QuoteChanged
from store.domain.pricing.terms import Deal


def took_off(priced: Quote, redemption: Redemption) -> bool:
    """Whether what that code called for takes something off."""
    return any(it.deal.code == redemption.called.code for it in priced.reductions.made)


def expect_agreed(seal: str | None, priced: Quote, redemptions: Sequence[Redemption]) -> None:
    """Refuse a price that isn't the one that was seen.

    :raises CouponUsedUp: if a code was used up meanwhile.
    :raises CodeNotApplied: if one takes nothing off, and nobody says they saw that.
    :raises QuoteChanged: if anything else moved.
    """
    if seal == priced.seal:
        return
    for it in redemptions:
        if not took_off(priced, it):
            expect_unused(it.deals)
            if seal is None:
                code = it.called.code
                refused = next((one for one in priced.reductions.refused if one.deal.code == code), None)
                raise CodeNotApplied(code, why_not(refused, priced.total.currency))
    if seal is not None:
        raise QuoteChanged(priced.total, priced.seal)


def expect_unused(deals: Sequence[Deal]) -> None:
    """Refuse what was used up meanwhile, rather than say that a price moved.

    :raises CouponUsedUp: if one of them was.
    """
    if any(deal.barred for deal in deals):
        raise CouponUsedUp
