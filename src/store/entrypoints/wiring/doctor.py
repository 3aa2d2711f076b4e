"""What ``store doctor`` looks at, from the outside in."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from store.adapters.drivers.data_folder import DataFolderLock, InUse
from store.entrypoints.cli.desk import Check
from store.entrypoints.wiring.doctor_keys import keys_of_persons
from store.entrypoints.wiring.doctor_outside import outside
from store.entrypoints.wiring.doctor_travel import on_the_way
from store.entrypoints.wiring.listening import PortTaken, answer, check_port
from store.entrypoints.wiring.reading_settings import examine
from store.entrypoints.wiring.settings import Settings

_ENOUGH_SPACE: Final = 1 << 30
_LONG_ENOUGH: Final = 16
_FOLDER: Final = "STORE_DATA_DIR"


def examine_installation() -> Iterator[Check]:
    """One after another, so that the first that fails explains those after it."""
    settings, faults = examine()
    yield Check("Python", "ok", sys.version.split()[0])
    yield _settings(faults)
    yield _data_folder(settings)
    yield _space(settings)
    running = _running(settings)
    yield _shop(settings, running)
    yield _port(settings, running)
    yield _front_end()
    yield from _secrets(settings)
    yield from on_the_way(settings)
    yield from outside(settings)


def _settings(faults: list[str]) -> Check:
    if faults:
        return Check("settings", "failed", " ".join(faults), "`store config` lists what there is.")
    return Check("settings", "ok", "valid")


def _data_folder(settings: Settings) -> Check:
    folder = settings.data_dir.absolute()
    standing = _standing(folder)
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        said = "STORE_DATA_DIR" if os.environ.get(_FOLDER) else "the default, seen from this folder"
        return Check("data folder", "ok", f"{folder} ({said}{'' if folder.exists() else '; will be made'})")
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


def _running(settings: Settings) -> InUse | None:
    """Who works on the data folder."""
    if not settings.data_dir.exists():
        return None
    try:
        with DataFolderLock(settings.data_dir):
            return None
    except InUse as shop:
        return shop
    except OSError:  # the folder is no folder, or closed to us: said by the check before
        return None


def _shop(settings: Settings, running: InUse | None) -> Check:
    if running:
        where = f" at {running.place}" if running.place else ""
        return Check("shop", "ok", f"running (pid {running.pid}){where}")
    advice = "" if os.environ.get(_FOLDER) else "A shop on another folder is looked at with its STORE_DATA_DIR."
    return Check("shop", "ok", f"not running on {settings.data_dir.absolute()}", advice)


def _port(settings: Settings, running: InUse | None) -> Check:
    """Of a running shop the port that it listens on, whatever the settings of this terminal say."""
    if running is None:
        return _free_port(settings)
    host, _, port = running.place.rpartition(":")
    there = replace(settings, host=host, port=int(port)) if host and port.isdecimal() else settings
    other = "" if there.port == settings.port else f" (STORE_PORT says {settings.port} here, and is not what it uses)"
    answered = answer(there)
    if answered.endswith(b"200"):
        return Check("port", "ok", f"{there.port}: the shop answers that it is ready{other}")
    found = "the shop answers that it is not ready" if answered else "nothing answers"
    return Check(
        "port", "warning", f"{there.port}: {found}{other}",
        "It may still be opening. /health/ready and its log say more." if answered else
        "It may still be opening; otherwise its log says why.",
    )


def _free_port(settings: Settings) -> Check:
    try:
        check_port(settings)
    except PortTaken as taken:
        if answer(settings).startswith(b"HTTP/"):
            return Check(
                "port", "failed", f"{settings.port} is taken, by another shop or some other web server",
                "If it is a shop, look at it with its STORE_DATA_DIR; else choose another port with STORE_PORT.",
            )
        return Check("port", "failed", str(taken).partition(". ")[0], "Choose another with STORE_PORT.")
    return Check("port", "ok", f"{settings.port} is free")


def _front_end() -> Check:
    manifest = Path(__file__).parents[1] / "shared" / "static" / "dist" / "manifest.json"
    if manifest.is_file():
        return Check("front-end files", "ok", "built")
    return Check("front-end files", "failed", "not built", "`make assets` builds them.")


def _secrets(settings: Settings) -> Iterator[Check]:
    yield from keys_of_persons(settings)
    for path in (settings.secret_file, settings.keys_folder):
        with suppress(FileNotFoundError, NotADirectoryError):
            if path.stat().st_mode & 0o077:
                yield Check("secrets", "failed", f"others may look at {path}", f"chmod go= {path}")
    if any(len(token) < _LONG_ENOUGH for token in settings.staff_token.split(",") if token):
        yield Check("staff token", "warning", "short enough to be guessed", "Use 32 random characters.")
