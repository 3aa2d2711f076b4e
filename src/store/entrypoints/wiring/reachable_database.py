"""A database for one command: the one that is set, the running shop's, or the embedded one meanwhile."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from msgspec.structs import replace

from store.adapters.drivers.data_folder import DataFolderLock, InUse
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres, running_url
from store.entrypoints.wiring.reading_settings import to_environment
from store.entrypoints.wiring.same_secret import expect_same_secret
from store.entrypoints.wiring.settings import Settings

_SECONDS_TO_WAIT: Final = 20.0


@contextmanager
def reachable_database(settings: Settings) -> Iterator[Settings]:
    """The same settings with a database that answers; the environment says so too, for whatever reads it.

    :raises AnotherSecret: if the keys of persons belong to another secret; nothing was begun then.
    """
    expect_same_secret(settings)
    if settings.database_url:
        yield settings
        return
    settings = replace(settings, data_dir=settings.data_dir.absolute())
    with ExitStack() as held:
        try:
            held.enter_context(DataFolderLock(settings.data_dir))
        except InUse as shop:
            url = _url_of_running_shop(settings, shop)
        else:
            url = held.enter_context(EmbeddedPostgres(settings.postgres_folder)).url()
        yield _told(settings, url)


def _told(settings: Settings, url: str) -> Settings:
    settings = replace(settings, database_url=url, embedded=True)
    os.environ.update(to_environment(settings))
    return settings


def _url_of_running_shop(settings: Settings, shop: InUse) -> str:
    """A shop that is just opening holds the folder before its Postgres answers."""
    deadline = time.monotonic() + _SECONDS_TO_WAIT
    while time.monotonic() < deadline:
        if url := running_url(settings.postgres_folder):
            return url
        time.sleep(0.1)
    raise shop
