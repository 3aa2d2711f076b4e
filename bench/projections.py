"""How fast read models follow the log, beside the same table computed by SQL in the same run, and how late they are.

    python -m bench.projections [--events 1000000] [--rounds 3] [--lag-seconds 10]

The log is filled by COPY with the facts of orders, encoded, sealed and hashed as the shop does it. Then, interleaved:
catch-up of the order list (indexes there, as when a shop was away), a rebuild beside it (indexes at the end), and the
ceiling: one INSERT ... SELECT over the JSON of the log, indexes at the end, run inside Postgres. At last a writer
appends 200 facts a second to a running projector, and each is timed from `recorded_at` to the row that shows it.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
from msgspec import json as msgjson

from bench.accounting import cpu
from projections.ordering.order_list import OrderList
from projections.shared.indexing import make_indexes
from projections.shared.leases import Leases
from projections.shared.runner import Runner
from projections.shared.years import open_years
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.eventlog.rows import Fact, link
from store.adapters.drivers.eventlog.watch import LogWatch
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.ordering.events import (
    Address,
    OrderCancelled,
    OrderConfirmed,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    Totals,
)
from store.domain.shared.aggregate import Event as DomainEvent
from store.domain.shared.ids import CartId, OrderNumber, PaymentId, Sku, SubjectId, order_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.read_models import runner_over
from store.entrypoints.wiring.register import EVENTS
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.projector import Projector

RESULTS = Path(__file__).parent / "results" / "projections.json"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
OPENING, REFUSED = 0.5, 0.05
ON_THE_WAY = 2000
"""Orders that are open at once: how far apart in the log the facts of one of them stand."""

# OFFSET 0 keeps Postgres from parsing the JSON of a fact once for each field: else this takes three times as long.
CEILING = r"""
INSERT INTO ceiling.orders
SELECT p.stream, p.s ->> 'number', coalesce(l.status, 'awaiting_payment'), (p.s ->> 'at')::timestamptz,
       (SELECT sum((line ->> 'quantity')::int) FROM jsonb_array_elements(p.s -> 'lines') AS line),
       (p.s -> 'totals' -> 'total' ->> 'minor')::bigint, p.s -> 'totals' -> 'total' ->> 'currency', NULL,
       (SELECT string_agg(lower(line ->> 'name') || E'\n' || lower(line ->> 'sku'), E'\n' ORDER BY place)
        FROM jsonb_array_elements(p.s -> 'lines') WITH ORDINALITY AS lines (line, place)),
       p.s ->> 'replaces' IS NULL, 0, 0
FROM (SELECT stream, state::jsonb AS s FROM log.events WHERE tag = 'ordering/placed-1' OFFSET 0) p
LEFT JOIN (
    SELECT DISTINCT ON (stream) stream, CASE tag WHEN 'ordering/confirmed-1' THEN 'confirmed'
        WHEN 'ordering/cancelled-1' THEN 'cancelled' ELSE 'shipped' END AS status
    FROM log.events WHERE tag IN ('ordering/confirmed-1', 'ordering/cancelled-1', 'ordering/shipped-1')
    ORDER BY stream, position DESC
) l ON l.stream = p.stream
"""


class Orders:
    """Facts of orders, in the order in which a busy shop would write them."""

    def __init__(self) -> None:
        self._codec = EventCodec(EVENTS, Vault(MemoryKeys()))
        self._chance = random.Random(7)
        self._people = [SubjectId(UUID(int=n + 1)) for n in range(500)]
        self._heads: dict[UUID, tuple[int, bytes]] = {}
        self._open: list[tuple[UUID, str]] = []
        self.number = 0

    def facts(self, events: int) -> Iterator[Fact]:
        for n in range(events):
            at = BEGAN + timedelta(seconds=n)
            opens = len(self._open) < ON_THE_WAY and self._chance.random() < OPENING
            if opens or not self._open:
                stream, event, then = self.placed(at)
            else:
                stream, event, then = self._next(at)
            if then:
                self._open.append((stream, then))
            yield self.fact(stream, event, at)

    def fact(self, stream: UUID, event: DomainEvent, at: datetime) -> Fact:
        version, head = self._heads.get(stream, (0, b""))
        tag, state = self._codec.encode(event, stream, version + 1)
        metadata = msgjson.encode(Metadata("guest:bench", uuid4(), at, event.at))
        hash = link(head, stream, version + 1, tag, state, metadata)
        self._heads[stream] = (version + 1, hash)
        return Fact(stream, version + 1, tag, state, metadata, hash)

    def placed(self, at: datetime) -> tuple[UUID, DomainEvent, str]:
        self.number += 1
        number = OrderNumber(f"B{self.number:09d}")
        id, who = order_of(number), self._chance.choice(self._people)
        lines = tuple(
            OrderLine(Sku(f"SKU-{n}"), f"Thing number {n}", f"thing-{n}", 1 + n % 3, Money(900, "EUR"),
                      Money(900 * (1 + n % 3), "EUR"), Money(144, "EUR"), {"colour": "oat"})
            for n in self._chance.sample(range(1000), self._chance.randint(1, 3))
        )
        total = Money(sum(line.total.minor for line in lines) + 490, "EUR")
        return id, OrderPlaced(
            at=at, order_id=id, number=number, cart_id=CartId(uuid4()), payment_id=PaymentId(uuid4()),
            email=Personal(who, "ann@example.com"),
            address=Personal(who, Address("Ann Example", "1 Long Lane", "Berlin", "10115", "DE")),
            shipping_method="standard", payment_method="sandbox", lines=lines,
            totals=Totals(total, Money(490, "EUR"), Money(300, "EUR"), total, "DE", 190_000, "half-up-per-line"),
        ), "pay"

    def _next(self, at: datetime) -> tuple[UUID, DomainEvent, str]:
        stream, what = self._open.pop(self._chance.randrange(len(self._open)))
        id = order_of(OrderNumber("unused"))
        if what == "ship":
            return stream, OrderShipped(at=at, order_id=id, carrier="Post", tracking="1Z"), ""
        if self._chance.random() < REFUSED:
            return stream, OrderCancelled(at=at, order_id=id, reason="the payment was declined"), ""
        return stream, OrderConfirmed(at=at, order_id=id), "ship"


def fill(events: int, db: psycopg.Connection[Any]) -> None:
    """By COPY, as if each ten facts had been one transaction."""
    orders = Orders()
    with db.cursor() as cursor, cursor.copy(
        "COPY log.events (stream, version, position, tag, state, metadata, hash) FROM STDIN"
    ) as copy:
        for n, fact in enumerate(orders.facts(events)):
            copy.write_row((
                fact.originator_id, fact.originator_version, (1 + n // 10 << 16) + n % 10, fact.topic,
                fact.state.decode(), fact.metadata.decode(), fact.hash,
            ))
    while True:  # transaction ids have to pass what was written
        row = db.execute("SELECT log.horizon() > (SELECT max(position) FROM log.events)").fetchone()
        if row and row[0]:
            return
        db.execute("DO $$ BEGIN FOR n IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")


def catch_up(runner: Runner, db: psycopg.Connection[Any]) -> None:
    db.execute("TRUNCATE read.orders, read.order_counts")
    db.execute("UPDATE read.copies SET position = 0")
    while runner.step():
        pass


def ceiling(db: psycopg.Connection[Any]) -> None:
    db.execute("DROP SCHEMA IF EXISTS ceiling CASCADE")
    db.execute("CREATE SCHEMA ceiling")
    db.execute("SET search_path TO ceiling")
    db.execute(OrderList.ddl)
    open_years(OrderList(), "orders", [BEGAN.year], db)
    db.execute(CEILING)
    make_indexes(OrderList(), db)
    db.execute("RESET search_path")


def differing(db: psycopg.Connection[Any]) -> int:
    """How many rows the ceiling made otherwise than the read model."""
    [found] = db.execute(
        "SELECT count(*) FROM ceiling.orders c FULL JOIN read.orders r USING (id)"
        " WHERE c::text IS DISTINCT FROM r::text"
    ).fetchall()
    return int(found[0])


def measured(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def lag(url: str, runner: Runner, seconds: float, rate: int = 200) -> dict[str, float]:
    """Milliseconds from `recorded_at` to the row that shows it, and CPU of the projector while nothing happens."""
    halt, orders = Event(), Orders()
    orders.number = 500_000_000  # numbers that are not taken
    seen: dict[UUID, float] = {}
    with pool(url, 2) as own, closing(LogWatch(url)) as watch, closing(
        psycopg.connect(url, autocommit=True)
    ) as eyes:
        projector = Projector(runner, Leases(own, "bench", ["orders"]), watch, halt)
        following = Thread(target=_again, args=(projector.round, halt))
        looking = Thread(target=_again, args=(lambda: _look(eyes, seen), halt))
        following.start()
        halt.wait(1)
        before = cpu(os.getpid())
        halt.wait(3)
        idle = [(now - then) / 3 for now, then in zip(cpu(os.getpid()), before, strict=True)]
        looking.start()
        began = time.perf_counter()
        written = _write(orders, PostgresLog(own), rate, int(rate * seconds))
        took = time.perf_counter() - began
        halt.wait(1)
        halt.set()
        following.join()
        looking.join()
    late = sorted(1000 * (seen[id] - at) for id, at in written.items() if id in seen)
    return {
        "a_second": round(len(written) / took, 1), "written": len(written), "seen": len(late),
        **{f"p{part}_ms": round(late[min(int(len(late) * part / 100), len(late) - 1)], 1) for part in (50, 95, 99)},
        "idle_cpu_ms_a_second": round(idle[0], 1), "idle_postgres_ms_a_second": round(idle[1], 1),
    }


def _again(act: Callable[[], float], halt: Event) -> None:
    while not halt.is_set():
        halt.wait(act())


def _look(eyes: psycopg.Connection[Any], seen: dict[UUID, float]) -> float:
    now, since = time.time(), datetime.now(UTC) - timedelta(seconds=2)
    for (id,) in eyes.execute("SELECT id FROM read.orders WHERE placed_at > %s", (since,)):
        seen.setdefault(id, now)
    return 0.004


def _write(orders: Orders, log: PostgresLog, rate: int, number: int) -> dict[UUID, float]:
    written: dict[UUID, float] = {}
    began, pause = time.perf_counter(), Event()
    for n in range(number):
        pause.wait(max(0.0, began + n / rate - time.perf_counter()))
        now = datetime.now(UTC)
        stream, event, _ = orders.placed(now)
        written[stream] = now.timestamp()
        log.insert_events([orders.fact(stream, event, now)])
    return written


def main() -> None:
    asked = arguments()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="store-bench-"))
        stack.callback(shutil.rmtree, folder)
        server = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        url = server.url()
        migrate(Settings(database_url=url, data_dir=folder))
        db = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        db.execute("DELETE FROM read.copies WHERE name <> 'orders'")
        took = measured(lambda: fill(asked.events, db))
        db.execute("VACUUM ANALYZE log.events")
        print(f"{asked.events} facts written in {took:.1f} s", flush=True)
        connections = stack.enter_context(pool(url, 4))
        codec = EventCodec(EVENTS, Vault(MemoryKeys()))
        runner = runner_over([OrderList()], PostgresLog(connections), codec, connections)
        took_by: dict[str, list[float]] = {"catch-up": [], "rebuild": [], "SQL ceiling": []}
        for _ in range(asked.rounds):
            took_by["SQL ceiling"].append(measured(lambda: ceiling(db)))
            took_by["rebuild"].append(measured(lambda: runner.builds.rebuild("orders")))
            runner.builds.drop("orders", "read_next")
            took_by["catch-up"].append(measured(lambda: catch_up(runner, db)))
        found = show(asked, took_by, differing(db))
        if asked.lag_seconds:
            found["lag"] = lag(url, runner, asked.lag_seconds)
            print(found["lag"])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))


def show(asked: argparse.Namespace, took_by: dict[str, list[float]], others: int) -> dict[str, Any]:
    rows = []
    print(f"{'what':<12} {'median s':>9} {'facts/s':>10} {'of the ceiling':>15}   each")
    top = statistics.median(took_by["SQL ceiling"])
    for what, took in took_by.items():
        median = statistics.median(took)
        rows.append({
            "what": what, "median_s": round(median, 2), "facts_a_second": round(asked.events / median),
            "of_the_ceiling": round(top / median, 2), "each_s": [round(one, 2) for one in took],
        })
        print(f"{what:<12} {median:>9.2f} {asked.events / median:>10,.0f} {top / median:>15.2f}   {rows[-1]['each_s']}")
    print(f"rows that differ from the ceiling's: {others}; load {os.getloadavg()[0]:.1f}")
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "events": asked.events, "rows": rows, "rows_differing": others,
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lag-seconds", type=float, default=10.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
