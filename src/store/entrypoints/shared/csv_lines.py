"""Lines of files that spreadsheets open: comma-separated, and no text is a formula."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from store.entrypoints.shared.fact_lines import neutral


def csv_line(cells: Iterable[str | Decimal]) -> bytes:
    """One line of *cells*: text, which might be a formula, and numbers, which are none, be they below zero."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([
        f"{cell:f}" if isinstance(cell, Decimal) else neutral(cell) for cell in cells
    ])
    return out.getvalue().encode()
