"""What became of the rows of an import, as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from store.application.catalogue.imports import ImportRow
from store.entrypoints.shared.fact_lines import neutral


def heading() -> bytes:
    """The names of the columns."""
    return _row(["line", "key", "name", "result", "why"])


def lines(rows: Iterable[ImportRow]) -> bytes:
    """*rows* one after another; no cell is run as a formula."""
    return b"".join(_row([str(row.line), row.key, row.name, row.result.value, row.words]) for row in rows)


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
    return out.getvalue().encode()
