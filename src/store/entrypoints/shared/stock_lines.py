"""Stock as a file of comma-separated values: as it is, and what of a file that was read would change something."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    LocationLevel,
    ReceiveStock,
    StockLevel,
    StockRow,
    Tried,
)
from store.domain.inventory.places import MAIN, LocationCode
from store.entrypoints.shared.fact_lines import neutral
from store.entrypoints.shared.stock_file import WISHES, Line

_COLUMNS: Final = ("sku", "name", "on_hand", "reserved", "available", "low_at")
_WITH_PLACES: Final = ("sku", "name", "location", "on_hand", "reserved", "available", "low_at")


def heading(*, places: bool) -> bytes:
    """The first line of a file that is taken away; with *places* it says where pieces lie."""
    return _row(_WITH_PLACES if places else _COLUMNS)


def lines(rows: Iterable[StockRow], *, places: bool) -> Iterator[bytes]:
    """One line for each SKU; with *places* one for each place where pieces of it lie."""
    for row in rows:
        what = (neutral(row.sku), neutral(row.name))
        low_at = "" if row.threshold is None else str(row.threshold)
        if not places:
            yield _row((*what, str(row.on_hand), str(row.reserved), str(row.available), low_at))
            continue
        for at in row.locations or [LocationLevel(MAIN, 0, 0, 0)]:
            yield _row((*what, at.location, str(at.on_hand), str(at.reserved), str(at.available), low_at))


def there(level: StockLevel, place: LocationCode | None) -> int:
    """How many pieces lie at *place*, or at the first."""
    return next((it.on_hand for it in level.locations if it.location == (place or MAIN)), 0)


def written(wanted: Sequence[Line], tried: Sequence[Tried]) -> str:
    """What of *wanted* would change something as a file again, each with what was there when it was *tried*."""
    rows = [_row(("line", "sku", "location", *WISHES, "cause", "reason", "shown"))]
    for line, it in zip(wanted, tried, strict=True):
        if it.before is None or it.after in {None, it.before}:
            continue
        match line.wish:
            case CountStock(on_hand=on_hand):
                cells = (str(on_hand), "", "", "", line.reason, str(there(it.before, line.wish.location)))
            case AdjustStock(change=change, cause=cause):
                cells = ("", str(change), "", cause, line.reason, "")
            case ReceiveStock(quantity=quantity):
                cells = ("", "", str(quantity), "", line.reason, "")
            case _:
                raise TypeError(type(line.wish))
        rows.append(_row((str(line.number), line.sku, line.wish.location or "", *cells)))
    return b"".join(rows).decode()


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
