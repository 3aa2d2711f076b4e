"""What a replayed log came to, read from the facts, beside what the file itself says: to the thousandth of a pound."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, LiteralString

from bench.orders_log import Plan, Row
from bench.orders_world import lost
from store.entrypoints.wiring.containers import Shop

_PLACED: Final[LiteralString] = """
SELECT to_char((state::jsonb ->> 'at')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM'), count(*),
       sum((state::jsonb #>> '{totals,total,minor}')::bigint)
FROM (SELECT state FROM log.events WHERE tag = 'ordering/placed-1' OFFSET 0) AS placed GROUP BY 1 ORDER BY 1
"""
_BACK: Final[LiteralString] = """
SELECT coalesce(sum((state::jsonb #>> '{amount,minor}')::bigint), 0)
FROM (SELECT state FROM log.events WHERE tag = 'payments/refund-requested-1' OFFSET 0) AS back
"""
_LISTED: Final[LiteralString] = "SELECT count(*), coalesce(sum(total), 0) FROM read.orders"


class Books:
    """The sums of a shop that a log was replayed into."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def of(self, plan: Plan, rows: Iterable[Row]) -> dict[str, Any]:
        """All of them, in thousandths. ``rounded`` is what pence make of the thousandths of the file."""
        with self._shop.pool().connection() as db:
            months = {month: int(minor) * 10 for month, _, minor in db.execute(_PLACED)}
            [(back,)] = db.execute(_BACK).fetchall()
            [(listed, total)] = db.execute(_LISTED).fetchall()
        by_month: Counter[str] = Counter()
        rounded: Counter[str] = Counter()
        began: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: (row.at, row.row_no)):
            if row.sells:
                month = began.setdefault(row.invoice_no, f"{row.at:%Y-%m}")
                by_month[month] += row.worth
                rounded[month] += lost(row)
        return {
            "sold_in_the_file": plan.sold, "sold_by_the_facts": sum(months.values()),
            "rounded": sum(rounded.values()), "rule": "half up to pence, each piece, one at least",
            "sold_by_month": months, "sold_in_the_file_by_month": dict(sorted(by_month.items())),
            "rounded_by_month": {month: it for month, it in sorted(rounded.items()) if it},
            "cancelled_in_the_file": plan.cancelled + plan.unmatched, "given_back_by_the_facts": -int(back) * 10,
            "cancelled_of_orders": plan.cancelled, "unmatched": plan.unmatched,
            "unmatched_lines": plan.unmatched_lines, "orders_listed": listed, "total_listed": int(total) * 10,
        }


def compared(found: dict[str, Any], totals: dict[str, Any]) -> list[str]:
    """What doesn't agree, in words: the facts with the file, and of all of it the file with what others summed up."""
    sums = found["sums"]
    pairs = [
        ("sold", sums["sold_by_the_facts"] - sums["rounded"], sums["sold_in_the_file"]),
        ("given back", sums["given_back_by_the_facts"], sums["cancelled_of_orders"]),
        ("listed", sums["total_listed"], sums["sold_by_the_facts"]), ("orders", sums["orders_listed"], found["orders"]),
    ]
    for month, worth in sums["sold_in_the_file_by_month"].items():
        kept = sums["sold_by_month"].get(month, 0) - sums["rounded_by_month"].get(month, 0)
        pairs.append((f"sold in {month}", kept, worth))
    for month in list(sums["sold_in_the_file_by_month"])[:None if found["whole"] else -1]:  # it may be begun
        if month in totals.get("revenue_by_month", {}):
            stated = milli(totals["revenue_by_month"][month])
            pairs.append((f"sold in {month}, by the totals", sums["sold_in_the_file_by_month"][month], stated))
    if found["whole"]:
        pairs += [
            ("sold, by the totals", sums["sold_by_the_facts"] - sums["rounded"], milli(totals["sales_revenue"])),
            ("cancelled, by the totals", sums["cancelled_in_the_file"], milli(totals["cancelled_total"])),
            ("all lines, by the totals", sums["sold_in_the_file"] + sums["cancelled_in_the_file"],
             milli(totals["net_total_all_lines"])),
            ("lines, by the totals", found["lines"], totals["sales_lines"]),
            ("months, by the totals", len(sums["sold_in_the_file_by_month"]), len(totals["revenue_by_month"])),
        ]
    return [f"{what}: {one} is not {other}" for what, one, other in pairs if one != other]


def milli(pounds: str) -> int:
    """Thousandths of what is written as pounds."""
    return int(Decimal(pounds) * 1000)
