"""What goes wrong: each fault is inflicted, lasts a moment, and is over when it returns. Recovering is the shop's."""

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from tests.chaos.stage import Stage

Fault = Callable[[Stage, random.Random], str]
"""Does it, and says in a few words what it was."""

PARTS: Final = {"http": "http_process", "background": "background_process"}
FARTHEST: Final = timedelta(minutes=100)


def kill_a_part(shop: Stage, chance: random.Random) -> str:
    name = chance.choice(list(PARTS))
    shop.serving.until(lambda: shop.serving.part(PARTS[name]), f"a process for {name}")
    os.kill(shop.serving.part(PARTS[name]), signal.SIGKILL)
    return f"SIGKILL of {name}"


def kill_the_supervisor(shop: Stage, chance: random.Random) -> str:
    del chance
    shop.kill_shop()
    shop.start_shop()
    return "SIGKILL of the supervisor"


def kill_postgres(shop: Stage, chance: random.Random) -> str:
    shop.stop_postgres(signal.SIGKILL)
    _a_moment(chance, 2)
    shop.restart_postgres()
    return "SIGKILL of the postmaster"


def kill_a_backend(shop: Stage, chance: random.Random) -> str:
    if backends := shop.backends():
        os.kill(chance.choice(backends), signal.SIGKILL)
    return "SIGKILL of a Postgres backend: all of them restart"


def restart_postgres(shop: Stage, chance: random.Random) -> str:
    how = chance.choice([signal.SIGINT, signal.SIGQUIT])
    shop.stop_postgres(how)
    _a_moment(chance, 3)
    shop.restart_postgres()
    return f"Postgres restarted ({'fast' if how == signal.SIGINT else 'immediate'})"


def lose_redis(shop: Stage, chance: random.Random) -> str:
    shop.kill_redis()
    _a_moment(chance, 3)
    shop.start_redis()
    return "Redis killed; the next one knows nothing"


def freeze(shop: Stage, chance: random.Random) -> str:
    name = chance.choice([*PARTS, "a Postgres backend"])
    pids = [shop.serving.part(PARTS[name])] if name in PARTS else shop.backends()
    frozen = [pid for pid in pids if pid]
    if not frozen:
        return f"nothing to freeze of {name}"
    pid = chance.choice(frozen)
    os.kill(pid, signal.SIGSTOP)
    _a_moment(chance, 4)
    os.kill(pid, signal.SIGCONT)
    return f"{name} frozen for a while"


def slow_wire(shop: Stage, chance: random.Random) -> str:
    wire = shop.wires[chance.choice(list(shop.wires))]
    delay = chance.choice([0.02, 0.1, 0.3])
    wire.slow(delay)
    _a_moment(chance, 4)
    wire.mend()
    return f"{delay * 1000:.0f} ms more on the wire to the {wire.name}"


def cut_wire(shop: Stage, chance: random.Random) -> str:
    wire = shop.wires[chance.choice(list(shop.wires))]
    times = chance.randint(1, 4)
    for _ in range(times):
        wire.cut()
        _a_moment(chance, 0.5)
    return f"the wire to the {wire.name} cut, {times} times"


def dumb_wire(shop: Stage, chance: random.Random) -> str:
    wire = shop.wires[chance.choice(list(shop.wires))]
    wire.hang()
    _a_moment(chance, 6)
    torn = chance.random() < 0.5
    if torn:
        wire.cut()
    wire.mend()
    return f"nothing passed on the wire to the {wire.name}{', then it was torn' if torn else ''}"


def fill_the_disk(shop: Stage, chance: random.Random) -> str:
    shop.disk.fill(leave=chance.choice([0, 0, 64 * 1024, 1024 * 1024]))
    _a_moment(chance, 5)
    shop.disk.free()
    if not shop.postgres_runs():
        shop.restart_postgres()
        return "the disk was full, and Postgres went down over it"
    return "the disk was full"


def turn_the_clock(shop: Stage, chance: random.Random) -> str:
    minutes = FARTHEST.total_seconds() / 60
    ahead = timedelta(minutes=chance.choice([0, -minutes, minutes, chance.uniform(-minutes, minutes)]))
    shop.clock.turn(ahead)
    return f"the shop's clock at {ahead.total_seconds() / 60:+.0f} minutes"


def faults(shop: Stage) -> Mapping[str, Fault]:
    """All that this machine allows."""
    found = [
        kill_a_part, kill_the_supervisor, kill_postgres, kill_a_backend, restart_postgres, lose_redis, freeze,
        slow_wire, cut_wire, dumb_wire,
    ]
    if shop.disk.small:
        found.append(fill_the_disk)
    if shop.clock.turns:
        found.append(turn_the_clock)
    return {fault.__name__.replace("_", " "): fault for fault in found}


def _a_moment(chance: random.Random, most: float) -> None:
    """How long a fault lasts. Nothing is waited for here: the time itself is what is inflicted."""
    time.sleep(chance.uniform(0.1, most))
