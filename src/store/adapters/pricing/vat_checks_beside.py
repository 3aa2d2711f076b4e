"""Checks of VAT numbers beside the loop that serves requests: what waits for a register holds nobody else up."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from store.application.pricing.vat_checking import CheckingVatNumbers
from store.domain.pricing.vat_checks import VatCheck

_T = TypeVar("_T")
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
        return None if self.checking.register is None else await self._beside(self.checking.check, number)

    async def asks(self, number: str) -> bool:
        """Nor is it here."""
        return self.checking.register is not None and await self._beside(self.checking.asks, number)

    async def _beside(self, question: Callable[[str], _T], number: str) -> _T:
        loop, here = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self.threads, partial(here.run, question, number))
