"""Which Python makes the virtual environment when nobody chose one.

Version managers build Python without profile-guided optimisation, distributions with it, and all that runs in it is a
third slower or faster for that. No Python says reliably how it was built: so each that could stand in is timed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

WORTH_IT = 1.25
"""What another one must do in the time in which the one of the PATH does 1."""

TURNS = 3
PATIENCE = 3.0
"""Seconds after which one that doesn't answer is left alone."""

WHO = """
import json, os, sys, sysconfig
import ctypes, sqlite3, ssl, venv, zlib  # a Python built without one of them is of no use to pip or the shop
kind = [sys.version_info[0], sys.version_info[1], sysconfig.get_config_var("SOABI")]
print(json.dumps([sys._base_executable, sys.version.split()[0], kind]))
"""

WORK = """
import time

class Line:
    def __init__(self, name, pieces):
        self.name = name
        self.pieces = pieces

    def worth(self, price):
        return self.pieces * price

def work():
    prices = {f"mug-{number}": number for number in range(50)}
    names = []
    for number in range(6000):
        line = Line(f"mug-{number % 50}", number)
        prices[line.name] = line.worth(prices[line.name]) % 997
        names.append(line.name)
    return ", ".join(names)

tries = []
while len(tries) < 10 and sum(tries) < 0.02:
    began = time.process_time()
    work()
    tries.append(time.process_time() - began)
print(min(tries))
"""
"""Takes 2 ms a try, 20 ms a turn; of CPU, so that the neighbours on the machine count for less."""


class Python(NamedTuple):
    path: str
    version: str
    kind: tuple[object, ...]
    """Its minor version and its binary interface: packages with machine code fit both or neither."""


class Faster(NamedTuple):
    path: str
    version: str
    times: float
    """How many times as fast as the one of the PATH."""


def faster(folders: list[str] | None = None) -> Faster | None:
    """The fastest Python of the same minor version, if it is worth it, of those in the PATH and /usr/bin."""
    own = introduced(sys.executable)
    if own is None:
        return None
    others = alike(own, folders or [*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin"])
    seconds = timed([own, *others]) if others else {}
    best = min((python for python in others if python in seconds), key=lambda python: seconds[python], default=None)
    if best is None or own not in seconds or seconds[own] < seconds[best] * WORTH_IT:
        return None
    return Faster(best.path, best.version, seconds[own] / seconds[best])


def alike(own: Python, folders: list[str]) -> list[Python]:
    """Each once, however many links and shims lead to it."""
    asked: set[tuple[str, str]] = set()
    found = {os.path.realpath(own.path): own}
    for folder in folders:
        for name in (f"python3.{own.kind[1]}", "python3"):
            path = shutil.which(name, path=folder) if Path(folder).is_absolute() else None
            # Some managers have one program for a shim under each name: what it does depends on how it was called.
            if path is None or (name, os.path.realpath(path)) in asked:
                continue
            asked.add((name, os.path.realpath(path)))
            python = introduced(path)
            if python and python.kind == own.kind:
                found.setdefault(os.path.realpath(python.path), python)
    return list(found.values())[1:]


def introduced(path: str) -> Python | None:
    """Who answers under this path: behind a shim or inside a virtual environment, another one."""
    match answer(path, WHO):
        case [str(real), str(version), list(kind)]:
            return Python(real, version, tuple(kind))
        case _:
            return None


def timed(pythons: list[Python]) -> dict[Python, float]:
    """Seconds of CPU, the best try of each; in turns, since the machine itself is faster now and slower then."""
    best = dict.fromkeys(pythons, float("inf"))
    for _ in range(TURNS):
        for python in list(best):
            match answer(python.path, WORK):
                case float(seconds) if seconds > 0:
                    best[python] = min(best[python], seconds)
                case _:
                    del best[python]
    return best


def answer(path: str, code: str) -> object:
    """What the code prints; None of a Python that is broken, silent or talks of something else."""
    try:
        with subprocess.Popen(
            [path, "-I", "-S", "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=PATIENCE)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)  # with what a shim may have started
                raise
        answered: object = json.loads(said)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return None if process.returncode else answered
