"""What is to be sent: the queue of staff, and of each vendor for their own goods."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream, Template

from store.application.ordering.fulfilment import ListParts, LookAtWork
from store.application.shared.errors import BadValue
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.fulfilment_papers import HERE, PAPERS, printed
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.fulfilment import MOST_AT_ONCE, UNDOES, Act, PartResult, Pick, carry_out, parts_file
from store.entrypoints.shared.moments import period
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to, scope_of
from store.entrypoints.shared.shop import ShopInfo

READ, SHIP = open_to(Permission.READ_ORDERS, own=True), open_to(Permission.SHIP_ORDERS, own=True)
_PICK: Final = "pick-"
_ACTS: Final[Mapping[str, Act]] = {
    "processing": "processing", "put_back": "put_back", "delivered": "delivered", "taken_back": "taken_back",
    "book": "book", "call_off": "call_off", "sent": "sent",
}


@get("/fulfilment", opt=READ)
async def listing(
    request: AnyRequest, office: NamedDependency[Office], shop: NamedDependency[ShopInfo],
    status: FromQuery[str] = "open", since: FromQuery[str] = "", until: FromQuery[str] = "", q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """The oldest first, and the day at a glance."""
    filters = {"status": status, "since": since[:10], "until": until[:10], "q": q[:40], "cursor": cursor}
    return await _queue(filters, request, office, shop)


@get("/fulfilment/export", opt=READ)
async def export(
    request: AnyRequest, desk: NamedDependency[Desk], shop: NamedDependency[ShopInfo],
    status: FromQuery[str] = "open", since: FromQuery[str] = "", until: FromQuery[str] = "", q: FromQuery[str] = "",
) -> Stream:
    """The same as a file, written while it is read."""
    query = _asked({"status": status, "since": since, "until": until, "q": q[:40]}, request, shop)
    return await parts_file(query, desk, request)


@post("/fulfilment", opt=SHIP)
async def act(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    shop: NamedDependency[ShopInfo],
) -> Response[Any]:
    """Do something to all that were picked: what became of each is said, and can be taken back."""
    typed = await form_of(request)
    picks = _picked(typed)
    if not picks:
        notice = Notice("warn", "Nothing was picked", "Tick what it is about, and press the button again.")
        return await _queue(_filters(typed), request, office, shop, status=422, notice=notice)
    if typed.get("act") in PAPERS:
        return await _papers(typed["act"], picks, request, office, desk, shop, _filters(typed))
    what = _ACTS.get(typed.get("act", ""))
    if what is None:
        raise BadValue("act", f"choose one of {', '.join((*_ACTS, *PAPERS))}")
    results, position = await carry_out(what, picks, desk, request, scope_of(request, Permission.SHIP_ORDERS))
    done = await office.page(
        "fulfilment_done.html", request, results=results, act=what, undo=UNDOES.get(what),
        undoable=[key for it in results.items if it.changed for key in _keys(it)],
        printable=[key for it in results.items if what == "book" and it.result == "done" for key in _keys(it)],
    )
    done.cookies.extend(office.see(HERE, position=position).cookies)
    return done


async def _papers(
    what: str, picks: list[Pick], request: AnyRequest, office: Office, desk: Desk, shop: ShopInfo,
    filters: Mapping[str, str],
) -> Response[Any]:
    """The papers, or why there are none."""
    try:
        return await printed(what, picks, request, desk)
    except (RuleViolated, Conflict) as refused:
        notice = Notice("warn", "Nothing was printed", str(refused))
        return await _queue(filters, request, office, shop, status=409, notice=notice)


async def _queue(
    filters: Mapping[str, str], request: AnyRequest, office: Office, shop: ShopInfo, *, status: int = 200,
    notice: Notice | None = None,
) -> Template:
    page, late = await office.look(_asked(filters, request, shop), request)
    work, _ = await office.look(LookAtWork(scope=scope_of(request, Permission.READ_ORDERS)), request)
    return await office.page(
        "fulfilment.html", request, status=status, notice=notice, late=late, page=page, work=work, filters=filters,
        carrier=shop.carrier,
    )


def _asked(filters: Mapping[str, str], request: AnyRequest, shop: ShopInfo) -> ListParts:
    since, before = period(filters.get("since"), filters.get("until"), shop.time_zone)
    return ListParts(
        status=filters.get("status") or "open", since=since, before=before, q=filters.get("q", ""),
        cursor=filters.get("cursor") or None, scope=scope_of(request, Permission.READ_ORDERS),
    )


def _filters(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed.get(name, "")[:200] for name in ("status", "since", "until", "q", "cursor")}


def _keys(it: PartResult) -> list[str]:
    """What it was about, as :func:`_picked` takes it again."""
    whole = f"{it.number}/{it.part_id}"
    return [f"{whole}/{parcel}" for parcel in it.parcels] or [whole]


def _picked(typed: Mapping[str, str]) -> list[Pick]:
    """What was ticked: fields called ``pick-<number>/<part>``, and perhaps ``/<parcel>``."""
    found = [name.removeprefix(_PICK) for name in typed if name.startswith(_PICK)]
    if len(found) > MOST_AT_ONCE:
        raise BadValue("pick", f"pick {MOST_AT_ONCE} at most")
    return [_pick(name) for name in found]


def _pick(name: str) -> Pick:
    number, _, ids = name.partition("/")
    part, _, parcel = ids.partition("/")
    try:
        return Pick(number[:40], UUID(part), UUID(parcel) if parcel else None)
    except ValueError:
        raise BadValue("pick", "load the page again") from None
