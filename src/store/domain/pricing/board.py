"""The board: in which currencies the shop sells at a moment, and how prices come into them."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.pricing.rate_sheets import Rates
from store.domain.shared.exchange import Exchange


class Board(Struct, frozen=True):
    """``base`` is the currency of the shop's own prices; ``said`` is what currencies are worth, the newest first.
    Without it nothing can be converted.
    """

    base: str
    rules: CurrencyRules = CurrencyRules()
    said: tuple[Rates, ...] = ()

    @property
    def rates(self) -> Rates | None:
        """The newest that anybody said."""
        return next(iter(self.said), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """What one may pay in, the shop's own currency first."""
        return (self.base, *(it.code for it in self.rules.sold))

    @property
    def keeps(self) -> timedelta:
        """For how long a cart keeps the rate it was priced at."""
        return timedelta(hours=self.rules.hours)

    def exchange(self, currency: str) -> Exchange | None:
        """How prices come into *currency*, if they have to and can: by the newest rates that speak of it."""
        sold = self._sold(currency)
        return next((it for rates in self.said if sold and (it := rates.exchange(self.base, sold))), None)

    def holds(self, kept: Exchange) -> bool:
        """Whether the shop stands by a rate that somebody *kept*: it sells in that currency, and what was said for that
        day was not corrected since. Days that nobody looks at any more are left as they were.
        """
        sold = self._sold(kept.currency)
        if sold is None:
            return False
        days = (rates.exchange(kept.base, sold) for rates in self.said if rates.day == kept.day)
        said = next(filter(None, days), kept)
        return (said.rate, said.per) == (kept.rate, kept.per)

    def likely(self, countries: Iterable[str]) -> str:
        """What is shown to somebody who chose nothing and is likely in one of *countries*, the likeliest first."""
        return next((self.rules.regions[it] for it in countries if it in self.rules.regions), self.base)

    def _sold(self, currency: str) -> Sold | None:
        return next((it for it in self.rules.sold if it.code == currency), None)
