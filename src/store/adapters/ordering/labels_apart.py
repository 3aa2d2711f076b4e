"""Sets labels in a process of its own: a carrier's PDF is a stranger's, and who reads it may die, or eat all memory.

``python -m`` of this module reads what the template is to set as JSON, and writes a PDF. It knows no secrets: of what
is set outside it gets nothing but where Python finds its modules.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, Final

import structlog
from msgspec import json

from store.adapters.drivers.typesetting import Unset, typeset

TEMPLATE: Final = Path(__file__).with_name("parcel_label.typ")
MOST_PAGES: Final = 10
"""Of one label; one that has more is none."""
MEMORY: Final = 1_500_000_000
CPU_SECONDS: Final = 10
SECONDS: Final = 15.0
_ONE_AT_A_TIME: Final = Lock()
_UNSET: Final = 3


def set_apart(data: dict[str, Any], seconds: float = SECONDS) -> bytes:
    """A PDF of *data*.

    :raises Unset: whatever became of the process that was to make it.
    """
    with _ONE_AT_A_TIME:
        try:
            made = subprocess.run(
                [sys.executable, "-m", __name__], input=json.encode(data), capture_output=True, timeout=seconds,
                env={"PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))}, check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Unset from late
    if made.returncode or not made.stdout.startswith(b"%PDF-"):
        if made.returncode != _UNSET:
            structlog.get_logger().warning("setting labels came to nothing", code=made.returncode)
        raise Unset
    return made.stdout


def main() -> int:
    """The process."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    data = json.decode(sys.stdin.buffer.read())
    try:
        sys.stdout.buffer.write(typeset(TEMPLATE, {**data, "labels": _pages(data)}, kept=False))
    except Unset:
        return _UNSET
    return 0


def _pages(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Each page of a carrier's own is one of ours: a second one may be for customs."""
    return [
        page for label in data["labels"]
        for page in ([{**label, "page": it} for it in range(1, _count(data, label) + 1)] if "pdf" in label else [label])
    ]


def _count(data: dict[str, Any], label: dict[str, Any]) -> int:
    for page in range(2, MOST_PAGES + 2):
        try:
            typeset(TEMPLATE, {**data, "labels": [{**label, "page": page}]}, kept=False)
        except Unset as refused:
            if "does not exist" in str(refused.__cause__):
                return page - 1
            raise
    raise Unset


if __name__ == "__main__":
    sys.exit(main())
