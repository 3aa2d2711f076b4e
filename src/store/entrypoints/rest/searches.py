"""``/api/v1/searches``: what people looked for, and what of it is suggested to nobody; for staff."""

from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from store.application.browsing.looked_for import LONGEST
from store.application.browsing.searches import MOST, PERIODS, HideSearch, ListSearches, SearchReport
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to


class HideForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Words, and whether they are suggested to nobody who types."""

    words: Annotated[str, Meta(min_length=1, max_length=LONGEST, pattern=VISIBLE, examples=["oat mug"])]
    hidden: bool = True


class HiddenSearch(Struct, frozen=True):
    """How it stands now."""

    words: str
    hidden: bool


class SearchesController(Controller):
    path = "/searches"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.TUNE_SEARCH)
    tags = ("Products",)

    @get(opt=described("listSearches"))
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], searches: NamedDependency[Searches],
        days: Annotated[int, QueryParameter(description=f"One of {', '.join(map(str, PERIODS))}, up to today")] = 30,
        nothing: FromQuery[bool] = False,
        limit: Annotated[int, QueryParameter(description=f"1 to {MOST}")] = 100,
    ) -> SearchReport:
        """What people looked for, the most searched first; with `nothing`, what was found nothing for most often.

        Words stand there that at least three visitors of a day used; `total` counts all searches, `unnamed` the others.
        """
        await searches.settle()
        return await desk.ask(ListSearches(days=days, nothing=nothing, limit=limit), request)

    @post("/hidden", opt=described("hideSearch"), status_code=200)
    async def hide(
        self, data: JSONBody[HideForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> HiddenSearch:
        """Have words suggested to nobody who types, or to others again. Suggestions follow within two minutes."""
        await desk.do(HideSearch(words=data.words, hidden=data.hidden), request)
        return HiddenSearch(data.words, data.hidden)
