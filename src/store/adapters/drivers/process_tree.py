"""Child processes that can't outlive whoever started them.

A supervisor that is killed outright can't stop anything any more, so each child asks the kernel beforehand to be
signalled when its parent goes (``PR_SET_PDEATHSIG``). A shim in front of the child does that, not a ``preexec_fn``:
it runs in a process of its own, where no other thread can hold a lock across the fork.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from msgspec import Struct

_SHIM = """
import ctypes, os, sys
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
) -> subprocess.Popen[bytes]:
    """Start *command* in a session of its own, so that a Ctrl-C in the terminal reaches its parent only.

    Call it from a thread that lives as long as the child should: to the kernel the parent is a thread.
    """
    shim = [sys.executable, "-I", "-S", "-c", _SHIM]
    who = [os.getpid(), int(on_orphaned), account.uid, account.gid]
    return subprocess.Popen(
        [*shim, *map(str, who), *map(str, command)],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )


def stop(child: subprocess.Popen[bytes], *escalation: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn and give *child* that many seconds; what still lives after the last is killed.

    Returns its exit code, negative when a signal ended it.
    """
    for number, seconds in escalation:
        if child.poll() is not None:
            return child.returncode
        child.send_signal(number)
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    child.kill()
    return child.wait()
