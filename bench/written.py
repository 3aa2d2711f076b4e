"""What benches measured, written down: ``bench/results/<name>.json``, which is no part of the project."""

import json
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results"


def write_down(name: str, found: Any) -> None:
    """Put *found* in the place of what the bench called *name* found the last time."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")
