"""Child processes that can't outlive whoever started them.

A supervisor that is killed outright can't stop anything any more, so each child asks the kernel beforehand to
be signalled when its parent goes (``PR_SET_PDEATHSIG``). A shim in front of the child does that, not a
``preexec_fn``: it runs in a process of its own, where no other thread can hold a lock across the fork.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

_SHIM = """
import ctypes, os, signal, sys
signal.pthread_sigmask(signal.SIG_SETMASK, [])
parent, signal_number, uid, gid = map(int, sys.argv[1:5])
if uid:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(1, signal_number, 0, 0, 0):
    sys.exit("prctl: " + os.strerror(ctypes.get_errno()))
if os.getppid() != parent:
    sys.exit("the parent is gone already")
try:
    os.execv(sys.argv[5], sys.argv[5:])
except OSError as error:
    sys.exit(f"{sys.argv[5]}: {error.strerror}")
"""


class Account(Struct, frozen=True):
    """Whom a child runs as, where that isn't whoever starts it."""

    uid: int
    gid: int


MYSELF = Account(0, 0)
"""Stay who you are: nothing is ever *switched* to root."""


def spawn(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    output: IO[bytes] | None = None,
    account: Account = MYSELF,
    on_orphaned: signal.Signals = signal.SIGKILL,
    listening: bool = False,
) -> subprocess.Popen[bytes]:
    """Start *command* in a session of its own, so that a Ctrl-C in the terminal reaches its parent only.

    A *listening* child reads its standard input from a pipe that its parent holds.
    Call it from a thread that lives as long as the child should: to the kernel the parent is a thread.
    """
    shim = [sys.executable, "-I", "-S", "-c", _SHIM]
    who = [os.getpid(), int(on_orphaned), account.uid, account.gid]
    return subprocess.Popen(
        [*shim, *map(str, who), *map(str, command)],
        env=dict(environment),
        stdin=subprocess.PIPE if listening else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def stop(child: subprocess.Popen[bytes], *escalation: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn and give *child* that many seconds; what still lives after the last is killed.

    Returns its exit code, negative when a signal ended it.
    """
    stop_all([child], *escalation)
    return child.returncode


def stop_all(children: Sequence[subprocess.Popen[bytes]], *escalation: tuple[signal.Signals, float]) -> None:
    """As :func:`stop`, for several at once: they share the seconds."""
    for number, seconds in (*escalation, (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        alive = [child for child in children if child.poll() is None]
        for child in alive:
            child.send_signal(number)
        for child in alive:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)  # whatever it had started itself
