"""A merchant's log of invoices, read and planned: which orders were placed, and which pieces of which were cancelled.

The shop sells at prices that each invoice names, so that one code at two prices is two articles here. What a cart
can't hold is divided: pieces over 999 of one article lie under a second name of it, and an invoice of more than 500
lines is several orders. A cancellation names no order: it is taken to be of the newest of the same known customer that
has pieces of that code at that price left. What fits none (bought before the log began, discounts, fees, nobody known)
is counted and not replayed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

MOST_PIECES: Final = 999
MOST_LINES: Final = 500
COLUMNS: Final = (
    "row_no", "invoice_no", "stock_code", "description", "quantity", "invoice_ts", "unit_price_milli", "customer_id",
    "country", "is_cancellation",
)


@dataclass(frozen=True)
class Row:
    """One line of the log. ``milli`` is the price of a piece, in thousandths of a pound."""

    row_no: int
    invoice_no: str
    stock_code: str
    description: str
    quantity: int
    at: datetime
    milli: int
    customer: int | None
    country: str
    cancels: bool

    @property
    def sells(self) -> bool:
        """Whether it is a sale: no cancellation, and neither nothing nor for nothing."""
        return not self.cancels and self.quantity > 0 and self.milli > 0

    @property
    def worth(self) -> int:
        """In thousandths; negative where it cancels."""
        return self.quantity * self.milli


@dataclass
class Wanted:
    """An order as it is to be placed: pieces by article. ``number`` tells the orders of one invoice apart."""

    invoice: str
    number: int
    at: datetime
    customer: str
    country: str
    pieces: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called while it is replayed."""
        return f"{self.invoice}/{self.number}"


@dataclass
class Unwanted:
    """A cancellation: of which orders, by name, which pieces."""

    invoice: str
    at: datetime
    pieces: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass
class Plan:
    """What is to be done, in the order in which it happened; and what can't be, in thousandths."""

    deeds: list[Wanted | Unwanted]
    articles: dict[str, Row]
    """A row that sold each, for its name and price."""
    sold: int = 0
    cancelled: int = 0
    unmatched: int = 0
    lines: int = 0
    unmatched_lines: int = 0
    left_out: int = 0
    """Lines that are neither sales nor cancellations."""

    @property
    def stock(self) -> dict[str, int]:
        """What has to lie there at first, so that all of it can be sold: derived, for the log doesn't say."""
        needed: defaultdict[str, int] = defaultdict(int)
        for it in self.deeds:
            if isinstance(it, Wanted):
                for article, pieces in it.pieces.items():
                    needed[article] += pieces
        return dict(needed)


def read(path: Path) -> list[Row]:
    """The rows of a Parquet file. It needs ``pyarrow``, which is no part of the project."""
    parquet: Any = import_module("pyarrow.parquet")
    table = parquet.read_table(path, columns=list(COLUMNS))
    return [Row(
        row_no, invoice, code, text or "", quantity, at.replace(tzinfo=UTC), milli, customer, country or "", cancels,
    ) for row_no, invoice, code, text, quantity, at, milli, customer, country, cancels in zip(
        *(table.column(name).to_pylist() for name in COLUMNS), strict=True,
    )]


def first_invoices(rows: Sequence[Row], most: int | None) -> list[Row]:
    """The rows of the first *most* invoices, by when they were written."""
    began: dict[str, tuple[datetime, int]] = {}
    for row in rows:
        moment = (row.at, row.row_no)
        began[row.invoice_no] = min(began.get(row.invoice_no, moment), moment)
    chosen = set(sorted(began, key=began.__getitem__)[:most])
    return [row for row in rows if row.invoice_no in chosen]


def planned(rows: Iterable[Row]) -> Plan:
    """What *rows* ask for."""
    invoices: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.row_no)):
        invoices.setdefault(row.invoice_no, []).append(row)
    plan, left = Plan([], {}), defaultdict[tuple[int | None, str, int], list[_Lot]](list)
    for invoice, its in invoices.items():
        sales, cancels = [row for row in its if row.sells], [row for row in its if row.cancels]
        plan.left_out += len(its) - len(sales) - len(cancels)
        if sales:
            _place(invoice, sales, plan, left)
        if cancels:
            _cancel(invoice, cancels, plan, left)
    return plan


@dataclass
class _Lot:
    """Pieces of an order that may still be cancelled."""

    order: str
    article: str
    pieces: int


def _place(
    invoice: str, sales: list[Row], plan: Plan, left: dict[tuple[int | None, str, int], list[_Lot]]
) -> None:
    wanted: dict[tuple[str, int], int] = {}
    for row in sales:
        key = row.stock_code, row.milli
        wanted[key] = wanted.get(key, 0) + row.quantity
        plan.sold += row.worth
        plan.lines += 1
    first = sales[0]
    who = f"customer-{first.customer}" if first.customer else f"guest-{invoice}"
    names = {(row.stock_code, row.milli): row for row in sales}
    lots = [
        (key, article, pieces) for key, many in wanted.items() for article, pieces in _divided(key, many)
    ]
    for number, start in enumerate(range(0, len(lots), MOST_LINES), start=1):
        order = Wanted(invoice, number, first.at, who, first.country)
        for key, article, pieces in lots[start:start + MOST_LINES]:
            order.pieces[article] = pieces
            plan.articles.setdefault(article, names[key])
            if first.customer is not None:
                left[first.customer, *key].append(_Lot(order.name, article, pieces))
        plan.deeds.append(order)


def _divided(key: tuple[str, int], many: int) -> Iterable[tuple[str, int]]:
    code, milli = key
    for nth, start in enumerate(range(0, many, MOST_PIECES)):
        yield f"{code}@{milli}" + f"+{nth}" * bool(nth), min(MOST_PIECES, many - start)


def _cancel(
    invoice: str, cancels: list[Row], plan: Plan, left: dict[tuple[int | None, str, int], list[_Lot]]
) -> None:
    off = Unwanted(invoice, cancels[0].at)
    for row in cancels:
        need = -row.quantity
        lots = left[row.customer, row.stock_code, row.milli] if row.customer is not None else []
        while need and lots:
            lot = lots[-1]
            taken = min(need, lot.pieces)
            of = off.pieces.setdefault(lot.order, {})
            of[lot.article] = of.get(lot.article, 0) + taken
            need, lot.pieces = need - taken, lot.pieces - taken
            if not lot.pieces:
                lots.pop()
        plan.cancelled -= (-row.quantity - need) * row.milli
        plan.unmatched -= need * row.milli
        plan.unmatched_lines += bool(need)
    if off.pieces:
        plan.deeds.append(off)
