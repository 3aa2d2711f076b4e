"""How often a coupon was claimed, for carts."""

from typing import Final, LiteralString

from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number
from store.domain.shared.ids import CouponId

_CLAIMS: Final[LiteralString] = "SELECT claims FROM read.coupons WHERE id = %(id)s"


class PostgresShownClaims:
    """:class:`~store.application.pricing.ports.ShownClaims` from the list of coupons."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def of(self, coupon: CouponId) -> int:
        """By so many orders, as far as the list has learnt."""
        rows = await self._questions.ask(_CLAIMS, {"id": coupon})
        return number(rows[0][0]) if rows else 0
