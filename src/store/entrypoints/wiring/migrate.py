"""Brings a database up to date: tables of the log and the work, then the read models."""

from importlib.resources import as_file, files

from yoyo import get_backend, read_migrations

from store.entrypoints.wiring.settings import Settings


def migrate(settings: Settings) -> None:
    """Apply what is missing; doing so again changes nothing. One at a time, by a lock in the database."""
    from store.entrypoints.wiring.application import postgres_shop

    address = settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1).replace(
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
