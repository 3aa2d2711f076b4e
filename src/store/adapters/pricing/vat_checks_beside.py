"""Checks of VAT numbers beside the loop that serves requests: what waits for a register holds nobody else up."""

import asyncio
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Final

from store.application.pricing.vat_checking import CheckingVatNumbers
from store.domain.pricing.vat_checks import VatCheck

THREADS: Final = 8
"""Twice as many as a register lets wait: so whoever is told at once doesn't stand behind these. They are made when they
are wanted, and are nobody else's: those of the loop bring people back from their bank.
"""


def _threads() -> Executor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="vat")


@dataclass(frozen=True)
class VatChecksBeside:
    """A :class:`~store.application.pricing.vat_checking.ShownVatChecks`."""

    checking: CheckingVatNumbers
    threads: Executor = field(default_factory=_threads)

    def country(self, number: str) -> str | None:
        """Nobody is waited for."""
        return self.checking.country(number)

    async def check(self, number: str) -> VatCheck | None:
        """Where no register is asked, no thread is."""
        if self.checking.register is None:
            return None
        loop, here = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self.threads, here.run, self.checking.check, number)
