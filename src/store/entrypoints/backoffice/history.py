"""The past: of any one thing, with the whole page as it stood at a moment, and the newest facts of all."""

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct

from store.application.audit.messages import Activity, GetHistory, HistoryView, ListActivity
from store.application.shared.errors import BadValue
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.shop import ShopInfo

_LONGEST_ID: Final = 80


class Link(Struct, frozen=True):
    """Where a thing lives."""

    href: str
    words: str


@get("/history/{kind:str}/{id:str}", opt=open_to(Permission.READ_HISTORY))
async def history(
    kind: FromPath[str], id: FromPath[str], request: AnyRequest, office: NamedDependency[Office],
    desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo], version: FromQuery[int | None] = None,
    at: FromQuery[str] = "",
) -> Template:
    """The life of one thing, as it stood after a version or at an instant of the shop's clock."""
    found = await desk.ask(
        GetHistory(kind=kind[:20], id=id[:_LONGEST_ID], version=version, at=instant(at, shop.time_zone)), request
    )
    named, back = _home(found)
    return await office.page(
        "history.html", request, facts=found.facts, history=found, named=named, back=back, at=at
    )


@get("/activity", opt=open_to(Permission.READ_HISTORY))
async def activity(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    correlation: FromQuery[UUID | None] = None, cursor: FromQuery[str] = "",
) -> Template:
    """The newest facts of the whole shop, or all that one wish led to."""
    found: Activity = await desk.ask(ListActivity(cursor=cursor or None, correlation=correlation), request)
    return await office.page(
        "activity.html", request, facts=found.items, activity=found,
        filters={"correlation": str(correlation) if correlation else "", "cursor": cursor},
    )


def instant(text: str, zone: str) -> datetime | None:
    """An instant as an address says it; without a time zone it is meant as on the clock in the shop."""
    if not text:
        return None
    try:
        said = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadValue("at", "write it as 2026-05-31T12:00") from None
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))


def _home(found: HistoryView) -> tuple[str, Link | None]:
    """What people call the thing, and the page it is at home on."""
    match found.kind:
        case "order":
            number = str(found.facts[0].body.get("number", found.id))
            return number, Link(f"{PATH}/orders/{number}", f"Order {number}")
        case "product":
            name = str((found.state.get("description") or {}).get("name", found.id))
            return name, Link(f"{PATH}/products/{found.stream}", name)
        case "inventory":
            sku = str(found.facts[0].body.get("sku", found.id))
            return sku, Link(href(f"{PATH}/stock", q=sku), f"Stock of {sku}")
        case _:
            return found.id, None
