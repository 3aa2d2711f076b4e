"""What finding facts costs among very many: by the log's own columns, by more indexes on the log, by a read model.

    python -m bench.history [--facts 1000000]

Fills an embedded Postgres of its own, measures each way in turn, prints a table and writes
``bench/results/history.json``. Times are the medians of five.
"""

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg

from bench.written import write_down
from projections.audit.fact_search import Wanted, query_of, values_of
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.shared.ids import Sku, stock_of
from store.entrypoints.wiring.looking_back import fact_index
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.read_models import runner_over
from store.entrypoints.wiring.register import EVENTS
from store.entrypoints.wiring.settings import Settings

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
HOT = stock_of(Sku("SKU-0"))

FILL = """
INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)
SELECT CASE WHEN n %% 100 = 0 THEN %(hot)s ELSE md5(s::text)::uuid END, n, n,
    CASE WHEN n %% 1000 = 0 THEN 'inventory/counted-1' ELSE 'inventory/received-1' END,
    CASE WHEN n %% 1000 = 0
        THEN format('{"type":"inventory/counted-1","at":"%%s","sku":"SKU-%%s","on_hand":4,"was":5,"reason":"x"}', t, s)
        ELSE format('{"type":"inventory/received-1","at":"%%s","sku":"SKU-%%s","quantity":1}', t, s) END,
    format('{"actor":"%%s","correlation":"%%s","recorded_at":"%%s","effective_at":"%%s","request_id":"r-%%s"}',
        CASE WHEN n %% 500 = 0 THEN 'staff:' || n %% 7 ELSE 'guest:' || n %% 50000 END, md5((n / 5)::text)::uuid,
        t, t, n),
    sha256(n::text::bytea)
FROM (SELECT n, CASE WHEN n %% 100 = 0 THEN 0 ELSE n %% 20000 END AS s,
    to_char(%(began)s::timestamptz + n * interval '10 seconds', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS t
    FROM generate_series(%(low)s::int, %(high)s::int) AS n) AS made
"""
KNOWN = """
INSERT INTO read.activity
SELECT position, stream, version, tag, m.actor, m.recorded_at, m.correlation, NULL, md5(position::text)::uuid
FROM log.events, json_to_record(metadata::json) AS m (actor text, recorded_at timestamptz, correlation uuid)
WHERE position >= %(low)s
"""
SPOKEN_OF = (
    "INSERT INTO read.activity_things SELECT stream, recorded_at, position FROM read.activity WHERE position >= %(low)s"
)
"""The read model learns the first facts by itself, which is measured; the rest is written there as it would have."""
EXTRA = {
    "actor": "((metadata::json ->> 'actor'), position)",
    "tag": "(tag, position)",
    "time": "((metadata::json ->> 'recorded_at'), position)",
}
LATE = BEGAN + timedelta(days=50)
ASKED = {
    "newest": Wanted(limit=51),
    "an hour long ago": Wanted(since=LATE, until=LATE + timedelta(hours=1), limit=51),
    "one guest": Wanted(actor="guest:33333", limit=51),
    "all staff": Wanted(actor="staff", limit=51),
    "a rare fact": Wanted(tags=("inventory/counted-1",), limit=51),
    "a rare fact of one of staff": Wanted(tags=("inventory/counted-1",), actor="staff:5", limit=51),
    "one wish": Wanted(correlation=UUID("c4ca4238-a0b9-2382-0dcc-509a6f75849b"), limit=51),
    "a hot SKU": Wanted(about=(HOT,), limit=51),
    "a hot SKU, staff, one day": Wanted(
        about=(HOT,), actor="staff", since=LATE, until=LATE + timedelta(days=1), limit=51
    ),
    "nothing fits": Wanted(tags=("inventory/counted-1",), actor="guest:1", limit=51),
}
BY_SCAN = "SELECT * FROM log.events WHERE (metadata::json ->> 'actor') = 'guest:33333' ORDER BY position DESC LIMIT 51"


def milliseconds(db: psycopg.Connection, query: str, values: object = None) -> float:
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        db.execute(query, values).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def appending(db: psycopg.Connection, low: int) -> float:
    """Milliseconds for 5,000 facts in transactions of 50, from position *low* on."""
    began = time.perf_counter()
    for first in range(low, low + 5000, 50):
        db.execute(FILL, {"hot": HOT, "began": BEGAN, "low": first, "high": first + 49})
    return (time.perf_counter() - began) * 1000


def measure(url: str, facts: int) -> dict[str, float]:
    found: dict[str, float] = {}
    with psycopg.connect(url, autocommit=True) as db, pool(url, 4) as connections:
        learn = min(facts, 100_000)
        db.execute(FILL, {"hot": HOT, "began": BEGAN, "low": 1, "high": learn})
        log = PostgresLog(connections)
        runner = runner_over([fact_index()], log, EventCodec(EVENTS, Vault(MemoryKeys())), connections)
        runner.prepare()
        began = time.perf_counter()
        runner.catch_up()
        found["read model learnt (facts/s)"] = learn / (time.perf_counter() - began)
        for low in range(learn + 1, facts + 1, 50_000):
            db.execute(FILL, {"hot": HOT, "began": BEGAN, "low": low, "high": min(low + 49_999, facts)})
            db.execute(KNOWN, {"low": low})
            db.execute(SPOKEN_OF, {"low": low})
        db.execute("ANALYZE log.events, read.activity, read.activity_things")
        found["one guest, by the log alone (ms)"] = milliseconds(db, BY_SCAN)
        plain, indexed, high = [], [], facts + 1
        for _ in range(3):
            plain.append(appending(db, high))
            for name, on in EXTRA.items():
                db.execute(f"CREATE INDEX extra_{name} ON log.events {on}")
            indexed.append(appending(db, high + 5000))
            for name in EXTRA:
                db.execute(f"DROP INDEX log.extra_{name}")
            high += 10_000
        found["append of 5,000 facts (ms)"] = statistics.median(plain)
        found["the same with three more indexes on the log (ms)"] = statistics.median(indexed)
        size = "SELECT pg_total_relation_size('read.activity') + pg_total_relation_size('read.activity_things')"
        found["read model (bytes a fact)"] = db.execute(size).fetchone()[0] / facts
        for words, wanted in ASKED.items():
            found[f"{words} (ms)"] = milliseconds(db, query_of(wanted), values_of(wanted))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--facts", type=int, default=1_000_000)
    facts = parser.parse_args().facts
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as server:
        url = server.url("postgres")
        migrate(Settings(database_url=url, data_dir=Path(folder)))
        found = measure(url, facts)
    show(found)
    write_down("history", {"facts": facts} | found)


def show(found: dict[str, float]) -> None:
    """Prints what was measured, line by line, with what it is measured in beside it."""
    print(f"{'what':<52} {'figure':>12}")
    for words, figure in found.items():
        what, _, unit = words.rstrip(")").rpartition(" (")
        print(f"{what:<52} {figure:>12,.1f} {unit}")


if __name__ == "__main__":
    sys.exit(main())
