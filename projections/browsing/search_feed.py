"""Keeps an index of OpenSearch up with the log.

It remembers in the index itself how far it is, so the two can't part: an index that was lost is built again. It
writes nothing into Postgres either: a transaction that waited for another server would hold every reader back.
What is written is the product as the read model of goods has it, under that model's position as version: whoever
writes twice, or late, does no harm.
"""

from time import monotonic, time_ns
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.browsing.goods import Goods
from projections.browsing.search_index import INDEX, REVISION, documents
from store.adapters.drivers.eventlog.codec import EventCodec, tag_of
from store.adapters.drivers.eventlog.postgres import PostgresLog
from store.adapters.drivers.opensearch import NotThere, OpenSearch, OpenSearchAway

BATCH: Final = 500
LOOK_AGAIN: Final = 5.0
"""Seconds after which the index is asked whether it is still there."""
_FEED: Final = "feed"


class SearchFeed:
    """One step after another, by as many processes as like."""

    def __init__(
        self, cluster: OpenSearch, log: PostgresLog, codec: EventCodec, pool: ConnectionPool[Connection[Any]]
    ) -> None:
        self._cluster, self._log, self._codec, self._pool = cluster, log, codec, pool
        self._tags = [tag_of(kind) for kind in Goods.kinds]
        self._index, self._at, self._looked = "", -1, 0.0

    def step(self) -> int:
        """Take one batch in; how many facts that were.

        :raises OpenSearchAway: while it can't be written to; nothing is lost by trying again.
        """
        goods = self._goods()
        if goods is None:
            return 0
        try:
            if not self._index or monotonic() - self._looked > LOOK_AGAIN:
                self._index, self._at = self._found() or self._built()
                self._looked = monotonic()
            if self._at >= goods:
                self._show()
                return 0
            return self._take(goods)
        except (OpenSearchAway, NotThere) as lost:
            self._index = ""
            raise OpenSearchAway(str(lost)) from lost

    def catch_up(self) -> None:
        """Take in all there is, and let it be found at once."""
        while self.step():
            pass
        if self._index:
            self._cluster.ask("POST", f"/{self._index}/_refresh")

    def rebuild(self) -> None:
        """Begin anew beside the index that visitors search, which stays until the new one has caught up."""
        self._index, self._at = self._built()

    def _goods(self) -> int | None:
        """How far the read model is that documents are made of; nothing while it is being made anew."""
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT position FROM read.projections WHERE name = %s AND revision = %s AND incarnation = %s",
                (Goods.name, Goods.revision, self._log.incarnation),
            ).fetchone()
        return row[0] if row else None

    @property
    def _stem(self) -> str:
        return f"{self._cluster.index}-i{self._log.incarnation}-r{Goods.revision}.{REVISION}-"

    def _found(self) -> tuple[str, int] | None:
        """The newest index of ours, and how far it is."""
        ours = sorted(self._cluster.ask("GET", f"/{self._stem}*/_alias"))
        if not ours:
            return None
        try:
            return ours[-1], int(self._cluster.ask("GET", f"/{ours[-1]}/_doc/{_FEED}")["_source"]["position"])
        except NotThere:
            return None  # whoever began it did not finish

    def _built(self) -> tuple[str, int]:
        """A new index with all that is there. Its writers go through a name that vanishes with it."""
        index = f"{self._stem}{time_ns()}"
        self._cluster.ask("PUT", f"/{index}", INDEX | {"aliases": {_writers(index): {}}})
        at, last = self._goods() or 0, UUID(int=0)
        while True:
            with self._pool.connection() as db:
                batch = documents("p.id > %s ORDER BY p.id LIMIT %s", (last, BATCH), db)
            if not batch:
                break
            self._cluster.put_all(_writers(index), batch)
            last = UUID(batch[-1][0])
        self._note(index, at)
        return index, at

    def _take(self, goods: int) -> int:
        rows = self._log.select_notifications(
            self._at, BATCH, stop=goods, topics=self._tags, inclusive_of_start=False
        )
        products, categories, skus = set(), set(), set()
        for row in rows:
            event: Any = self._codec.decode(
                row.topic, row.state, UUID(str(row.originator_id)), row.originator_version, opened=False
            )
            products.add(getattr(event, "product_id", None))
            categories |= {getattr(event, "category_id", None), getattr(event, "into", None)}
            skus.add(getattr(event, "sku", None))
        with self._pool.connection() as db:
            changed = documents(
                _TOUCHED, [[key for key in keys if key is not None] for keys in (products, categories, skus)], db
            )
        self._cluster.put_all(_writers(self._index), changed)
        till = rows[-1].id if len(rows) == BATCH else goods
        self._note(self._index, till)
        self._at = till
        return len(rows) or 1

    def _note(self, index: str, position: int) -> None:
        self._cluster.ask("PUT", f"/{_writers(index)}/_doc/{_FEED}", {"position": position}, require_alias="true")

    def _show(self) -> None:
        """Let visitors search this index, and throw the others away, in one act."""
        try:
            shown = set(self._cluster.ask("GET", f"/_alias/{self._cluster.index}"))
        except NotThere:
            shown = set()
        if shown == {self._index}:
            return
        self._cluster.ask("POST", f"/{self._index}/_refresh")
        others = set(self._cluster.ask("GET", f"/{self._cluster.index}-i*/_alias")) - {self._index}
        self._cluster.ask("POST", "/_aliases", {"actions": [
            {"add": {"index": self._index, "alias": self._cluster.index}},
            *({"remove_index": {"index": other}} for other in sorted(others)),
        ]})


_TOUCHED: Final[LiteralString] = (
    "p.id IN (SELECT unnest(%s::uuid[]) UNION SELECT id FROM read.products WHERE path && %s::uuid[]"
    " UNION SELECT product FROM read.variants WHERE sku = ANY(%s::text[]))"
)


def _writers(index: str) -> str:
    return f"{index}-writers"
