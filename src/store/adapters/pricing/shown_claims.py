"""How often a coupon was claimed, from the facts themselves."""

from uuid import UUID

from store.application.shared.ports import AsyncJournal, History
from store.domain.pricing.claims import CouponClaims


class CountedClaims:
    """A :class:`~store.application.pricing.ports.ShownClaims` that reads what was claimed."""

    def __init__(self, journal: AsyncJournal) -> None:
        self._journal = journal

    async def of(self, claims: UUID) -> int:
        """By so many orders that hold it."""
        found = await self._journal.read([claims])
        return len(CouponClaims.replay(claims, found.get(claims, History()).events).orders)
