"""A shop with twelve days behind it, for questions that change nothing."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from store.adapters.drivers.roles import DatabaseRole, as_role
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.postgres import postgres as shop_on_postgres
from tests.harness.shop import Shop
from tests.harness.trade import trade


class Traded:
    """The database of a shop that traded, and its driver."""

    def __init__(self, url, folder, driver):
        self.url, self.folder, self.driver = url, folder, driver
        self.settings = Settings(database_url=url, data_dir=folder, embedded=True, demo=False, log_level="error")

    def analyst(self):
        return psycopg.connect(as_role(self.url, DatabaseRole.ANALYST, login=True), autocommit=True)

    def asks(self, query, *values):
        """What an analyst is answered."""
        with self.analyst() as db:
            return db.execute(query, values or None).fetchall()


@pytest.fixture(scope="session")
def traded(postgres, tmp_path_factory):
    name, folder = f"traded_{uuid4().hex}", tmp_path_factory.mktemp("traded")
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = postgres.url(name)
    migrate(Settings(database_url=url, data_dir=folder, embedded=True))
    with shop_on_postgres(url, folder) as driver:
        trade(Shop(driver))
        yield Traded(url, folder, driver)
