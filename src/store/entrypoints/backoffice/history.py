"""The past of any one thing: its facts, its whole page as it stood at a moment, and what differs between two."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct

from store.application.audit.messages import DifferenceView, GetDifference, GetHistory, HistoryView
from store.application.shared.errors import NoSuch
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.moments import instant, moment
from store.entrypoints.shared.permissions import Permission, may_see_persons, open_to
from store.entrypoints.shared.shop import ShopInfo

_LONGEST_ID: Final = 120
_PAGE: Final = 50
_ALL: Final = "all"
_ONE_OF_A_KIND: Final = {
    "currencies": "currencies", "locations": "locations", "promotions": "promotions", "search_words": "search-words",
    "segments": "segments", "shipping": "shipping", "taxes": "taxes",
}
"""That there is one of, whether anything happened to it or not, and the page it lives on."""


class Link(Struct, frozen=True):
    """Where a thing lives."""

    href: str
    words: str


@get("/history/{kind:str}/{id:str}", opt=open_to(Permission.READ_HISTORY))
async def history(
    kind: FromPath[str], id: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo], version: FromQuery[int | None] = None,
    at: FromQuery[str] = "", fact: FromQuery[str] = "", order: FromQuery[str] = "", cursor: FromQuery[str] = "",
) -> Template:
    """The life of one thing, as it stood after a version or at an instant of the shop's clock."""
    try:
        found = await desk.ask(GetHistory(
            kind=kind[:20], id=id[:_LONGEST_ID], version=version, at=instant("at", at, shop.time_zone) if at else None,
            tags=(fact,) if fact else (), newest_first=order != "oldest", later=False, cursor=cursor or None,
            limit=_PAGE, persons=may_see_persons(request),
        ), request)
    except NoSuch:
        if id == _ALL and not at and (home := _ONE_OF_A_KIND.get(kind)):
            return await office.page("history_none.html", request, kind=kind, home=f"{PATH}/{home}")
        raise
    then = found.version < found.latest_version
    named, back = _home(found, found.at if then else None)
    return await office.page(
        "history.html", request, facts=found.facts, history=found, named=named, back=back, then=then,
        moment=found.at if then else None, at=_on_the_clock(found.at, shop) if then else "",
        filters={"version": found.version if then else None, "fact": fact, "order": order, "cursor": cursor},
    )


@get("/history/{kind:str}/{id:str}/difference", opt=open_to(Permission.READ_HISTORY))
async def difference(
    kind: FromPath[str], id: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo], v: FromQuery[list[int] | None] = None,
    to: FromQuery[str] = "",
) -> Template:
    """What differs between two moments: versions that were ticked on the timeline, or whatever the form says."""
    ticked = sorted(v or [])
    said = request.query_params.get("from", "")
    before: int | datetime = ticked[0] if ticked else moment("from", said or "0", shop.time_zone)
    after = ticked[-1] if len(ticked) > 1 else moment("to", to, shop.time_zone) if to else None
    found = await desk.ask(GetDifference(
        kind=kind[:20], id=id[:_LONGEST_ID], before=before, after=after, persons=may_see_persons(request),
    ), request)
    named, back = _home(found, None)
    return await office.page(
        "difference.html", request, facts=found.facts, difference=found, named=named, back=back,
        moment=None,
    )


def _on_the_clock(at: datetime | None, shop: ShopInfo) -> str:
    """An instant as fields for one have it: the first full second by which it had come."""
    if at is None:
        return ""
    full = at + timedelta(microseconds=-at.microsecond % 1_000_000)
    return f"{full.astimezone(ZoneInfo(shop.time_zone)):%Y-%m-%dT%H:%M:%S}"


def _home(found: HistoryView | DifferenceView, at: datetime | None) -> tuple[str, Link | None]:
    """What people call the thing, and the page it is at home on, at the same moment where it can show one."""
    name = found.names.get(str(found.stream), found.id)
    when = {"at": at.isoformat() if at else None}
    match found.kind:
        case "order":
            return name, Link(href(f"{PATH}/orders/{name}", when), f"Order {name}")
        case "product":
            return name, Link(href(f"{PATH}/products/{found.stream}", when), name)
        case "inventory":
            sku = next((str(fact.body["sku"]) for fact in found.facts if "sku" in fact.body), found.id)
            home = href(f"{PATH}/stock", when, q=sku) if at else f"{PATH}/stock/{quote(sku, safe='')}"
            return sku, Link(home, f"Stock of {sku}")
        case _:
            return name, None
