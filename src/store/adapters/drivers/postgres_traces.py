"""What a Postgres server leaves in its data folder and among the processes, and how to clear it away."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct


class Note(Struct, frozen=True):
    """What a postmaster writes about itself into its data folder."""

    pid: int
    sockets: Path
    ready: bool


def read_note(folder: Path) -> Note | None:
    """None while there is none, or not all of it yet."""
    try:
        pid, _, _, _, sockets, _, _, state = (folder / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, ValueError):
        return None
    return Note(int(pid), Path(sockets), state.strip() == "ready")


def clear_orphans(folder: Path, sockets: Path) -> None:
    """End servers that a killed start left on *folder*, and forget their notes there and beside their socket.

    Every process of a server works in its data folder, so that is how to know them; the note alone may name a
    process id that belongs to something else by now. Under the caller's lock nobody runs here rightfully.
    """
    deadline = time.monotonic() + 5
    sent = signal.SIGQUIT
    while orphans := [pid for pid in working_in(folder) if pid != os.getpid()]:
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, sent)
        time.sleep(0.05)  # not our children: nobody tells us when they are gone
        if time.monotonic() > deadline:
            sent = signal.SIGKILL
    for note in (folder / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
        note.unlink(missing_ok=True)


def working_in(folder: Path, processes: Path = Path("/proc")) -> list[int]:
    """Postgres processes whose data is in *folder*, with those on their way out: what shows no program any more may
    hold its memory still, and a server that starts meanwhile finds that in use.
    """
    found = []
    for entry in processes.glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile, or somebody else's
            if (entry / "cwd").readlink() == folder and _program(entry) in {"postgres", None}:
                found.append(int(entry.name))
    return found


def _program(entry: Path) -> str | None:
    try:
        return (entry / "exe").readlink().name
    except FileNotFoundError:
        return None
