"""How long shoppers may cancel what is bought from a day on: a vendor's own goods, or for staff all others."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from msgspec import Meta, Struct

from store.application.ordering.cancel_rules import GetCancelPolicy, SetCancelPolicy
from store.domain.ordering.cancel_policies import MOST_HOURS
from store.domain.ordering.cancelling import Terms, Until
from store.domain.shared.errors import Conflict, RuleViolated
from store.domain.shared.ids import VendorId
from store.entrypoints.backoffice.fulfilment import SHIP
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.cancel_policies import terms_of, whose
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.formats import href
from store.entrypoints.shared.forms import filled, form_of
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, scope_of

_PATH: Final = "/fulfilment/cancelling"
_HERE: Final = f"/backoffice{_PATH}"
_AS_THE_SHOP: Final = "shop"
_WORDS: Final = {
    "until": "Choose until when.", "hours": f"Write how many hours, 0 to {MOST_HOURS}.",
    "since": "Choose a day, tomorrow or later.", "made": "Write at most 200 SKUs, one in each line.",
}


class CancelForm(Struct, frozen=True):
    """What is to hold, and since when. ``shop``: whatever the shop says."""

    until: Annotated[str, Meta(pattern=r"^(hours|packed|sent|never|shop)$")]
    since: date
    hours: Annotated[int, Meta(ge=0, le=MOST_HOURS)] = Terms().hours
    made: Annotated[str, Meta(max_length=13_200)] = ""

    @property
    def terms(self) -> Terms | None:
        """Those it says, if any."""
        if self.until == _AS_THE_SHOP:
            return None
        return terms_of(Until(self.until), self.hours, self.made.splitlines())


@get(_PATH, opt=SHIP)
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    vendor: FromQuery[UUID | None] = None,
) -> Template:
    """What holds, held and will hold."""
    return await _page(vendor, request, office, desk)


@post(_PATH, opt=SHIP)
async def put(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    vendor: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """Another version: what was bought before stays as it was."""
    typed = await form_of(request)
    form, errors = filled(CancelForm, typed, _WORDS)
    if form is None:
        return await _page(vendor, request, office, desk, status=422, form=typed, errors=errors)
    scope = scope_of(request, Permission.SHIP_ORDERS)
    about = whose(vendor, scope)
    try:
        receipt = await desk.do(
            SetCancelPolicy(terms=form.terms, since=form.since, vendor=about, scope=scope), request
        )
    except (RuleViolated, Conflict) as refused:
        return await _page(vendor, request, office, desk, status=422, form=typed, errors={"since": str(refused)})
    notice = Notice("good", "Saved", "It holds for what is bought from that day on.")
    return office.see(href(_HERE, vendor=vendor), position=receipt.position, notice=notice)


async def _page(
    vendor: UUID | None, request: AnyRequest, office: Office, desk: Desk, *, status: int = 200, **more: Any
) -> Template:
    scope = scope_of(request, Permission.SHIP_ORDERS)
    about: VendorId | None = whose(vendor, scope)
    policy = await desk.ask(GetCancelPolicy(vendor=about, scope=scope), request)
    return await office.page(
        "cancel_policy.html", request, status=status, policy=policy, named=vendor is not None,
        **({"form": {}, "errors": {}} | more),
    )
