"""Facts as lines of files: JSON Lines and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import json

from store.application.audit.messages import FactView
from store.application.audit.searching import Form

PAGE: Final = 500
"""Facts in memory at a time."""
COLUMNS: Final = (
    "position", "recorded_at", "true_since", "kind", "stream", "version", "fact", "sentence", "actor", "reason",
    "correlation", "causation", "request_id", "body", "hash",
)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def heading(form: Form) -> Iterator[bytes]:
    """What stands above the facts."""
    if form is Form.CSV:
        yield _row(COLUMNS)


def lines(form: Form, facts: Iterable[FactView]) -> Iterator[bytes]:
    """One line for each fact."""
    for fact in facts:
        if form is Form.CSV:
            yield _row(map(neutral, _cells(fact)))
        else:
            yield json.encode(fact) + b"\n"


def neutral(cell: str) -> str:
    """*cell* such that no spreadsheet takes it for a formula: one that could be begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _cells(fact: FactView) -> list[str]:
    return [
        fact.position, fact.recorded_at.isoformat(), fact.at.isoformat(), fact.kind, str(fact.stream),
        str(fact.version), fact.tag, fact.sentence, fact.actor, fact.reason or "", str(fact.correlation),
        str(fact.causation or ""), fact.request_id, json.encode(fact.body).decode(), fact.hash,
    ]


def _row(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()
