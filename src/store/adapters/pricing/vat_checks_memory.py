"""What registers said of VAT numbers, without a database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from store.domain.pricing.vat_checks import VatCheck, counts_for


class MemoryVatChecks:
    """Twin of :class:`~store.adapters.pricing.vat_checks_postgres.PostgresVatChecks`."""

    def __init__(self, digest: Callable[[str], bytes]) -> None:
        self._digest = digest
        self._known: dict[bytes, VatCheck] = {}

    def of(self, number: str) -> VatCheck | None:
        """Nothing of most."""
        return self._known.get(self._digest(number))

    def note(self, number: str, check: VatCheck) -> None:
        """Of two who asked at once the later answer stays."""
        known = self._known.setdefault(self._digest(number), check)
        if known.at < check.at:
            self._known[self._digest(number)] = check

    def tidy(self, now: datetime, valid: timedelta) -> None:
        """Answer by answer."""
        self._known = {
            key: check for key, check in self._known.items() if check.at > now - counts_for(check.answer, valid)
        }
