"""What a request costs: CPU of the server and of Postgres for each operation, times, rates, memory, cold start.

    python -m bench.http [--products 1000 20000] [--seconds 3] [--at-once 1 8 32] [--only list detail …]

Each size gets a shop of its own in a folder of its own, started and filled as anybody would. Processes are charged by
the operating system's own books, so the load generator, which shares the machine, is not in the figures. The ceiling is
a bare Litestar route on the same server, returning the same bytes from memory, measured in the same run.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from bench.accounting import cpu, memory
from bench.goods import KINDS, MADE_OF, MANNERS, write
from bench.load import KEY, Connection, Operation, Run, run

RESULTS = Path(__file__).parent / "results" / "http.json"
API = "/api/v1"
ADDRESS = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Berlin", "postal_code": "10115", "country": "DE"}
CARTS = 400


class Shop:
    """One `store serve`, filled with a number of goods."""

    def __init__(self, products: int) -> None:
        self.products = products
        self.place = Path(tempfile.mkdtemp(prefix="store-bench-"))
        self.port = _free_port()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("STORE_")},
            "STORE_DATA_DIR": str(self.place / "data"), "STORE_PORT": str(self.port), "STORE_DEMO": "0",
            "STORE_RATE_LIMIT_KEYS": KEY,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise LookupError("not started")
        return self._process.pid

    def start(self) -> float:
        """Seconds until it answers that it is ready."""
        began = time.perf_counter()
        with (self.place / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "store.entrypoints.wiring.cli", "serve"], env=self._environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        _await_ready(self.port, self._process)
        return time.perf_counter() - began

    def fill(self) -> float:
        """Seconds the import takes."""
        goods = self.place / "goods.jsonl"
        write(self.products, goods)
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "store.entrypoints.wiring.cli", "import", str(goods)], env=self._environment,
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        took = time.perf_counter() - began
        while json.loads(_read(self.port, f"{API}/products?limit=1"))["total"] < min(self.products, 10_000):
            time.sleep(0.2)
        return took

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def clear(self) -> None:
        self.stop()
        shutil.rmtree(self.place)


@contextmanager
def ceiling(body: bytes) -> Iterator[tuple[int, int]]:
    """Port and process id of the bare route."""
    port = _free_port()
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        process = subprocess.Popen([sys.executable, "-m", "bench.ceiling", str(port), file.name])
        try:
            _await_ready(port, process, "/")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def operations(products: int, carts: list[str]) -> dict[str, Operation]:
    """What is measured. The same numbers ask for the same things in every run."""

    async def listing(connection: Connection, _: int) -> None:
        await connection.get(f"{API}/products")

    async def detail(connection: Connection, n: int) -> None:
        await connection.get(f"{API}/products/bench-{n * 7919 % products}")

    async def search(connection: Connection, n: int) -> None:
        chance = random.Random(n)
        await connection.get(
            f"{API}/products?q={chance.choice(MANNERS)}+{chance.choice(MADE_OF)}+{chance.choice(KINDS).lower()}"
        )

    async def add(connection: Connection, n: int) -> None:
        line = {"sku": f"BENCH-{n % products}-0"}
        await connection.post(f"{API}/carts/{carts[n % CARTS]}/lines", line)

    async def checkout(connection: Connection, n: int) -> None:
        cart = json.loads(await connection.post(f"{API}/carts"))["id"]
        await connection.post(f"{API}/carts/{cart}/lines", {"sku": f"BENCH-{n % products}-0"})
        form = {"cart_id": cart, "email": "ann@example.com", "shipping_address": ADDRESS,
                "shipping_method": "standard", "payment": {"method": "sandbox", "token": "success"}}
        await connection.post(f"{API}/orders", form, f"idempotency-key: {uuid4()}\r\n")

    return {"list": listing, "detail": detail, "search": search, "add to cart": add, "checkout": checkout}


def measure(shop: Shop, wanted: list[str], at_once: list[int], seconds: float) -> list[dict[str, Any]]:
    """All operations at all concurrencies, each after a warm-up, and the ceilings of list and detail."""
    rows = []
    first = 0
    for name in wanted:
        for workers in at_once:
            operation = operations(shop.products, open_carts(shop.port))[name]
            asyncio.run(run(shop.port, operation, workers, seconds / 4, first))
            before = cpu(shop.pid)
            done = asyncio.run(run(shop.port, operation, workers, seconds, first + 500_000))
            server, postgres = (now - then for now, then in zip(cpu(shop.pid), before, strict=True))
            rows.append(row(name, shop.products, workers, done, server, postgres))
            first += 1_000_000
    bodies = {"list": _read(shop.port, f"{API}/products"), "detail": _read(shop.port, f"{API}/products/bench-1")}
    for name, body in bodies.items():
        if name in wanted:
            rows += [_ceiling_row(f"{name}, ceiling", shop.products, body, workers, seconds) for workers in at_once]
    return rows


def _ceiling_row(name: str, products: int, body: bytes, workers: int, seconds: float) -> dict[str, Any]:
    async def same(connection: Connection, _: int) -> None:
        await connection.get("/")

    with ceiling(body) as (port, pid):
        asyncio.run(run(port, same, workers, seconds / 4))
        before, _ = cpu(pid)
        done = asyncio.run(run(port, same, workers, seconds))
        return row(name, products, workers, done, cpu(pid)[0] - before, 0.0)


def row(name: str, products: int, workers: int, done: Run, server: float, postgres: float) -> dict[str, Any]:
    number = len(done.took)
    found = {
        "operation": name, "products": products, "at_once": workers, "per_second": round(done.rate, 1),
        "p50_ms": round(done.percentile(0.5), 2), "p95_ms": round(done.percentile(0.95), 2),
        "p99_ms": round(done.percentile(0.99), 2), "server_cpu_ms": round(server / number, 3),
        "postgres_cpu_ms": round(postgres / number, 3), "cpu_ms": round((server + postgres) / number, 3),
        "operations": number,
    }
    print(_LINE.format(**found), flush=True)
    return found


_LINE = (
    "{operation:<16} {products:>7} {at_once:>5} {per_second:>9} {p50_ms:>8} {p95_ms:>8} {p99_ms:>8}"
    " {server_cpu_ms:>8} {postgres_cpu_ms:>8} {cpu_ms:>8}"
)
_HEAD = {
    "operation": "operation", "products": "goods", "at_once": "conc.", "per_second": "a second", "p50_ms": "p50 ms",
    "p95_ms": "p95 ms", "p99_ms": "p99 ms", "server_cpu_ms": "server", "postgres_cpu_ms": "postgres",
    "cpu_ms": "CPU ms",
}


def open_carts(port: int) -> list[str]:
    """Carts to fill, new ones for each run, so that none grows without end."""

    async def open_them() -> list[str]:
        connection = Connection(port)
        return [msgspec.json.decode(await connection.post(f"{API}/carts"))["id"] for _ in range(CARTS)]

    return asyncio.run(open_them())


def main() -> None:
    asked = arguments()
    found: dict[str, Any] = {"machine": about_machine(), "shops": [], "rows": []}
    print(_LINE.format(**_HEAD), flush=True)
    for products in asked.products:
        shop = Shop(products)
        try:
            first = shop.start()
            filled = shop.fill()
            shop.stop()
            cold = shop.start()
            after_start = memory(shop.pid)
            found["rows"] += measure(shop, asked.only, asked.at_once, asked.seconds)
            found["shops"].append({
                "products": products, "first_start_s": round(first, 2), "import_s": round(filled, 2),
                "cold_start_s": round(cold, 2), "pss_mb": _rounded(after_start),
                "pss_after_load_mb": _rounded(memory(shop.pid)),
            })
            print(found["shops"][-1], flush=True)
        finally:
            shop.clear()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, nargs="+", default=[1000, 20_000])
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", nargs="+", default=["list", "detail", "search", "add to cart", "checkout"])
    return parser.parse_args()


def about_machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    return {"cpu": model, "cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(figure, 1) for name, figure in figures.items()} | {"all": round(sum(figures.values()), 1)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _read(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        body: bytes = answer.read()
        return body


def _await_ready(port: int, process: subprocess.Popen[bytes], path: str = "/health/ready") -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            _read(port, path)
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing answers on port {port}")


if __name__ == "__main__":
    main()
