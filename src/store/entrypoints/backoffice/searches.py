"""What people looked for: how often, what came of it, and what they found nothing for."""

import csv
import io
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from store.application.browsing.searches import MOST, PERIODS, HideSearch, ListSearches, SearchReport
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.product_lines import neutral

HERE: Final = f"{PATH}/searches"
SHOWN: Final = 200
_COLUMNS: Final = (
    "looked_for", "searches", "found_nothing", "found_something_else", "opened", "median_rank_opened", "put_in_carts",
    "orders", "suggested_to_nobody",
)


@get("/searches", opt=open_to(Permission.TUNE_SEARCH))
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    searches: NamedDependency[Searches], days: FromQuery[str] = "", nothing: FromQuery[str] = "",
) -> Template:
    """As counted up to now."""
    await searches.settle()
    report = await _report(days, nothing, SHOWN, request, desk)
    return await office.page(
        "searches.html", request, report=report, filters=_filters(days, nothing), periods=PERIODS, most=SHOWN,
        counts=searches.counts,
    )


@get("/searches/file", opt=open_to(Permission.TUNE_SEARCH))
async def take(
    request: AnyRequest, desk: NamedDependency[Desk], searches: NamedDependency[Searches], days: FromQuery[str] = "",
    nothing: FromQuery[str] = "",
) -> Response[Any]:
    """The same as CSV, and more of it. Anybody may look for a formula: none is one in the file."""
    await searches.settle()
    report = await _report(days, nothing, MOST, request, desk)
    return Response(_csv(report), media_type="text/csv; charset=utf-8", headers={
        "content-disposition": f'attachment; filename="searches-{report.since}.csv"',
        "cache-control": "private, no-store",
    })


@post("/searches/hide", opt=open_to(Permission.TUNE_SEARCH))
async def hide(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Response[Any]:
    """Have words suggested to nobody, or to others again."""
    form = await form_of(request)
    words, hidden = form.get("words", ""), form.get("hidden") == "1"
    back = href(HERE, _filters(form.get("days", ""), form.get("nothing", "")))
    try:
        await desk.do(HideSearch(words=words, hidden=hidden), request)
    except BadValue as refused:
        return office.see(back, notice=Notice("bad", str(refused), "Nothing was changed."))
    said = "is suggested to nobody any more" if hidden else "may be suggested again"
    return office.see(back, notice=Notice("good", f"“{words}” {said}", "Suggestions follow within two minutes."))


async def _report(days: str, nothing: str, most: int, request: AnyRequest, desk: Desk) -> SearchReport:
    filters = _filters(days, nothing)
    return await desk.ask(ListSearches(days=filters["days"], nothing=filters["nothing"], limit=most), request)


def _filters(days: str, nothing: str) -> dict[str, Any]:
    """Such as there are: an address that was cut short shows what most people want."""
    known = {str(period): period for period in PERIODS}
    return {"days": known.get(days, 30), "nothing": nothing in {"1", "True"}}


def _csv(report: SearchReport) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in report.rows:
        of = row.counts
        writer.writerow([
            neutral(row.words), of.searches, of.nothing, of.guessed, of.clicks, row.rank or "", of.added, of.bought,
            int(row.hidden),
        ])
    return file.getvalue().encode()
