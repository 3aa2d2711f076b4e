"""Addresses that fit what somebody types; without script nobody asks for them."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from store.application.customers.advising import SuggestAddresses
from store.entrypoints.shared.countries import ABROAD
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.permissions import Permission, open_to


@get("/addresses/suggest", opt=open_to(Permission.PUBLIC), include_in_schema=False)
async def suggest(
    request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits], line1: FromQuery[str] = "",
    country: FromQuery[str] = ABROAD,
) -> Response[Any]:
    """The few places that fit best, as options of the field."""
    await limits.spend(WRITING, request)
    places = await desk.ask(SuggestAddresses(words=line1, country=country[:2]), request)
    return Template(
        "storefront/parts/place_options.html", headers={"cache-control": "private, max-age=60"},
        context={"places": places},
    )
