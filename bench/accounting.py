"""What processes cost, from the operating system's own books (Linux)."""

import os
import re
from contextlib import suppress
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def below(pid: int) -> list[int]:
    """*pid* and all its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in task.read_text().split()]
    return found


def is_postgres(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/exe").readlink().name == "postgres"
    return False


def cpu(pid: int) -> tuple[float, float]:
    """Milliseconds of CPU that the tree under *pid* has used: the server's processes, and Postgres's."""
    server = postgres = 0.0
    for one in below(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            used = _TICK * sum(map(int, fields[11:15]))  # its own, and that of children it has buried
            if is_postgres(one):
                postgres += used
            else:
                server += used
    return server, postgres


def memory(pid: int) -> dict[str, float]:
    """Megabytes (proportional set size) of each kind of process under *pid*."""
    found: dict[str, float] = {}
    for one in below(pid):
        with suppress(OSError):
            pss = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            words = Path(f"/proc/{one}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            kind = "postgres" if is_postgres(one) else next(
                (name for name in ("http", "background") if f"{name}_process" in words), "supervisor"
            )
            found[kind] = found.get(kind, 0.0) + int(pss[1] if pss else 0) / 1024
    return found
