"""What ``store doctor`` looks at, from the outside in."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from store.adapters.drivers.data_folder import DataFolderLock, InUse
from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.listening import PortTaken, answers_ready, check_port
from store.entrypoints.wiring.reading_settings import examine
from store.entrypoints.wiring.settings import Settings

_ENOUGH_SPACE: Final = 1 << 30
_LONG_ENOUGH: Final = 16


def examine_installation() -> Iterator[Check]:
    """One after another, so that the first that fails explains those after it."""
    settings, faults = examine()
    yield Check("Python", "ok", sys.version.split()[0])
    yield _settings(faults)
    yield _data_folder(settings)
    yield _space(settings)
    running = _running(settings)
    yield Check("shop", "ok", f"running (pid {running})" if running else "not running")
    yield _port(settings, running=bool(running))
    yield _front_end()
    yield from _secrets(settings)
    yield from _database(settings)
    yield _pictures(settings)
    if settings.opensearch_url:
        yield _search(settings)


def _settings(faults: list[str]) -> Check:
    if faults:
        return Check("settings", "failed", " ".join(faults), "`store config` lists what there is.")
    return Check("settings", "ok", "valid")


def _data_folder(settings: Settings) -> Check:
    folder = settings.data_dir.absolute()
    standing = _standing(folder)
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        return Check("data folder", "ok", f"{folder}{'' if folder.exists() else ' (will be made)'}")
    return Check("data folder", "failed", f"{standing} can't be written to", "Choose another with STORE_DATA_DIR.")


def _standing(folder: Path) -> Path:
    """The nearest folder above that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _space(settings: Settings) -> Check:
    free = shutil.disk_usage(_standing(settings.data_dir.absolute())).free
    found = f"{free / (1 << 30):.1f} GiB free"
    return (
        Check("disk", "ok", found) if free > _ENOUGH_SPACE else Check("disk", "warning", found, "Make room.")
    )


def _running(settings: Settings) -> str:
    if not settings.data_dir.exists():
        return ""
    try:
        with DataFolderLock(settings.data_dir):
            return ""
    except InUse as shop:
        return shop.pid


def _port(settings: Settings, *, running: bool) -> Check:
    if running and answers_ready(settings):
        return Check("port", "ok", f"{settings.port}: the shop answers that it is ready")
    try:
        check_port(settings)
    except PortTaken as taken:
        advice = "The shop may still be opening." if running else ""
        return Check("port", "warning" if running else "failed", str(taken), advice)
    return Check("port", "ok", f"{settings.port} is free")


def _front_end() -> Check:
    manifest = Path(__file__).parents[1] / "shared" / "static" / "dist" / "manifest.json"
    if manifest.is_file():
        return Check("front-end files", "ok", "built")
    return Check("front-end files", "failed", "not built", "`make assets` builds them.")


def _secrets(settings: Settings) -> Iterator[Check]:
    for path in (settings.data_dir / "secret", settings.keys_folder):
        with suppress(FileNotFoundError, NotADirectoryError):
            if path.stat().st_mode & 0o077:
                yield Check("secrets", "failed", f"others may look at {path}", f"chmod go= {path}")
    if settings.staff_token and len(settings.staff_token) < _LONG_ENOUGH:
        yield Check("staff token", "warning", "short enough to be guessed", "Use 32 random characters.")


def _database(settings: Settings) -> Iterator[Check]:
    import psycopg

    from store.entrypoints.wiring.reachable_database import reachable_database

    if not settings.database_url and not settings.postgres_folder.exists():
        yield Check("database", "ok", "embedded, will be made on the first start")
        return
    try:
        with reachable_database(settings) as found:  # noqa: SIM117  # two lines read better
            with psycopg.connect(found.database_url, connect_timeout=5) as connection:
                version = connection.info.server_version
    except Exception as reason:  # noqa: BLE001  # whatever it is, the report is where it belongs
        yield Check("database", "failed", str(reason), "Is STORE_DATABASE_URL right, and the server running?")
    else:
        kind = "embedded" if found.embedded else "outside"
        yield Check("database", "ok", f"{kind}, Postgres {version // 10000}.{version % 10000}")


def _pictures(settings: Settings) -> Check:
    from store.application.catalogue.ports import MediaAway
    from store.entrypoints.wiring.pictures import media

    if not settings.s3_url and not settings.data_dir.exists():
        return Check("pictures", "ok", "a folder, will be made on the first start")
    try:
        return Check("pictures", "ok", media(settings).probe())
    except MediaAway as reason:
        return Check("pictures", "failed", str(reason), "Is STORE_S3_URL right, and may its key read, write and delete?"
                     if settings.s3_url else "Choose another folder with STORE_DATA_DIR.")


def _search(settings: Settings) -> Check:
    from store.adapters.drivers.opensearch import NotThere, OpenSearch, OpenSearchAway

    cluster = OpenSearch(settings.opensearch_url, timeout=5.0)
    try:
        found = f"OpenSearch {cluster.ask('GET', '/')['version']['number']}"
        try:
            cluster.ask("GET", f"/_alias/{cluster.index}")
        except NotThere:
            return Check("search", "ok", f"{found}; its index will be built by `store projector`")
        return Check("search", "ok", f"{found}, index {cluster.index}")
    except OpenSearchAway as reason:
        return Check("search", "warning", str(reason), "Postgres answers meanwhile. Is STORE_OPENSEARCH_URL right?")
    finally:
        cluster.close()
