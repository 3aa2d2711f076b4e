"""Which register of VAT numbers is asked, put together over either kind of shop."""

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec import structs
from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.audit.tape import Overheard
from store.adapters.drivers.breaker import Breaker
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.pricing.vat_checks_beside import VatChecksBeside
from store.adapters.pricing.vat_checks_memory import MemoryVatChecks
from store.adapters.pricing.vat_checks_postgres import PostgresVatChecks
from store.adapters.pricing.vat_numbers_offline import OfflineVatNumbers
from store.adapters.pricing.vat_register_sandbox import SandboxVatRegister
from store.application.pricing.vat_checking import CheckingVatNumbers, KnownVatChecks, ShownVatChecks, VatRegister
from store.application.shared.ports import Clock
from store.domain.pricing.vat_checks import VatCheck
from store.domain.pricing.vat_numbers import canonical
from store.entrypoints.wiring.invoicing import issuer

if TYPE_CHECKING:
    from store.entrypoints.wiring.settings import Settings

PURPOSE: Final = "vat number"
"""It goes into the digests, and is never to be renamed."""
A_DAY: Final = timedelta(days=1)


class HeardVat(Overheard):
    """What is told of numbers, without what leads to one: recordings name nobody."""

    def _noted(self, name: str, said: Any) -> Any:
        super()._noted(name, structs.replace(said, consultation="") if isinstance(said, VatCheck) else said)
        return said


class VatChecks:
    """What others need: what commands ask, where it can be overheard, and what queries ask."""

    def __init__(self, checking: CheckingVatNumbers) -> None:
        self.heard: Any = HeardVat("vat", checking)
        self.shown: ShownVatChecks = VatChecksBeside(checking)


def register(settings: "Settings") -> VatRegister | None:
    """The one that is set, if there is one. The library that speaks to VIES is imported with it."""
    match settings.vat_register:
        case "vies":
            from store.adapters.pricing.vat_register_vies import ADDRESS, ViesRegister

            own = canonical(issuer(settings).seller.vat_id)
            return ViesRegister(settings.vies_url or ADDRESS, own, Breaker(time.monotonic))
        case "sandbox":
            return SandboxVatRegister()
        case _:
            return None


def _digest(index: BlindIndex, number: str) -> bytes:
    return index.of(PURPOSE, number)


def postgres_checks(pool: ConnectionPool[Connection[Any]], index: BlindIndex) -> PostgresVatChecks:
    """Over the table."""
    return PostgresVatChecks(pool, partial(_digest, index))


def memory_checks() -> MemoryVatChecks:
    """The twin of the table."""
    return MemoryVatChecks(partial(_digest, BlindIndex(b"a shop in memory")))


def postgres_vat(
    settings: "Settings", pool: ConnectionPool[Connection[Any]], index: BlindIndex, clock: Clock
) -> VatChecks:
    """As it is set, where what commands hear can be overheard."""
    kept = timedelta(hours=settings.vat_check_hours)
    checks = postgres_checks(pool, index)
    return VatChecks(CheckingVatNumbers(OfflineVatNumbers(), register(settings), checks, clock, kept))


def memory_vat(clock: Clock, asked: VatRegister | None = None, checks: KnownVatChecks | None = None) -> VatChecks:
    """Over the twin; nobody is asked, unless somebody says whom."""
    return VatChecks(CheckingVatNumbers(OfflineVatNumbers(), asked, checks or memory_checks(), clock, A_DAY))
