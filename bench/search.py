"""How good the search is, by what people judged: nDCG@10 over a catalogue with judgments.

    python -m bench.search --catalogue FILE --judgments FILE [--opensearch URL] [--worst 10] [--keep FOLDER]

Imports the catalogue (Icecat's extract, JSON Lines) into an embedded Postgres, and asks each query that any judged
document fits of Postgres, and of an OpenSearch node if there is one. The gain of a document judged r is 2^r - 1, of one
that nobody judged 0. Prints nDCG@10 of all that is shown, of judged documents alone, and how much of the first ten was
judged; the same of either half of the queries, since what only helps one of them was made for it; and the queries that
went worst. All of it is written to ``bench/results/search.json``.
"""

import argparse
import asyncio
import csv
import math
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct, to_builtins

from bench.catalogue import PRICES, batches
from bench.written import write_down
from projections.browsing.heads import Heads, KnownHeads
from projections.browsing.search_feed import SearchFeed
from projections.browsing.search_opensearch import OpenSearchSearch
from projections.browsing.search_postgres import PostgresSearch
from store.adapters.drivers.caches import MemoryCache
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.adapters.drivers.opensearch import OpenSearch
from store.adapters.drivers.questions import Questions
from store.application.browsing.ports import ProductSearch, Wanted
from store.application.processes.import_rows import ImportProducts
from store.application.shared.bus import Caller
from store.domain.shared.ids import product_of
from store.entrypoints.cli.product_files import read_products
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

SOURCE, FIRST, DEEP = "bench", 10, 100


class Score(Struct, frozen=True):
    """Of one query: nDCG@10 of all that is shown, of what was judged alone, and the share that was judged."""

    query: str
    all: float
    judged: float
    share: float


def _judgments(file: Path) -> dict[str, dict[UUID, int]]:
    found: dict[str, dict[UUID, int]] = defaultdict(dict)
    with file.open(newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["query"]][product_of(SOURCE, row["product_id"])] = int(row["rating"])
    return {query: grades for query, grades in found.items() if any(grades.values())}


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """How near the order of *grades* comes to the best one there could be."""

    def gained(order: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(order[:FIRST]))

    return gained(grades) / gained(sorted(ideal, reverse=True))


async def _scores(search: ProductSearch, heads: Heads, judgments: dict[str, dict[UUID, int]]) -> list[Score]:
    found = []
    for query, grades in judgments.items():
        ids = (await search.find(await heads(Wanted(q=query, sort="relevance", limit=DEEP)))).ids
        shown = ids[:FIRST]
        found.append(Score(
            query, ndcg([grades.get(id, 0) for id in shown], [*grades.values()]),
            ndcg([grades[id] for id in ids if id in grades], [*grades.values()]),
            sum(id in grades for id in shown) / len(shown) if shown else 0.0,
        ))
    return found


def _told(name: str, scores: list[Score], worst: int) -> dict[str, Any]:
    """Prints how good it was, and gives it: the means of all and of either half, and each query."""
    means, halves = {}, [[it for it in scores if sha256(it.query.encode()).digest()[0] % 2 == half] for half in (0, 1)]
    for of, some in ((name, scores), *zip(("  one half", "  the other"), halves, strict=True)):
        all, judged, share = (statistics.fmean(getattr(it, by) for it in some) for by in ("all", "judged", "share"))
        print(
            f"{of:<12} nDCG@10 {all:.3f}  judged alone {judged:.3f}  judged share {share:.2f}  ({len(some)} queries)"
        )
        means[of.strip()] = {"all": all, "judged": judged, "share": share, "queries": len(some)}
    for it in sorted(scores, key=lambda it: it.all)[:worst]:
        print(f"    {it.query!r:<32} {it.all:.2f}  judged alone {it.judged:.2f}  share {it.share:.2f}")
    return {"means": means, "queries": to_builtins(scores)}


async def _asked(
    shop: Shop, url: str, node: str | None, judgments: dict[str, dict[UUID, int]], worst: int
) -> dict[str, Any]:
    async with Questions(url) as questions:
        heads = KnownHeads(questions, MemoryCache())
        found = {"Postgres": _told("Postgres", await _scores(PostgresSearch(questions), heads, judgments), worst)}
        if node:
            cluster = OpenSearch(f"{node}?index=bench-{uuid4().hex}", timeout=60)
            await asyncio.to_thread(SearchFeed(cluster, shop.log(), shop.codec(), shop.pool()).catch_up)
            scores = await _scores(OpenSearchSearch(cluster), heads, judgments)
            found["OpenSearch"] = _told("OpenSearch", scores, worst)
            cluster.ask("DELETE", f"/{cluster.index}-*")
            cluster.close()
    return found


def _imported(shop: Shop, catalogue: Path) -> None:
    """What is there already changes nothing."""
    began = time.perf_counter()
    for batch in batches(row for _, row in read_products(catalogue, PRICES, 50)):
        shop.bus().do(ImportProducts(source=SOURCE, rows=batch), Caller(actor="system:bench", correlation=uuid4()))
    shop.runner().catch_up()
    print(f"imported and learnt in {time.perf_counter() - began:.0f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--judgments", type=Path, required=True)
    parser.add_argument("--opensearch")
    parser.add_argument("--keep", type=Path, help="a folder for what was imported, to begin with next time")
    parser.add_argument("--worst", type=int, default=0)
    wanted = parser.parse_args()
    with ExitStack() as stack:
        folder = wanted.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(EmbeddedPostgres(folder / "postgres")).url("store")
        settings = Settings(database_url=url, data_dir=folder, demo=False, log_level="error", embedded=True)
        migrate(settings)
        with postgres_shop(settings) as shop:
            shop.runner().prepare()
            _imported(shop, wanted.catalogue)
            write_down("search", asyncio.run(
                _asked(shop, url, wanted.opensearch, _judgments(wanted.judgments), wanted.worst)
            ))
    return 0


if __name__ == "__main__":
    sys.exit(main())
