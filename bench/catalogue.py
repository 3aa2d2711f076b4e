"""How fast lists, their choices, searches and products are answered, by the size of the catalogue.

    python -m bench.catalogue [--products 1000 10000 100000] [--times 10] [--asks 100] [--of FILE] [--keep FOLDER]

Starts an embedded Postgres for each size, fills it with goods made by code, or with those of an import FILE over and
over (each time under other names), and asks as shoppers do, through the bus: no HTTP, the query and the answer's JSON
alone. Prints medians and 95th percentiles in milliseconds; lists and searches with all their choices shall stay below
50 ms with 100,000 products; answers 1 if one does not. With ``--times`` the last and largest is grown by SQL, in read
models alone, and asked once more. With ``--keep`` what was filled is there next time, so name one size then.
"""

import argparse
import asyncio
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import psycopg
from msgspec import convert, json, structs

from bench.goods import products
from bench.growing import grow
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.application.browsing.messages import GetProduct, ListCategories, ListProducts, ProductPage
from store.application.processes.import_rows import ImportProducts, ProductRow
from store.application.shared.bus import Caller, Query
from store.domain.shared.ids import Sku
from store.entrypoints.cli.product_files import read_products
from store.entrypoints.cli.product_lines import Prices, ProductLine
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

ENOUGH, OFTEN = 0.05, 100_000
BATCH, WARM = 500, 5
RESULTS = Path(__file__).parent / "results" / "catalogue.json"
PRICES = Prices("EUR", Decimal(1))
_page = json.Decoder(ProductPage)
Told: TypeAlias = dict[str, tuple[float, float]]
"""Median and 95th percentile in milliseconds, by what was asked."""


def _made(number: int) -> Iterator[ProductRow]:
    for row in products(number):
        yield convert(row, ProductLine).row(PRICES, 50)


def _repeated(file: Path, number: int) -> Iterator[ProductRow]:
    rows = [row for _, row in read_products(file, PRICES, 50)]
    for turn in itertools.count():
        for row in rows:
            if number == 0:
                return
            number -= 1
            yield row if turn == 0 else structs.replace(
                row, key=f"{row.key}/{turn}", slug="", name=f"{row.name} {turn}",
                variants=tuple(structs.replace(v, sku=Sku(f"{v.sku}-{turn}")) for v in row.variants),
            )


def batches(rows: Iterator[ProductRow]) -> Iterator[tuple[ProductRow, ...]]:
    """*rows*, as many at once as an import takes."""
    while batch := tuple(itertools.islice(rows, BATCH)):
        yield batch


def _fill(shop: Shop, rows: Iterator[ProductRow]) -> None:
    caller = Caller(actor="system:bench", correlation=uuid4())
    for batch in batches(rows):
        shop.bus().do(ImportProducts(source="bench", rows=batch), caller)
    shop.runner().catch_up()
    with shop.projector_pool().connection() as db:
        db.autocommit = True
        for table in ("products", "variants", "words"):
            db.execute(f"VACUUM ANALYZE read.{table}")


def _asks(chance: random.Random, seen: ProductPage) -> dict[str, Query[bytes]]:
    """What shoppers ask, about something that is there."""
    one = chance.choice(seen.items)
    word = chance.choice(one.name.split())
    facets = seen.facets
    category = chance.choice(facets.categories).slug if facets and facets.categories else ""
    brand = (one.brand,)
    return {
        "newest 20": ListProducts(), "most bought": ListProducts(sort="popular"),
        "everything, choices": ListProducts(facets=True),
        "a category, choices": ListProducts(category=(category,), facets=True),
        "a brand, choices": ListProducts(brand=brand, facets=True),
        "a price, choices": ListProducts(price_min="10", price_max="60", facets=True),
        "in stock, choices": ListProducts(in_stock=True, facets=True),
        "a word": ListProducts(q=word), "a word, choices": ListProducts(q=word, facets=True),
        "two words, choices": ListProducts(q=f"{word} {one.brand}", facets=True),
        "a slip": ListProducts(q=_slipped(word)), "suggestions": ListProducts(q=word[:4], limit=6),
        "a product": GetProduct(slug=one.slug),
    }


def _slipped(word: str) -> str:
    return word[:2] + word[3:]


async def _measured(shop: Shop, asks: int) -> dict[str, list[float]]:
    chance, taken = random.Random(5), dict[str, list[float]]()
    async with asking(shop):
        await shop.bus().ask(ListCategories())
        total = _page.decode(await shop.bus().ask(ListProducts(limit=1))).total
        for turn in range(asks + WARM):
            between = f"{chance.uniform(3, 800):.2f}"
            seen = _page.decode(await shop.bus().ask(ListProducts(sort="price", price_min=between, facets=True)))
            if not seen.items:
                continue
            for name, query in _asks(chance, seen).items():
                began = time.perf_counter()
                await shop.bus().ask(query)
                if turn >= WARM:
                    taken.setdefault(name, []).append(time.perf_counter() - began)
    print(f"({total} in lists)")
    return taken


def _told(size: int, taken: dict[str, list[float]]) -> Told:
    print(f"{f'{size} products':<22} {'median':>9} {'p95':>9}")
    found = {}
    for name, times in taken.items():
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        found[name] = (round(1000 * median, 2), round(1000 * p95, 2))
        print(f"{name:<22} {1000 * median:>6.1f} ms {1000 * p95:>6.1f} ms")
    return found


def _asked(size: int, settings: Settings, asks: int) -> Told:
    with postgres_shop(settings) as shop:
        return _told(size, asyncio.run(_measured(shop, asks)))


def _of(size: int, wanted: argparse.Namespace, times: int) -> dict[str, Told]:
    """What was measured, by size; more than one if it is grown."""
    with ExitStack() as stack:
        folder = wanted.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(EmbeddedPostgres(folder / "postgres")).url("store")
        settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="error", embedded=True)
        migrate(settings)
        with postgres_shop(settings) as shop:
            shop.runner().prepare()
            shop.runner().catch_up()
            began = time.perf_counter()
            _fill(shop, _repeated(wanted.of, size) if wanted.of else _made(size))
            print(f"{size} products written and learnt in {time.perf_counter() - began:.0f} s", end=" ")
        found = {str(size): _asked(size, settings, wanted.asks)}
        if times > 1:
            began = time.perf_counter()
            with psycopg.connect(url) as db:
                grow(db, times)
            print(f"grown in {time.perf_counter() - began:.0f} s", end=" ")
            found[str(size * times)] = _asked(size * times, settings, wanted.asks)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--asks", type=int, default=100)
    parser.add_argument("--of", type=Path)
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args()
    found = dict[str, Told]()
    for size in wanted.products:
        found |= _of(size, wanted, wanted.times if size == wanted.products[-1] else 1)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(json.format(json.encode(found)))
    slow = [name for name, (_, p95) in found.get(str(OFTEN), {}).items() if p95 >= 1000 * ENOUGH]
    if slow:
        print(f"not below {1000 * ENOUGH:.0f} ms at the 95th percentile: {', '.join(slow)}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
