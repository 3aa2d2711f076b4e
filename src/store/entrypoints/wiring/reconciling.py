"""Comparing the books of gateways with the shop's own, put together."""

from functools import partial
from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from projections.payments.running_out import RunningOutList
from projections.payments.taken_payments import taken_since
from store.adapters.payments.findings_postgres import FindingsPage, PostgresFindings
from store.adapters.payments.gateways import Gateways
from store.application.processes.comparing_books import ComparingBooks
from store.application.shared.ports import AsyncJournal, Clock


def about_reconciling(
    gateway: Gateways, pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]],
    clock: Clock, journal: AsyncJournal,
) -> tuple[Any, ...]:
    """What compares, and what shows what was found."""
    findings = PostgresFindings(pool)
    taken = partial(taken_since, pool=pool)
    return (
        ComparingBooks(gateway, gateway.statement, taken, findings, clock), FindingsPage(async_pool),
        RunningOutList(async_pool, journal),
    )
