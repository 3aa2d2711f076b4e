"""Replays a real merchant's log of invoices through the application's commands, with the times at which they happened.

    python -m bench.orders_replay [--log FILE] [--totals FILE] [--invoices N] [--minutes M] [--at-once N]

Embedded Postgres with fsync on, one process. The clock tells each command the time of its invoice; carts are opened and
filled, orders are bought and paid at the sandbox, cancellations call pieces off and give money back. Prices are in
pence, half up for a piece and one at least: what that makes of thousandths is reckoned beside it. The stock to begin
with is derived from what is going to be sold, and its receipts say so. Sums are read from the facts and compared with
those of the file, to the thousandth. Answers 1 if they differ. What was measured is written to ``bench/results``.

The file is Parquet, and reading it takes ``pyarrow``, which is no part of the project.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

from bench.orders_books import Books, compared
from bench.orders_import import CURRENCY, HistoryShop
from bench.orders_log import Plan, Row, Unwanted, Wanted, first_invoices, planned, read
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

DATA: Final = Path(__file__).parents[2] / "shared" / "data" / "orders"
RESULTS: Final = Path(__file__).parent / "results"


def replay(plan: Plan, it: HistoryShop, at_once: int, until: float) -> int:
    """Do what *plan* says, in its order as far as anything rests on it; how many deeds were done before *until*.

    Orders of different customers rest on nothing of one another. A cancellation waits for its orders, and for what was
    cancelled of them before.
    """
    latest: dict[str, Future[None]] = {}
    done = 0
    with ThreadPoolExecutor(at_once) as pool:
        pending: list[Future[None]] = []
        for deed in plan.deeds:
            if monotonic() > until:
                break
            match deed:
                case Wanted():
                    latest[deed.name] = pool.submit(it.buy, deed)
                    pending.append(latest[deed.name])
                case Unwanted():
                    ahead = [latest[name] for name in deed.pieces]
                    following = pool.submit(it.call_off, deed, ahead)
                    latest |= dict.fromkeys(deed.pieces, following)
                    pending.append(following)
            done += 1
            if len(pending) >= at_once * 4:
                for one in pending[:at_once * 3]:
                    one.result()
                del pending[:at_once * 3]
        for one in pending:
            one.result()
    return done


def replayed(rows: Sequence[Row], settings: Settings, minutes: float, at_once: int) -> dict[str, Any]:
    """Replay *rows* into an empty shop, as many as there is time for; what was measured, and what it came to."""
    plan = planned(rows)
    with postgres_shop(settings) as shop:
        it = HistoryShop(shop, plan.deeds[0].at)
        began = monotonic()
        it.opens(plan)
        opened, before = monotonic() - began, it.facts()
        began = monotonic()
        done = plan.deeds[:replay(plan, it, at_once, began + minutes * 60)]
        took, facts = monotonic() - began, it.facts() - before
        began = monotonic()
        it.shop.runner().catch_up()
        caught_up = monotonic() - began
        part = rows if len(done) == len(plan.deeds) else it.rows_of(rows, done)
        behind = planned(part)
        return {
            "at": datetime.now(UTC).isoformat(timespec="seconds"), "at_once": at_once,
            "deeds": len(done), "of_deeds": len(plan.deeds),
            "orders": sum(isinstance(deed, Wanted) for deed in done),
            "cancellations": sum(isinstance(deed, Unwanted) for deed in done),
            "lines": behind.lines, "left_out_lines": behind.left_out,
            "articles": len(plan.articles), "opening_pieces": sum(plan.stock.values()),
            "opening_seconds": round(opened, 1), "opening_facts": before,
            "seconds": round(took, 1), "facts": facts, "facts_a_second": round(facts / took, 1),
            "catching_up_seconds": round(caught_up, 1), "sums": Books(shop).of(behind, part),
        }


def run(log: Path, invoices: int | None, minutes: float, at_once: int, folder: Path) -> dict[str, Any]:
    """Replay the file *log* on a Postgres of its own, as much of it as is wished for."""
    rows = first_invoices(read(log), invoices)
    with EmbeddedPostgres(folder / "postgres") as server:
        settings = Settings(
            database_url=server.url(), data_dir=folder / "data", currency=CURRENCY, demo=False, recording=False,
            log_level="error",
        )
        migrate(settings)
        found = replayed(rows, settings, minutes, at_once)
    return {"log": log.name, "whole": found["deeds"] == found["of_deeds"] and invoices is None} | found


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--log", type=Path, default=DATA / "online_retail.parquet")
    parser.add_argument("--totals", type=Path, default=DATA / "online_retail_totals.json")
    parser.add_argument("--invoices", type=int, default=None, help="only the first so many")
    parser.add_argument("--minutes", type=float, default=10, help="stop placing orders after so many")
    parser.add_argument("--at-once", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="store-bench-") as folder:
        found = run(asked.log, asked.invoices, asked.minutes, asked.at_once, Path(folder))
    found["differences"] = compared(found, json.loads(asked.totals.read_text()))
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, indent=1)
    (RESULTS / "orders_replay.json").write_text(text + "\n")
    sys.stdout.write(text + "\n")
    return 1 if found["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
