"""What a buyer agreed to: the price they saw, with the discount they entered a code for."""

from store.application.pricing.reasons import why_not
from store.application.processes.redeeming_coupons import Redemption, expect_unused
from store.domain.pricing.errors import CodeNotApplied
from store.domain.pricing.quote import Quote
from store.domain.pricing.shipping import QuoteChanged


def called_for(priced: Quote) -> bool:
    """Whether what a code called for takes something off."""
    return any(it.deal.code for it in priced.reductions.made)


def expect_agreed(seal: str | None, priced: Quote, redemption: Redemption | None) -> None:
    """Nobody pays what they haven't seen, nor buys without the discount they entered a code for.

    :raises CouponUsedUp: if the code was used up meanwhile.
    :raises CodeNotApplied: if it takes nothing off, and nobody says they saw that.
    :raises QuoteChanged: if anything else moved.
    """
    if seal == priced.seal:
        return
    if redemption and not called_for(priced):
        expect_unused(redemption.deals)
        if seal is None:
            code = redemption.called.code
            refused = next((it for it in priced.reductions.refused if it.deal.code == code), None)
            raise CodeNotApplied(code, why_not(refused, priced.total.currency))
    if seal is not None:
        raise QuoteChanged(priced.total, priced.seal)
