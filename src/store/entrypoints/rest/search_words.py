"""``/api/v1/search-words``: which words of searches mean the same, and which mean nothing."""

from typing import Annotated

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.catalogue.search_words import GetSearchWords, SetSearchWords, WordsOfSearches
from store.entrypoints.rest.answers import tagged
from store.entrypoints.shared.addresses import PLAIN, VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

Word = Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE, examples=["laptop"])]


class SearchWordsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it: groups of words that mean the same, and words that mean nothing."""

    synonyms: Annotated[
        list[Annotated[list[Word], Meta(max_length=10)]], Meta(max_length=500, examples=[[["laptop", "notebook"]]])
    ]
    stop_words: Annotated[list[Word], Meta(max_length=500, examples=[["cheap"]])]
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


class SearchWordsController(Controller):
    path = "/search-words"
    opt = open_to(Permission.TUNE_SEARCH)
    tags = ("Products",)

    @get(opt=described("getSearchWords"))
    async def look(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[WordsOfSearches]:
        """What was said last. Searches follow within half a minute."""
        words = await desk.ask(GetSearchWords(), request)
        return tagged(words, words.version)

    @put(opt=described("setSearchWords", 422, versioned=True))
    async def set(
        self, data: JSONBody[SearchWordsForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[WordsOfSearches]:
        """Say it anew, all of it."""
        receipt = await desk.do(SetSearchWords(
            synonyms=tuple(tuple(group) for group in data.synonyms), stop_words=tuple(data.stop_words),
            version=expected_version(request),
        ), request, reason=data.reason)
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position)
