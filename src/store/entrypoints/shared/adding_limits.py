"""How often somebody may add a card: whoever tests stolen ones tries many, and each is a question to a bank."""

from contextlib import suppress
from typing import Final

from limits import RateLimitItemPerDay

from store.application.payments.adding import CardNotAdded
from store.entrypoints.shared.desk import AnyRequest
from store.entrypoints.shared.limits import RateClass, RateLimits, TooManyRequests

ADDING_CARDS: Final = RateClass("adding cards", (RateLimitItemPerDay(12),))
"""A day's worth of tries, of one account and of one place: six cards that are good, or three that are refused."""
A_TRY: Final = 2
A_REFUSAL: Final = 2


async def spend_a_try(request: AnyRequest, limits: RateLimits) -> None:
    """Count it, before anything is asked of anybody."""
    await limits.spend(ADDING_CARDS, request, cost=A_TRY)


async def spend_a_refusal(refused: CardNotAdded, request: AnyRequest, limits: RateLimits) -> CardNotAdded:
    """Count it once more where the card is no good. What is too much then is refused at the next try."""
    with suppress(TooManyRequests):
        await limits.spend(ADDING_CARDS, request, cost=A_REFUSAL)
    return refused
