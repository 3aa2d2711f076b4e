"""The shop window, put together: lists, searches, product pages and categories."""

from typing import Any

from projections.browsing.addresses import Addresses
from projections.browsing.detail import Categories, Detail
from projections.browsing.heads import KnownHeads
from projections.browsing.kept import Places
from projections.browsing.listing import Listing
from projections.browsing.meant import KnownWords
from store.adapters.drivers.opensearch import OpenSearch
from store.adapters.drivers.questions import Questions
from store.application.catalogue.search_words import SearchWordsAnswers
from store.application.pricing.ports import Boards
from store.application.shared.caching import Cache
from store.application.shared.ports import AsyncJournal
from store.entrypoints.wiring.searching import search


def shop_window(
    questions: Questions, currency: str, media: str, cache: Cache, cluster: OpenSearch | None, journal: AsyncJournal,
    board: Boards,
) -> list[Any]:
    """Whatever answers shoppers who look around."""
    words = KnownWords(SearchWordsAnswers(journal), cache)
    heads = KnownHeads(questions, cache)
    return [
        Listing(questions, currency, cache, words, search(cluster), board, heads), Detail(questions, board),
        Categories(questions, media, Places(questions, cache)), Addresses(questions),
    ]
