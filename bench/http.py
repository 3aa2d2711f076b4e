"""What a request costs: CPU of the server and of Postgres for each operation, times, rates, memory, cold start.

    python -m bench.http [--products 1000 20000 200000] [--seconds 3] [--rounds 3] [--at-once 1 8 32]
                         [--only list detail …] [--keep FOLDER] [--fill-only]

Each size gets a shop of its own in a folder of its own, started and filled as anybody would; with --keep it is filled
once and found again. Processes are charged by the operating system's own books, so the load generator, which shares the
machine, is not in the figures. What a run leaves to the background is waited for and charged to it, and so is what the
idle shop spends meanwhile anyway: that is measured apart, and `net` is without it. Rounds are interleaved, figures are
medians. The ceiling is a bare Litestar route on the same server, returning the same bytes from memory, in each round.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from bench.accounting import cpu, memory
from bench.goods import KINDS, MADE_OF, MANNERS
from bench.load import Connection, Operation, Run, run
from bench.shop import API, Shop, ceiling, read

RESULTS = Path(__file__).parent / "results" / "http.json"
ADDRESS = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Berlin", "postal_code": "10115", "country": "DE"}
CARTS = 400


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


def measure(shop: Shop, asked: argparse.Namespace, idle: tuple[float, float]) -> list[dict[str, Any]]:
    """All operations at all concurrencies, round after round, each after a warm-up, and the ceilings beside them."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    bodies = {"list": read(shop.port, f"{API}/products"), "detail": read(shop.port, f"{API}/products/bench-1")}
    first = random.randrange(10**6) * 1_000
    for _ in range(asked.rounds):
        for workers in asked.at_once:
            for name in asked.only:
                done = _operation_row(shop, name, workers, asked.seconds, first, idle)
                found.setdefault((name, workers), []).append(done)
                first += 1_000_000
                if name in bodies:
                    beside = f"{name}, ceiling"
                    done = _ceiling_row(beside, shop.products, bodies[name], workers, asked.seconds / 2)
                    found.setdefault((beside, workers), []).append(done)
    return [middle(rows) for rows in found.values()]


def _operation_row(
    shop: Shop, name: str, workers: int, seconds: float, first: int, idle: tuple[float, float]
) -> dict[str, Any]:
    operation = operations(shop.products, open_carts(shop.port) if name == "add to cart" else [""] * CARTS)[name]
    asyncio.run(run(shop.port, operation, workers, seconds / 4, first))
    settled(shop.pid, idle)
    before, began = cpu(shop.pid), time.perf_counter()
    done = asyncio.run(run(shop.port, operation, workers, seconds, first + 500_000))
    settled(shop.pid, idle)
    server, postgres = (now - then for now, then in zip(cpu(shop.pid), before, strict=True))
    return row(name, shop.products, workers, done, server, postgres, sum(idle) * (time.perf_counter() - began))


def settled(pid: int, idle: tuple[float, float]) -> None:
    """Wait until the background has done what was left to it: for ten seconds at most."""
    last = sum(cpu(pid))
    for _ in range(20):
        time.sleep(0.5)
        now = sum(cpu(pid))
        if now - last < 0.5 * sum(idle) * 1.5 + 10:  # a tick of the system's books is ten milliseconds
            return
        last = now


def at_rest(pid: int, seconds: float = 6.0) -> tuple[float, float]:
    """Milliseconds of CPU that the server and Postgres spend each second when nobody comes, once what a start leaves to
    the background (its own modules, to begin with) is done: as soon as it spends no less than before, within a fifth.
    """
    spent, deadline = _spent(pid, seconds / 2), time.perf_counter() + 60
    while (now := _spent(pid, seconds / 2)) and sum(now) < 0.8 * sum(spent) and time.perf_counter() < deadline:
        spent = now
    return _spent(pid, seconds)


def _spent(pid: int, seconds: float) -> tuple[float, float]:
    before = cpu(pid)
    time.sleep(seconds)
    server, postgres = ((now - then) / seconds for now, then in zip(cpu(pid), before, strict=True))
    return server, postgres


def middle(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure."""
    figures = {
        name: statistics.median(row[name] for row in rows)
        for name, value in rows[0].items() if isinstance(value, int | float)
    }
    return rows[0] | {name: round(figure, 3) for name, figure in figures.items()} | {
        "cpu_ms_of_rounds": [row["cpu_ms"] for row in rows]
    }


def _ceiling_row(name: str, products: int, body: bytes, workers: int, seconds: float) -> dict[str, Any]:
    async def same(connection: Connection, _: int) -> None:
        await connection.get("/")

    with ceiling(body) as (port, pid):
        asyncio.run(run(port, same, workers, seconds / 4))
        before, _ = cpu(pid)
        done = asyncio.run(run(port, same, workers, seconds))
        return row(name, products, workers, done, cpu(pid)[0] - before, 0.0, 0.0)


def row(
    name: str, products: int, workers: int, done: Run, server: float, postgres: float, idle: float
) -> dict[str, Any]:
    number = len(done.took)
    found = {
        "operation": name, "products": products, "at_once": workers, "per_second": round(done.rate, 1),
        "p50_ms": round(done.percentile(0.5), 2), "p95_ms": round(done.percentile(0.95), 2),
        "p99_ms": round(done.percentile(0.99), 2), "server_cpu_ms": round(server / number, 3),
        "postgres_cpu_ms": round(postgres / number, 3), "cpu_ms": round((server + postgres) / number, 3),
        "net_cpu_ms": round((server + postgres - idle) / number, 3), "load": round(os.getloadavg()[0], 1),
        "operations": number,
    }
    print(_LINE.format(**found), flush=True)
    return found


_LINE = (
    "{operation:<16} {products:>7} {at_once:>5} {per_second:>9} {p50_ms:>8} {p95_ms:>8} {p99_ms:>8}"
    " {server_cpu_ms:>8} {postgres_cpu_ms:>8} {cpu_ms:>8} {net_cpu_ms:>8} {load:>6}"
)
_HEAD = {
    "operation": "operation", "products": "goods", "at_once": "conc.", "per_second": "a second", "p50_ms": "p50 ms",
    "p95_ms": "p95 ms", "p99_ms": "p99 ms", "server_cpu_ms": "server", "postgres_cpu_ms": "postgres",
    "cpu_ms": "CPU ms", "net_cpu_ms": "net", "load": "load",
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
        shop = Shop(products, asked.keep)
        try:
            about: dict[str, Any] = {"products": products, "first_start_s": round(shop.start(), 2)}
            if not shop.is_filled:
                about["fill_s"] = round(shop.fill(), 2)
            if asked.fill_only:
                continue
            shop.stop()
            about |= {"later_start_s": round(shop.start(), 2)}
            idle = at_rest(shop.pid)
            about |= {"idle_ms_a_second": [round(part, 1) for part in idle], "pss_mb": _rounded(memory(shop.pid))}
            found["rows"] += measure(shop, asked, idle)
            found["shops"].append(about | {"pss_after_load_mb": _rounded(memory(shop.pid))})
            print(found["shops"][-1], flush=True)
        finally:
            shop.clear()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, nargs="+", default=[1000, 20_000, 200_000])
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--fill-only", action="store_true")
    parser.add_argument("--only", nargs="+", default=["list", "detail", "search", "add to cart", "checkout"])
    return parser.parse_args()


def about_machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    return {"cpu": model, "cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(figure, 1) for name, figure in figures.items()} | {"all": round(sum(figures.values()), 1)}


if __name__ == "__main__":
    main()
