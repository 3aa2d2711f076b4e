"""Invoices and credit notes, put together."""

from typing import Any, Final

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.invoicing.invoice_list import InvoiceList
from store.adapters.invoicing.press_typst import TypstPress
from store.application.invoicing.ports import Issuer
from store.application.processes.issuing_papers import IssuingPapers
from store.application.processes.reading_papers import ReadingPapers
from store.application.shared.ports import AsyncJournal, Clock
from store.domain.invoicing.events import Seller
from store.entrypoints.shared.formats import envelope
from store.entrypoints.wiring.settings import Settings

_DEMO: Final = Seller("Hearth & Field GmbH", ("Töpfergasse 7", "70173 Stuttgart", "Germany"), "DE123456789")
"""Made up, as its goods are."""


def issuer(settings: Settings) -> Issuer:
    """Who writes the invoices of this shop: as it is set, and otherwise somebody made up for the demo."""
    known = _DEMO if settings.demo else Seller(settings.name_over_the_door, ())
    return Issuer(Seller(
        settings.seller_name or known.name,
        tuple(line.strip() for line in settings.seller_address.split(";") if line.strip()) or known.address,
        settings.seller_vat_id or known.vat_id,
    ), settings.invoice_prefix)


def demo_issuer() -> Issuer:
    """Of a shop in memory."""
    return Issuer(_DEMO, "HF")


def about_papers(
    issuer: Issuer, journal: AsyncJournal, clock: Clock, pool: AsyncConnectionPool[AsyncConnection[Any]] | None = None
) -> tuple[Any, ...]:
    """Written once, read as often as somebody asks, and listed where there is a database."""
    return IssuingPapers(issuer, clock), ReadingPapers(journal), *([InvoiceList(pool, journal)] if pool else [])


def press(settings: Settings) -> TypstPress:
    """What prints them."""
    return TypstPress(settings.name_over_the_door, settings.time_zone, envelope)
