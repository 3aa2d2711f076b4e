"""What answers questions in SQL, put together."""

from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from store.adapters.drivers.roles import DatabaseRole
from store.adapters.drivers.threads import in_thread
from store.adapters.insight.analyst import Analyst
from store.adapters.insight.notebook import NotebookList, PostgresNotebook
from store.adapters.insight.questions import Questions
from store.application.insight.handlers import InsightHandlers
from store.entrypoints.wiring.settings import Settings


def questions_in_sql(
    settings: Settings, pool: ConnectionPool[Connection[Any]], async_pool: AsyncConnectionPool[AsyncConnection[Any]]
) -> list[object]:
    """The handlers; nothing connects as analyst before somebody asks."""
    notebook = PostgresNotebook(pool)
    analyst = Analyst(settings.database_as(DatabaseRole.ANALYST))
    return [Questions(analyst, notebook, async_pool, in_thread), NotebookList(async_pool), InsightHandlers(notebook)]
