"""The places of the shop where pieces lie: opened, described, closed once they are empty."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.inventory.locations import (
    CloseLocation,
    CountPiecesByLocation,
    DescribeLocation,
    ListLocations,
    LocationView,
    OpenLocation,
    PiecesThere,
    ReopenLocation,
)
from store.application.shared.bus import Command
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.errors import Conflict, RuleViolated
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.addresses import VISIBLE
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, open_to

_HERE: Final = f"{PATH}/locations"
_ARRANGE: Final = open_to(Permission.ARRANGE_LOCATIONS)


class PlaceForm(Struct, frozen=True):
    """What a place is called, when it serves, and where it is."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE)]
    priority: Annotated[int, Meta(ge=1, le=9_999)]
    address: Annotated[str, Meta(max_length=300)] = ""


class NewPlaceForm(PlaceForm, frozen=True, kw_only=True):
    """One that is to be opened."""

    code: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$")]


_WORDS: Final = {
    "code": "Up to 20 letters, digits and dashes, such as SHED.",
    "name": "Say in up to 60 characters what it is called.",
    "priority": "A whole number from 1, which comes first, to 9,999.",
    "address": "An address has up to 300 characters.",
}


class PlaceRow(Struct, frozen=True):
    """A place, and what lies there."""

    it: LocationView
    lies: PiecesThere
    stays: bool


@get("/locations", opt=_ARRANGE)
async def listing(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """All of them, in the order in which they serve, with what lies there."""
    return await _page(request, office, desk)


@post("/locations", opt=_ARRANGE)
async def open_one(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Have pieces lie at one more place."""
    typed = await form_of(request)
    form, errors = filled(NewPlaceForm, typed, _WORDS)
    if form is None:
        return await _page(request, office, desk, typed=typed, errors=errors, status=422)
    code = LocationCode(form.code.upper())
    command = OpenLocation(code=code, name=form.name, priority=form.priority, address=form.address)
    return await _do(command, typed, request, office, desk)


@post("/locations/{code:str}", opt=_ARRANGE)
async def act(
    code: FromPath[str], request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Close it, open it again, or say something else of it."""
    typed, place = await form_of(request) | {"place": code[:20]}, LocationCode(code)
    command: Command[LocationView]
    match typed.get("act"):
        case "close":
            command = CloseLocation(code=place)
        case "reopen":
            command = ReopenLocation(code=place)
        case _:
            form, errors = filled(PlaceForm, typed, _WORDS)
            if form is None:
                return await _page(request, office, desk, typed=typed, errors=errors, status=422)
            command = DescribeLocation(code=place, name=form.name, priority=form.priority, address=form.address)
    return await _do(command, typed, request, office, desk)


async def _do(
    command: Command[LocationView], typed: Mapping[str, str], request: AnyRequest, office: Office, desk: Desk
) -> Response[Any]:
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except (Conflict, RuleViolated) as refused:
        notice = Notice("bad", str(refused), "Nothing was changed.")
        return await _page(request, office, desk, typed=typed, notice=notice, status=409)
    place = receipt.outcome
    return office.see(_HERE, position=receipt.position, notice=Notice(
        "good", f"{place.name} ({place.code}) is {'open' if place.open else 'closed'}",
        f"It serves orders in turn {place.priority}." if place.open else "Nothing comes in there any more.",
    ))


async def _page(
    request: AnyRequest, office: Office, desk: Desk, *, typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200,
) -> Template:
    found, late = await office.look(CountPiecesByLocation(), request)
    lies = {it.code: it for it in found}
    places = [
        PlaceRow(it, lies.get(it.code) or PiecesThere(it.code, 0, 0, 0), it.code == MAIN)
        for it in await desk.ask(ListLocations(), request)
    ]
    return await office.page(
        "locations.html", request, status=status, late=late, notice=notice, places=places, form=typed or {},
        errors=errors or {}, place=(typed or {}).get("place", ""),
    )
