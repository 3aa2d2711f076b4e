"""The small shop as one process tree: this supervisor, Postgres, the HTTP server and the background work.

It imports little, because it lives as long as they do, and it waits for signals instead of handling them:
with all of them blocked, a child's end and a wish to stop arrive one by one, at places of its own choosing.
"""

import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from store.adapters.drivers.data_folder import DataFolderLock, InUse
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres, PostgresFailed
from store.adapters.drivers.postgres_account import NoAccount
from store.adapters.drivers.process_tree import stop_all
from store.entrypoints.wiring.listening import PortTaken, answers_ready, check_port
from store.entrypoints.wiring.part import Part, ending, say
from store.entrypoints.wiring.reading_settings import to_environment
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.welcome import welcome

FAILED: Final = 1
ALREADY_RUNNING: Final = 3
PORT_TAKEN: Final = 4

_WAKE: Final = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD})
_STOP: Final = frozenset({signal.SIGINT, signal.SIGTERM})
_SECONDS_TO_READY: Final = 60.0
_PATIENCE: Final = 10.0


class Stopped(Exception):
    """Somebody asked the shop to close."""


class CannotServe(Exception):
    """The shop didn't open; the message says why."""


def serve(settings: Settings) -> int:
    """Run the shop until told to stop; returns the exit code."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _WAKE)
    settings = replace(settings, data_dir=settings.data_dir.absolute())
    try:
        with DataFolderLock(settings.data_dir, f"{settings.host}:{settings.port}"):
            check_port(settings)
            Supervisor(settings).run()
    except InUse as reason:
        return _refuse(reason, ALREADY_RUNNING)
    except PortTaken as reason:
        return _refuse(reason, PORT_TAKEN)
    except (CannotServe, PostgresFailed, NoAccount, OSError) as reason:
        return _refuse(reason, FAILED)
    return 0


class Supervisor:
    """Everything below ``store serve``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._postgres = None if settings.database_url else EmbeddedPostgres(settings.postgres_folder)
        url = self._postgres.url() if self._postgres else settings.database_url
        of_parts = replace(settings, database_url=url, embedded=self._postgres is not None)
        environment = {
            "MALLOC_ARENA_MAX": "2",  # threads that each keep their own freed memory cost more than they gain
            **_without_settings(os.environ),
            **to_environment(of_parts),
        }
        self._preparation = Part("preparation", "prepare", environment)
        self._http = Part("http", "http_process", environment)
        self._background = Part("background", "background_process", environment)
        self._parts = [self._http, self._background]

    def run(self) -> None:
        """Open the shop, keep it open, close it."""
        began = time.monotonic()
        try:
            self._http.warm_up()
            self._start_postgres()
            self._prepare()
            self._http.release()
            self._await_ready()
            self._background.start()
            sys.stdout.write(welcome(self._settings, time.monotonic() - began))
            sys.stdout.flush()
            while True:
                self._wait(self._soon())
                self._look_after_everything()
        except Stopped:
            say("closing")
        finally:
            self._close()

    def _start_postgres(self) -> None:
        if self._postgres:
            try:
                self._postgres.start(given_up=_asked_to_stop)
            except PostgresFailed:
                if _asked_to_stop():
                    raise Stopped from None
                raise

    def _prepare(self) -> None:
        """Migrations and demo shop, in a process of their own: what they import is gone when they are."""
        child = self._preparation.start()
        while child.poll() is None:
            self._wait(0.5)
        if child.returncode:
            raise CannotServe(
                f"the shop is not prepared ({ending(child.returncode)}); the reason stands above"
            )

    def _await_ready(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_READY
        while not answers_ready(self._settings):
            for part in self._parts:
                if part.process is not None and (code := part.process.poll()) is not None:
                    raise CannotServe(f"{part.name} did not start ({ending(code)}); the reason stands above")
            if time.monotonic() > deadline:
                raise CannotServe(f"not ready after {_SECONDS_TO_READY:g} s; `store doctor` may know why")
            self._wait(0.05)

    def _soon(self) -> float:
        """Seconds until to look, though no child ended: one may be due to be started again."""
        return _PATIENCE if all(part.process for part in self._parts) else 0.5

    def _look_after_everything(self) -> None:
        database = self._postgres
        if database and database.process and database.process.poll() is not None:
            say(f"postgres ended ({ending(database.process.returncode)}); starting it again")
            self._start_postgres()
        for part in self._parts:
            part.look_after()

    def _close(self) -> None:
        """Within ten seconds: pages and jobs first, so that Postgres has nobody left to wait for."""
        parts = [part.process for part in (self._preparation, *self._parts) if part.process is not None]
        stop_all(parts, (signal.SIGTERM, 5.0))
        if self._postgres:
            self._postgres.stop()

    @staticmethod
    def _wait(seconds: float) -> None:
        """Until a child ends or that long; :class:`Stopped` when asked to close."""
        arrived = signal.sigtimedwait(_WAKE, seconds)
        if arrived is None or arrived.si_signo == signal.SIGCHLD:
            return
        if arrived.si_signo == signal.SIGHUP and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            return  # started with nohup
        raise Stopped


def _asked_to_stop() -> bool:
    return bool(signal.sigpending() & _STOP)


def _without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("STORE_")}


def _refuse(reason: Exception, code: int) -> int:
    say(str(reason))
    return code
