"""Brings a database up to date: roles, tables of the log and the work, read models, and the list of erasures."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from typing import Final
from urllib.parse import unquote, urlsplit

import psycopg
from yoyo import get_backend, read_migrations

from store.adapters.drivers.embedded_postgres import DATABASE
from store.adapters.drivers.granting import establish, script
from store.adapters.drivers.roles import DatabaseRole
from store.entrypoints.wiring.settings import Settings

LONGEST_WAIT: Final = "60s"


def migrate(settings: Settings) -> None:
    """Apply what is missing; doing so again changes nothing.

    One at a time, by a lock in the database that ends with whoever holds it: a start that was killed here must not keep
    the next one out, as yoyo's own would, which is a row in a table.
    """
    from store.entrypoints.wiring.application import postgres_shop
    from store.entrypoints.wiring.erasing_again import erase_again

    establish(settings.database_url_owner or settings.database_url, login=settings.embedded)
    owner = settings.database_as(DatabaseRole.OWNER)
    address = owner.replace("postgresql://", "postgresql+psycopg://", 1).replace(
        "postgres://", "postgresql+psycopg://", 1
    )
    with as_file(files("store.adapters.drivers") / "migrations") as folder, alone(owner):
        backend = get_backend(address)
        try:
            backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))
        finally:
            backend.connection.close()
    with postgres_shop(settings) as shop:
        shop.runner().prepare()
        erase_again(shop)


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Wait until nobody else migrates the database at *url*; for a minute at most.

    :raises psycopg.errors.LockNotAvailable: after that.
    """
    with closing(psycopg.connect(url, autocommit=True, application_name="store migrate")) as db:
        db.execute("SELECT set_config('lock_timeout', %s, false)", (LONGEST_WAIT,))
        db.execute("SELECT pg_advisory_lock(hashtextextended('store/migrate', 0))")
        yield


def roles_script(settings: Settings) -> str:
    """What an administrator of the database runs where the shop may not make its roles by itself."""
    named = urlsplit(settings.database_url_owner or settings.database_url)
    return script(unquote(named.username or ""), unquote(named.path.lstrip("/")) or DATABASE)
