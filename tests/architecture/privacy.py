"""Writes docs/privacy: the record of processing and the table of retention.

``python -m tests.architecture.privacy`` (``make privacy``) writes them; a test says if they are stale.
"""

from pathlib import Path

from store.application.privacy.compliance import record_of_processing, retention
from store.entrypoints.wiring.register import EVENTS

FOLDER = Path(__file__).parents[2] / "docs/privacy"
PAGES = {"record-of-processing.md": record_of_processing, "retention.md": retention}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(EVENTS))


if __name__ == "__main__":
    main()
