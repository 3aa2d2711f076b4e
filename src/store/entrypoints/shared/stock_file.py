"""Stock as a file of comma-separated values: as somebody wants it to be."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, structs

from store.application.inventory.messages import AdjustStock, CountStock, PutRight, ReceiveStock
from store.application.shared.authority import EVERYTHING, Scope
from store.domain.inventory.events import Cause
from store.domain.inventory.places import LocationCode
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import Sku
from store.entrypoints.shared.fact_lines import neutral

MOST_ROWS: Final = 500
LARGEST_FILE: Final = 500_000  # bytes
WISHES: Final = ("on_hand", "change", "received")
_MOST: Final = 1_000_000
_LONGEST_REASON: Final = 200


class NotAStockFile(RuleViolated):
    """This is no list of stock: its first line names the columns, "sku" and one of "on_hand", "change", "received"."""


class TooManyRows(RuleViolated):
    """A file may have up to 500 rows. Send the others in a second one."""


class Line(Struct, frozen=True):
    """One line of the file: a wish and why, or what is wrong with it."""

    number: int
    sku: str
    wish: PutRight | None
    reason: str
    fault: str = ""

    @property
    def place(self) -> LocationCode | None:
        """The place it is about, where it names one."""
        return self.wish.location if self.wish else None


def read(data: bytes, reason: str, scope: Scope = EVERYTHING) -> list[Line]:
    """What the file *data* wishes for within *scope*; *reason* is good for lines without one of their own.

    :raises NotAStockFile: if it is none.
    :raises TooManyRows: if it is too long.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAStockFile from None
    first, _, _ = text.partition("\n")
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    known = {name.strip().lower() for name in rows.fieldnames or () if name}
    if "sku" not in known or not known & set(WISHES):
        raise NotAStockFile
    found: list[Line] = []
    try:
        for row in rows:
            cells = {name.strip().lower(): _plain(value) for name, value in row.items()
                     if isinstance(name, str) and isinstance(value, str)}
            if any(cells.values()):
                found.append(_line(_number(cells.get("line", "")) or rows.line_num, cells, reason, scope))
            if len(found) > MOST_ROWS:
                raise TooManyRows
    except csv.Error:
        raise NotAStockFile from None
    return found


def _line(number: int, cells: Mapping[str, str], reason: str, scope: Scope) -> Line:
    sku, said = cells.get("sku", ""), [name for name in WISHES if cells.get(name)]
    why = (cells.get("reason") or reason)[:_LONGEST_REASON]
    fault = (
        "No SKU stands in it." if not sku
        else "Fill one of on_hand, change and received." if len(said) != 1
        else ""
    )
    if fault:
        return Line(number, sku, None, why, fault)
    [name] = said
    pieces = _number(cells[name])
    if pieces is None:
        return Line(number, sku, None, why, f"{name} is no whole number of up to 1,000,000.")
    cause = cells.get("cause", "").lower() or Cause.OTHER
    if cause not in set(Cause):
        return Line(number, sku, None, why, f"cause is none of {', '.join(Cause)}.")
    wish = _wish(name, Sku(sku), pieces, Cause(cause), why, cells.get("shown", ""))
    place = LocationCode(cells["location"].upper()) if cells.get("location") else None
    return Line(number, sku, structs.replace(wish, scope=scope, location=place), why)


def _wish(name: str, sku: Sku, pieces: int, cause: Cause, why: str, shown: str) -> PutRight:
    match name:
        case "on_hand":
            return CountStock(sku=sku, on_hand=pieces, reason=why, shown=_number(shown))
        case "change":
            return AdjustStock(sku=sku, change=pieces, cause=cause, reason=why)
        case _:
            return ReceiveStock(sku=sku, quantity=pieces)


def _number(text: str) -> int | None:
    digits = text.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MOST))):
        return None
    return int(text) if int(digits) <= _MOST else None


def _plain(cell: str) -> str:
    """A cell as it was before it was made harmless."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and neutral(cell[1:]) == cell else cell
