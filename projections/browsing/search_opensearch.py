"""The search of the big shop: OpenSearch. It forgives typing mistakes and finds accents written without."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import structs

from projections.browsing.choices import by_name
from projections.browsing.search_asked import LONGEST, all_of, some_of
from projections.browsing.search_index import whole
from projections.browsing.search_ranks import COUNTED
from projections.browsing.wishes import wishes_in
from projections.shared.pages import cursor_of, keys_of
from store.adapters.drivers.opensearch import NotThere, OpenSearch, OpenSearchAway
from store.application.browsing.ports import Found, SearchAway, Wanted
from store.application.shared.errors import BadCursor

_SORTS: Final[dict[str, tuple[str, str]]] = {
    "newest": ("listed", "desc"), "price": ("price", "asc"), "-price": ("price", "desc"), "name": ("name_key", "asc"),
    "relevance": ("_score", "desc"), "popular": ("popular", "desc"),
}


class OpenSearchSearch:
    """A :class:`~store.application.browsing.ports.ProductSearch` over the index that the feed keeps."""

    def __init__(self, cluster: OpenSearch) -> None:
        self._cluster = cluster

    async def find(self, wanted: Wanted) -> Found:
        """One page, in one request where anything is found."""
        found = await self._page(wanted)
        if found.total or not wanted.q.split()[1:]:
            return found
        found = await self._page(structs.replace(wanted, some=True))
        return structs.replace(found, some=found.total > 0)

    async def _page(self, wanted: Wanted) -> Found:
        body = _question(wanted)
        try:
            told = await asyncio.to_thread(self._cluster.ask, "POST", f"/{self._cluster.index}/_search", body)
        except (OpenSearchAway, NotThere) as away:
            raise SearchAway(str(away)) from away
        hits = told["hits"]["hits"]
        page = hits[:wanted.limit]
        more = len(hits) > wanted.limit
        return Found(
            [UUID(hit["_id"]) for hit in page], told["hits"]["total"]["value"],
            cursor_of(_tag(wanted.sort), *page[-1]["sort"]) if more else None,
        )


def _question(wanted: Wanted) -> dict[str, Any]:
    key, direction = _SORTS[wanted.sort]
    body: dict[str, Any] = {
        "query": {"bool": {"filter": _filters(wanted)}}, "size": wanted.limit + 1, "_source": False,
        "track_total_hits": COUNTED + 1, "sort": [{key: direction}, {"id": "asc"}],
    }
    if wanted.q:
        ways = (wanted.q, *wanted.also)
        body["query"]["bool"]["must"] = [{"dis_max": {"queries": [
            some_of(wanted.q) if wanted.some else all_of(q) for q in ways
        ]}}]
        body["query"] = {"function_score": {"query": body["query"], "functions": _gently(wanted, ways)}}
    if wanted.cursor:
        body["search_after"] = _after(wanted)
    return body


def _gently(wanted: Wanted, ways: Sequence[str]) -> list[dict[str, Any]]:
    """What makes it count more, each time multiplied: the reasons stand at the rank in ``search_ranks.py``."""
    asked = wishes_in(wanted.q[:LONGEST]).plain
    kinds = [{"match_phrase": {"kind": whole(wishes_in(way[:LONGEST]).plain)}} for way in ways]
    about_others = [f"{word} {other}" for word in wanted.head for other in wanted.others]
    return [
        {"filter": {"match": {"exact": {"query": asked, "operator": "and"}}}, "weight": 3},
        {"filter": {"match_phrase": {"name": asked}}, "weight": 1.5},
        {"filter": {"dis_max": {"queries": kinds}}, "weight": 1.5},
        {"filter": {"terms": {"pairs": about_others}}, "weight": 0.5},
        {"filter": {"term": {"in_stock": True}}, "weight": 1.1},
        {"field_value_factor": {"field": "shortness"}},
        {"field_value_factor": {"field": "popular", "factor": 0.01, "modifier": "ln2p"}},
    ]


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = [{"term": {"for_sale": True}}]
    if wanted.categories:
        filters.append({"terms": {"category": wanted.categories}})
    if wanted.brand:
        filters.append({"terms": {"brand_key": wanted.brand}})
    filters += ({"terms": {"facets": facets}} for facets in by_name(wanted.facets).values())
    if wanted.price_min is not None or wanted.price_max is not None:
        bounds = {"gte": wanted.price_min, "lte": wanted.price_max}
        filters.append({"range": {"price": {name: at for name, at in bounds.items() if at is not None}}})
    if wanted.in_stock:
        filters.append({"term": {"in_stock": True}})
    return filters


def _after(wanted: Wanted) -> list[Any]:
    tag, at, id = keys_of(wanted.cursor or "", tuple[str, int | float | str, UUID])
    if tag != _tag(wanted.sort) or isinstance(at, str) != (wanted.sort == "name"):
        raise BadCursor
    return [at, str(id)]


def _tag(sort: str) -> str:
    """Cursors of Postgres go on here and back, but for those of relevance: each ranks in its own way."""
    return "score" if sort == "relevance" else sort
