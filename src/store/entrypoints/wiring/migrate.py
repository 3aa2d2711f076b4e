"""Brings a database up to date: roles, tables of the log and the work, then the read models."""

from importlib.resources import as_file, files
from urllib.parse import unquote, urlsplit

from yoyo import get_backend, read_migrations

from store.adapters.drivers.embedded_postgres import DATABASE
from store.adapters.drivers.granting import establish, script
from store.adapters.drivers.roles import DatabaseRole
from store.entrypoints.wiring.settings import Settings


def migrate(settings: Settings) -> None:
    """Apply what is missing; doing so again changes nothing. One at a time, by a lock in the database."""
    from store.entrypoints.wiring.application import postgres_shop

    establish(settings.database_url_owner or settings.database_url, login=settings.embedded)
    address = settings.database_as(DatabaseRole.OWNER).replace("postgresql://", "postgresql+psycopg://", 1).replace(
        "postgres://", "postgresql+psycopg://", 1
    )
    with as_file(files("store.adapters.drivers") / "migrations") as folder:
        backend = get_backend(address)
        try:
            with backend.lock():
                backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))
        finally:
            backend.connection.close()
    with postgres_shop(settings) as shop:
        shop.runner().prepare()


def roles_script(settings: Settings) -> str:
    """What an administrator of the database runs where the shop may not make its roles by itself."""
    named = urlsplit(settings.database_url_owner or settings.database_url)
    return script(unquote(named.username or ""), unquote(named.path.lstrip("/")) or DATABASE)
