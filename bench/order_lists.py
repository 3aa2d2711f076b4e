"""What lists of orders cost among very many: of somebody who bought ten thousand times, and of all for staff.

    python -m bench.order_lists [--orders 1000000] [--own 10000] [--asks 40] [--archive]

Starts an embedded Postgres, writes the rows of the read model as it would have them, and asks through the application
as pages do: the first page, one status, one month, words, and pages far behind, by their cursors. Prints what each year
takes up, and in milliseconds the best, which is what it takes where nothing else runs, medians and 95th percentiles;
writes ``bench/results/order_lists.json``. With ``--archive`` all years but the last two are archived first.
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from projections.ordering.archive import Archive
from projections.ordering.order_list import OrderList
from projections.shared.years import open_years
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.application.ordering.messages import ListOrders, ListOwnOrders
from store.application.shared.bus import Query
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
OFTEN = AccountId(UUID(int=1))
"""Whoever bought ten thousand times."""
YEARS = 10
WARM = 5
"""Asked before anything counts: statements are planned, and what is read lies in memory."""
RESULTS = Path(__file__).parent / "results"
FILL = """
INSERT INTO read.orders (id, number, status, placed_at, pieces, total, currency, account, words, bought,
    cancelled, off)
SELECT md5('order' || n)::uuid, upper(substr(md5(n::text), 1, 10)) || n,
    (ARRAY['delivered', 'delivered', 'delivered', 'delivered', 'shipped', 'cancelled', 'delivered', 'confirmed'])[
        CASE WHEN n > %(orders)s - 2000 THEN 8 ELSE 1 + n %% 7 END],
    %(began)s::timestamptz + n * (interval '10 years' / %(orders)s), 1 + n %% 5, 1000 + n %% 9000, 'EUR',
    CASE WHEN n %% (%(orders)s / %(own)s) = 0 THEN %(often)s::uuid
        WHEN n %% 3 = 0 THEN NULL ELSE md5('account' || n %% 50000)::uuid END,
    format(E'mug number %%s\\nmug-%%s', n %% 997, n %% 997), true, 0, 0
FROM generate_series(1, %(orders)s::int) AS n
"""


def fill(shop: Shop, orders: int, own: int, archive: bool) -> None:
    """The rows, as the read model would have them."""
    shop.runner().prepare()
    with shop.projector_pool().connection() as db, db.transaction():
        db.execute("SELECT set_config('search_path', 'read, public', true)")
        open_years(OrderList(), "orders", range(BEGAN.year, BEGAN.year + YEARS + 1), db)
        db.execute(FILL, {"orders": orders, "own": own, "began": BEGAN, "often": OFTEN})
    with psycopg.connect(shop.settings().database_url, autocommit=True) as db:
        db.execute("VACUUM ANALYZE read.orders")
    if archive:
        last = BEGAN.year + YEARS
        for year in Archive(shop.projector_pool()).before(last - 1, datetime(last, 1, 1, tzinfo=UTC)):
            print(f"{year} is archived")


async def _timed(ask: Callable[[], Awaitable[Any]], asks: int) -> list[float]:
    taken = []
    for turn in range(asks + WARM):
        began = time.perf_counter()
        await ask()
        if turn >= WARM:
            taken.append((time.perf_counter() - began) * 1000)
    return taken


async def measure(shop: Shop, asks: int) -> dict[str, list[float]]:
    """Milliseconds of each kind of page."""
    chance, bus = random.Random(4), shop.bus()
    month = BEGAN + timedelta(days=5 * 365)
    mine: dict[str, Callable[[], Query[Any]]] = {
        "own, first page": lambda: ListOwnOrders(account_id=OFTEN, limit=20),
        "own, one status": lambda: ListOwnOrders(account_id=OFTEN, status="cancelled", limit=20),
        "own, one month": lambda: ListOwnOrders(
            account_id=OFTEN, since=month, before=month + timedelta(days=30), limit=20,
        ),
        "own, words that some have": lambda: ListOwnOrders(
            account_id=OFTEN, q=f"mug-{chance.randrange(997)}", limit=20,
        ),
        "own, words that none has": lambda: ListOwnOrders(account_id=OFTEN, q="zeppelin", limit=20),
        "staff, first page": lambda: ListOrders(limit=50),
        "staff, to be sent": lambda: ListOrders(status="confirmed", limit=50),
        "staff, a status that most have": lambda: ListOrders(status="delivered", limit=50),
        "staff, a number": lambda: ListOrders(q="ABCDE", limit=50),
    }
    found = {}
    async with asking(shop):
        for what, query in mine.items():
            found[what] = await _timed(lambda query=query: bus.ask(query()), asks)
        for what, first, pages in (
            ("own, page 400", ListOwnOrders(account_id=OFTEN, limit=20), 400),
            ("staff, page 400", ListOrders(limit=50), 400),
        ):
            at = first
            for _ in range(pages):
                page = await bus.ask(at)
                cursor = page.next_cursor if hasattr(page, "next_cursor") else json.loads(page)["next_cursor"]
                at = msgspec.structs.replace(first, cursor=cursor)
            found[what] = await _timed(lambda at=at: bus.ask(at), asks)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--own", type=int, default=10_000)
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--archive", action="store_true")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as server:
        settings = Settings(database_url=server.url("postgres"), data_dir=Path(folder), embedded=True)
        migrate(settings)
        with postgres_shop(settings) as shop:
            fill(shop, said.orders, said.own, said.archive)
            shelves = Archive(shop.projector_pool()).shelves()
            found = asyncio.run(measure(shop, said.asks))
    print(f"{said.orders:,} orders, {said.own:,} of them of one person; milliseconds")
    print(f"{'':34} {'best':>8} {'median':>8} {'p95':>8}")
    for shelf in shelves:
        print(f"{shelf.year} {'archived' if shelf.archived else 'as new':8} {shelf.orders:>9,} orders"
              f" {shelf.bytes / 1e6:8.1f} MB {shelf.index_bytes / 1e6:8.1f} MB of indexes")
    told = {}
    for what, taken in found.items():
        median, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        told[what] = {"best": round(min(taken), 2), "median": round(median, 2), "p95": round(p95, 2)}
        print(f"{what:34} {min(taken):8.2f} {median:8.2f} {p95:8.2f}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "order_lists.json").write_text(json.dumps(vars(said) | {"ms": told}, indent=2))


if __name__ == "__main__":
    main()
