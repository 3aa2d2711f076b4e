"""What every test may ask for: real servers, once a session, and a world that ends at this machine."""

import contextlib
import gc
import os
import shutil
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import hypothesis
import psycopg
import pytest
from psycopg import sql

from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.adapters.drivers.granting import establish
from store.adapters.drivers.huge_pages import keep_gathering
from store.adapters.drivers.roles import DatabaseRole, as_role
from tests.opensearch.node import shared_node
from tests.servers import redis_server
from tests.servers import s3_server as serve_s3

hypothesis.settings.register_profile("store", deadline=None)  # machines differ, and so do their busy moments
hypothesis.settings.load_profile("store")

pytest_plugins = ["tests.spreading", "tests.summary"]

_NO_NEED_TO_SURVIVE = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "5min",
}


_THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "", None, b"localhost", b"127.0.0.1", b"::1"}


class OutsideWorld(RuntimeError):
    """A test tried to leave this machine."""


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in _THIS_MACHINE:
        raise OutsideWorld(f"tests stay on this machine, but something asked for {host!r}")


sys.addaudithook(_stay_on_this_machine)


def pytest_collection_finish() -> None:
    """Fifteen thousand collected tests are no garbage: looking through them over and over took a fifth of the time. In
    small pages a tenth went by for finding out where they lie.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    keep_gathering(Event())


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A Postgres for the whole session. It promises nothing if the machine loses power."""
    folder = Path(tempfile.mkdtemp(prefix="store-tests-"))
    try:
        with EmbeddedPostgres(folder / "postgres", settings=_NO_NEED_TO_SURVIVE) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """An empty database of one's own."""
    with _database(postgres, template="template0") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with all migrations in it, for copying only."""
    from store.entrypoints.wiring.migrate import migrate
    from store.entrypoints.wiring.settings import Settings

    name = "migrated_template"
    _administer(postgres, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(Settings(database_url=postgres.url(name), data_dir=tmp_path_factory.mktemp("data"), embedded=True))
    return name


@pytest.fixture
def migrated_url(postgres: EmbeddedPostgres, migrated_template: str) -> Iterator[str]:
    """A database of one's own with every table and not a single fact."""
    with _database(postgres, template=migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
def module_url(postgres: EmbeddedPostgres, migrated_template: str) -> Iterator[str]:
    """The same, shared by the tests of a module, which only look at what one of its fixtures has put there."""
    with _database(postgres, template=migrated_template) as url:
        yield url


@pytest.fixture
def app_url(migrated_url: str) -> str:
    """The same, as pages and workers reach it."""
    return as_role(migrated_url, DatabaseRole.APP)


@pytest.fixture
def projector_url(migrated_url: str) -> str:
    """The same, as the projector reaches it."""
    return as_role(migrated_url, DatabaseRole.PROJECTOR)


@pytest.fixture(scope="session")
def _redis() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def redis_url(_redis: str) -> str:
    """A real Redis, empty."""
    import redis

    with redis.Redis.from_url(_redis) as client:
        client.flushall()
    return _redis


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a real S3 server."""
    with serve_s3() as address:
        yield address


@pytest.fixture
def bucket_url(s3_server: str) -> str:
    """A bucket of one's own, with the keys to it."""
    return new_bucket(s3_server)


def new_bucket(server: str) -> str:
    """An empty bucket on *server*, with the keys to it."""
    name = f"pictures-{uuid.uuid4().hex}"
    asked = urllib.request.Request(f"{server}/{name}", method="PUT")  # noqa: S310 - our own server
    with urllib.request.urlopen(asked):  # noqa: S310 - as above
        return server.replace("://", "://key:secret@") + f"/{name}"


@pytest.fixture(scope="session")
def opensearch_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a real OpenSearch node, one for all workers; without one, tests that need it are left out."""
    workers = "PYTEST_XDIST_WORKER" in os.environ
    return shared_node(tmp_path_factory.getbasetemp().parent if workers else tmp_path_factory.getbasetemp())


@contextlib.contextmanager
def _database(server: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    _administer(server, make.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        if template != "template0":
            establish(server.url(name), login=False)  # what a database grants is not copied with it
        yield server.url(name)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(server: EmbeddedPostgres, statement: sql.Composed) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)
