"""What people may ask about their data, put together over either kind of shop."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import structlog
from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.vault import Vault
from store.adapters.privacy.copies_memory import MemoryCopies
from store.adapters.privacy.copies_postgres import PostgresCopies, PostgresLiveCopies
from store.adapters.privacy.copy_links_hmac import HmacCopyLinks
from store.adapters.privacy.packing_zip import ZipPacking
from store.adapters.privacy.records_memory import MemoryRecords
from store.adapters.privacy.records_postgres import PostgresRecords
from store.adapters.privacy.texts import FirstTexts
from store.application.catalogue.ports import ShownMedia
from store.application.identity.ports import Sessions
from store.application.privacy.consenting import ConsentAnswers, Consenting
from store.application.privacy.copies import MakeCopy, NotThereYet
from store.application.privacy.copy_ports import Copies, LiveCopies, OutsideRecords
from store.application.privacy.documents import DocumentAnswers, DocumentHandlers
from store.application.processes.accepting_terms import AcceptingTerms
from store.application.processes.copying_data import CopyingData
from store.application.shared.bus import Caller
from store.application.shared.ports import AsyncJournal, Clock, Ids, Journal
from store.entrypoints.wiring.pictures_of_people import FromThePictures
from store.entrypoints.wiring.register import EVENTS
from store.entrypoints.workers.patience import patiently
from store.entrypoints.workers.pulse import Pulse

MAKER = "system:worker"


def about_own_data(
    sessions: Sessions, copies: Copies, live: LiveCopies, records: OutsideRecords, media: ShownMedia, journal: Journal,
    async_journal: AsyncJournal, clock: Clock, ids: Ids, currency: str,
) -> list[Any]:
    """All handlers."""
    squares, first = FromThePictures(media), FirstTexts()
    return [
        CopyingData(sessions, copies, live, records, ZipPacking(), squares, journal, clock, ids, currency),
        DocumentHandlers(first, clock), DocumentAnswers(async_journal, first, EVENTS), Consenting(clock),
        ConsentAnswers(async_journal), AcceptingTerms(async_journal),
    ]


def copies(pool: ConnectionPool[Connection[Any]], vault: Vault) -> PostgresCopies:
    """The list of copies."""
    return PostgresCopies(pool, vault)


def copy_links(key: bytes, others: Sequence[bytes]) -> HmacCopyLinks:
    """What signs links to them."""
    return HmacCopyLinks(key, others)


def postgres_own_data(
    sessions: Sessions, copies: Copies, pool: ConnectionPool[Connection[Any]],
    async_pool: AsyncConnectionPool[AsyncConnection[Any]], vault: Vault, media: ShownMedia, journal: Journal,
    async_journal: AsyncJournal, clock: Clock, ids: Ids, currency: str,
) -> list[Any]:
    """On Postgres."""
    live, records = PostgresLiveCopies(async_pool, vault), PostgresRecords(pool, vault)
    return about_own_data(sessions, copies, live, records, media, journal, async_journal, clock, ids, currency)


def memory_own_data(
    sessions: Sessions, copies: MemoryCopies, log: Any, codec: Any, media: ShownMedia, journal: Journal,
    async_journal: AsyncJournal, clock: Clock, ids: Ids, currency: str,
) -> list[Any]:
    """In memory."""
    records = MemoryRecords(facts_in_memory(log, codec))
    return about_own_data(sessions, copies, copies, records, media, journal, async_journal, clock, ids, currency)


def facts_in_memory(log: Any, codec: Any) -> Callable[[], list[tuple[UUID, int, Any, str]]]:
    """All facts of a shop in memory, each with who brought it about."""

    def facts() -> list[tuple[UUID, int, Any, str]]:
        return [
            (
                row.originator_id, row.originator_version,
                codec.decode(row.topic, row.state, row.originator_id, row.originator_version), "",
            )
            for row in log.select_notifications(1, 1_000_000)
        ]

    return facts


def make_next(shop: Any, passing: tuple[type[Exception], ...] = ()) -> bool:
    """Make the copy that waits the longest, if one does; whether there is more to do at once."""
    copies, clock = shop.copies(), shop.clock()
    due = copies.take(clock.now())
    if due is None:
        return False
    command = MakeCopy(account_id=due.account, copy_id=due.copy)
    try:
        shop.bus().do(command, Caller(actor=MAKER, correlation=uuid4()))
    except NotThereYet:
        return False
    except passing:  # nobody shows a sign of life for it, so that somebody takes it again
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is logged, and stands where copies are listed
        copies.fail(due.copy, type(failure).__name__)
        structlog.get_logger().exception("copy of data failed", copy=str(due.copy))
        return True
    structlog.get_logger().info("copy of data made", copy=str(due.copy), account=str(due.account))
    return True


def make_copies(shop: Any, passing: tuple[type[Exception], ...], pulse: Pulse) -> None:
    """Make copies until the process ends."""

    def round() -> float:
        return 0.0 if make_next(shop, passing) else 1.0

    patiently("copies", round, passing, pulse.halt, pulse.resting())
