"""Checks of VAT numbers beside the loop that serves requests: what waits for a register holds nobody else up."""

import asyncio
from dataclasses import dataclass

from store.application.pricing.vat_checking import CheckingVatNumbers
from store.domain.pricing.vat_checks import VatCheck


@dataclass(frozen=True)
class VatChecksBeside:
    """A :class:`~store.application.pricing.vat_checking.ShownVatChecks`."""

    checking: CheckingVatNumbers

    def country(self, number: str) -> str | None:
        """Nobody is waited for."""
        return self.checking.country(number)

    async def check(self, number: str) -> VatCheck | None:
        """Where no register is asked, no thread is."""
        return await asyncio.to_thread(self.checking.check, number) if self.checking.register else None
