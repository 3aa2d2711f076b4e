"""Why a promotion took nothing off, in words for shoppers."""

from typing import Final

from store.domain.pricing.reckoning import Refused
from store.domain.pricing.terms import Why
from store.domain.shared.money import Money

NOT_VALID: Final = "It is not valid any more."
_WORDS: Final = {
    Why.NOT_YET: NOT_VALID, Why.OVER: NOT_VALID, Why.WITHDRAWN: NOT_VALID, Why.USED_UP: NOT_VALID,
    Why.OTHER_GOODS: "It is not for what lies in this cart, or for more of it.",
    Why.OTHER_CURRENCY: "It is for another currency.",
    Why.OTHER_CHANNEL: "It is not for orders that are placed here.",
    Why.OTHER_CUSTOMERS: "It is for certain customers. If you are one of them, log in.",
    Why.NOT_FIRST: "It is for a first order.",
    Why.NO_SHIPPING: "Delivery costs nothing anyway.",
    Why.TAKEN: "Something else already makes this cheaper, and the two don't go together.",
    Why.ALONE: "Something else saves you as much or more, and the two don't go together.",
    Why.NOTHING_LEFT: "There is nothing left to make cheaper.",
}


def why_not(refused: Refused | None, currency: str) -> str:
    """What to tell whoever wonders; of a code that calls for nothing, no more than that."""
    if refused is None:
        return NOT_VALID
    if refused.why is Why.TOO_LITTLE:
        return f"It is for goods worth {Money(refused.deal.terms.minimum[currency], currency)} or more."
    return _WORDS[refused.why]
