"""How often a coupon was claimed, without a read model: from the facts themselves."""

from store.application.shared.ports import AsyncJournal, History
from store.domain.pricing.claims import CouponClaims, claims_of
from store.domain.shared.ids import CouponId


class CountedClaims:
    """Twin of :class:`~projections.pricing.coupon_claims.PostgresShownClaims`."""

    def __init__(self, journal: AsyncJournal) -> None:
        self._journal = journal

    async def of(self, coupon: CouponId) -> int:
        """By so many orders that hold it."""
        claims = claims_of(coupon)
        found = await self._journal.read([claims])
        return len(CouponClaims.replay(claims, found.get(claims, History()).events).orders)
