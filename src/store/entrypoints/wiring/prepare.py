"""Brings the database up to date and fills an empty shop, before it opens; leaves nothing in memory."""

import sys
import time

from store.entrypoints.wiring.garbage import collect_rarely
from store.entrypoints.wiring.reading_settings import read_settings


def prepare() -> None:
    """Migrate; then the demo shop, where one is wanted and nothing is there yet.

    :raises AnotherSecret: before any of it, if the keys of persons belong to another secret.
    """
    from store.entrypoints.wiring.migrate import migrate
    from store.entrypoints.wiring.same_secret import expect_same_secret

    settings = read_settings()
    expect_same_secret(settings)
    migrate(settings)
    if settings.demo:
        from store.entrypoints.wiring.seed import seed_if_empty

        seed_if_empty(settings, Progress())


class Progress:
    """Says how far something is, on one line that is written over on a terminal and seldom elsewhere."""

    def __init__(self) -> None:
        self._said = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Called as often as the work likes; *total* is 0 while nobody knows it."""
        now = time.monotonic()
        finished = bool(total) and done >= total
        terminal = sys.stderr.isatty()
        if not finished and now - self._said < (0.1 if terminal else 2.0):
            return
        self._said = now
        line = f"store: {what} {done:,}" + (f" of {total:,}" if total else "")
        end = "" if terminal and not finished else "\n"
        sys.stderr.write((f"\r\033[K{line}" if terminal else line) + end)
        sys.stderr.flush()


def main() -> int:
    """The exit code; foreseeable failures are sentences."""
    from psycopg import OperationalError

    from store.adapters.drivers.granting import RolesMissing
    from store.adapters.privacy.master_key import AnotherSecret

    collect_rarely()
    try:
        prepare()
    except OperationalError as away:
        said = str(away).splitlines() or ["no reason given"]
        sys.stderr.write(f"store: the database can't be used: {said[0]}. STORE_DATABASE_URL says where it is.\n")
        return 1
    except (AnotherSecret, RolesMissing) as reason:
        sys.stderr.write(f"store: {reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
