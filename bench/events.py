"""The log at full speed: appends a second, ours beside the stock recorder and beside what Postgres can do at all.

    python -m bench.events [--quick] [--rounds 5] [--seconds 1] [--at-once 1 4 16 64]

All ways write to one Postgres with fsync on, one after another within a round, so that a slow minute is slow for all. A
reader in a process of its own tails the log meanwhile, and a slow writer rolls back and is killed again and again.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.events_hot import BUYERS, reserving
from bench.events_material import SHAPES
from bench.events_ways import ALONE, CEILING, SHARED, SPREAD, STOCK, TOGETHER, Ways
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.entrypoints.wiring.garbage import collect_rarely
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

RESULTS = Path(__file__).parent / "results" / "events.json"
WAYS = (STOCK, ALONE, TOGETHER, SHARED, SPREAD, CEILING)
OF_CEILING = (TOGETHER, SHARED, SPREAD)
_LINE = (
    "{shape:<26} {writers:>7} " + " ".join(f"{{{n}:>16}}" for n in range(len(WAYS)))
    + " {of_stock:>9} {of_pgbench:>20}"
)


class Trouble:
    """A writer that somebody kills, and starts again, every half to one and a half seconds."""

    def __init__(self, url: str) -> None:
        self._url, self._over, self.killed, self.broken = url, threading.Event(), 0, False
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def _go_on(self) -> None:
        while not self._over.is_set():
            writer = subprocess.Popen([sys.executable, "-m", "bench.events_trouble", self._url])
            self._over.wait(0.5 + random.random())
            if writer.poll() is not None:
                self.broken = True  # nobody killed it
                return
            writer.kill()
            writer.wait()
            self.killed += 1

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        if self.broken:
            raise ValueError("the writer that was to be killed ended by itself")
        return self.killed


def main() -> None:
    asked = arguments()
    collect_rarely()  # as every process of the shop does
    place = Path(tempfile.mkdtemp(prefix="store-bench-"))
    try:
        with EmbeddedPostgres(place / "postgres", settings={"max_connections": "150"}) as server:
            url = server.url("store")
            migrate(Settings(database_url=url, data_dir=place))
            found = {"machine": about_machine(), **measure(url, asked)}
    finally:
        shutil.rmtree(place)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))
    if any(found["reader"][fault] for fault in ("missed", "doubled", "out_of_order")):
        sys.exit("the reader did not see every fact once and in order")


def measure(url: str, asked: argparse.Namespace) -> dict[str, Any]:
    reader = subprocess.Popen(
        [sys.executable, "-m", "bench.events_reader", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    trouble = Trouble(url)
    try:
        rates = appends(url, asked)
        hot = reservations(url, asked)
    finally:
        killed = trouble.end()
        seen = json.loads(reader.communicate("enough\n", timeout=300)[0])
    print(f"reader: {seen}; {killed} writers killed")
    return {"rates": rates, "hot": hot, "reader": seen | {"writers_killed": killed}}


def appends(url: str, asked: argparse.Namespace) -> list[dict[str, Any]]:
    ways, rates = Ways(url), defaultdict(list)
    for _ in range(asked.rounds):
        for shape in SHAPES:
            for writers in asked.at_once:
                for way in WAYS:
                    rates[shape, writers, way].append(ways.rate(way, shape, writers, asked.seconds))
    print(_head(), flush=True)
    rows = []
    for shape in SHAPES:
        for writers in asked.at_once:
            median = {way: statistics.median(rates[shape, writers, way]) for way in WAYS}
            row = {
                "shape": shape, "writers": writers, "per_second": {way: round(each) for way, each in median.items()},
                "of_stock": round(median[TOGETHER] / median[STOCK], 2),
                "of_pgbench": {way: round(median[way] / median[CEILING], 2) for way in OF_CEILING},
                "all": {way: [round(each) for each in rates[shape, writers, way]] for way in WAYS},
            }
            rows.append(row)
            print(_LINE.format(
                *row["per_second"].values(), **{name: row[name] for name in ("shape", "writers", "of_stock")},
                of_pgbench=" / ".join(f"{each:.2f}" for each in row["of_pgbench"].values()),
            ), flush=True)
    return rows


def reservations(url: str, asked: argparse.Namespace) -> dict[str, Any]:
    rates: dict[int, list[float]] = {1: [], BUYERS: []}
    with reserving(url) as shop:
        for _ in range(asked.rounds):
            for skus, found in rates.items():
                found.append(shop.rate(skus, asked.seconds * 2))
    hot, spread = (statistics.median(found) for found in rates.values())
    print(f"{BUYERS} buyers, reservations a second: {hot:.0f} of one SKU, {spread:.0f} of {BUYERS} SKUs: "
          f"{hot / spread:.2f}", flush=True)
    return {"one_sku": round(hot), "spread": round(spread), "of_spread": round(hot / spread, 2), "all": {
        str(skus): [round(each) for each in found] for skus, found in rates.items()
    }}


def _head() -> str:
    return _LINE.format(
        *WAYS, shape="appends a second", writers="writers", of_stock="of stock", of_pgbench="of pgbench"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round, as CI does it")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--at-once", type=int, nargs="+")
    asked = parser.parse_args()
    asked.rounds = asked.rounds or (1 if asked.quick else 5)
    asked.seconds = asked.seconds or 1.0
    asked.at_once = asked.at_once or ([1, 16] if asked.quick else [1, 4, 16, 64])
    return asked


def about_machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    return {"cpu": model, "cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}


if __name__ == "__main__":
    main()
