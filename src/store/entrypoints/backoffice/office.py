"""What every page of the back office has around it, and what follows a form."""

from collections.abc import Iterable
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from msgspec import Struct

from store.application.identity.messages import WhoIs
from store.application.shared.bus import Query
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.desk import POSITION, Desk
from store.entrypoints.shared.notices import Notice, carried, carry, dropped
from store.entrypoints.shared.permissions import Permission, Principal
from store.entrypoints.shared.shop import ShopInfo

PATH: Final = "/backoffice"
POSITION_KEPT: Final = 15 * 60
"""Seconds for which pages wait for the last change; by then every view has seen it, or says that it stopped."""
_PRIVATE: Final = {"cache-control": "private, no-store"}
_LATE: Final = Notice(
    "warn", "This list has not caught up yet",
    "Your last change is safe, but this list does not show it yet. Load the page again in a moment.",
)

_PLACES: Final = {
    "orders": Permission.READ_ORDERS, "fulfilment": Permission.SHIP_ORDERS, "invoices": Permission.READ_ORDERS,
    "returns": Permission.READ_RETURNS,
    "products": Permission.READ_CATALOGUE,
    "categories": Permission.ARRANGE_CATEGORIES, "search": Permission.TUNE_SEARCH,
    "coupons": Permission.READ_PROMOTIONS, "taxes": Permission.READ_TAXES, "shipping": Permission.READ_SHIPPING,
    "currencies": Permission.READ_CURRENCIES,
    "stock": Permission.READ_STOCK,
    "users": Permission.READ_USERS, "activity": Permission.READ_HISTORY, "projections": Permission.READ_PROJECTIONS,
    "ledger": Permission.READ_HISTORY, "conservation": Permission.READ_HISTORY, "integrity": Permission.READ_HISTORY,
    "held-orders": Permission.CANCEL_ORDERS,
    "reconciliation": Permission.RECONCILE_PAYMENTS,
    "webhooks": Permission.READ_WEBHOOKS, "letters": Permission.READ_LETTERS, "erasures": Permission.READ_ERASURES,
    "documents": Permission.READ_COMPLIANCE, "insight": Permission.ASK_DATA,
}
"""What each place in the rail is for: nobody is shown the way to what is closed to them."""
_WITH_OWN: Final = frozenset({"fulfilment", "products", "returns", "stock"})
"""Those that are open to vendors, for their own goods."""

R = TypeVar("R")
AnyRequest = Request[Any, Any, Any]


class Staff(Struct, frozen=True):
    """Whoever works at this desk."""

    name: str


class Acted(Protocol):
    """Anything somebody did."""

    @property
    def actor(self) -> str: ...


class Office:
    """Puts pages into the back office's frame. One for each server process."""

    def __init__(self, desk: Desk, shop: ShopInfo) -> None:
        self._desk, self._shop = desk, shop

    async def page(
        self, template: str, request: AnyRequest, *, status: int = 200, notice: Notice | None = None,
        late: bool = False, facts: Iterable[Acted] = (), **context: Any,
    ) -> Template:
        """*template* in its frame; *late* says that it shows less than there is, *facts* whom to call by name."""
        who: Principal = request.state.principal
        people = await self._people([who.actor, *(fact.actor for fact in facts)], request)
        brought = carried(request)
        around = {
            "staff": Staff(people.get(who.actor, "")), "people": people,
            "rail": {place for place, needed in _PLACES.items() if who.may(needed) or (
                place in _WITH_OWN and who.may_with_own(needed)
            )},
            "may_look_back": who.may(Permission.READ_HISTORY),
            "notice": notice or (_LATE if late else brought),
        }
        return Template(
            f"backoffice/{template}", context=around | context, status_code=status, headers=_PRIVATE,
            cookies=[dropped(PATH)] if brought else [],
        )

    async def look(self, query: Query[R], request: AnyRequest) -> tuple[R, bool]:
        """What a list shows, and whether it is late: then it shows what it has."""
        return await self._desk.look(query, request)

    async def _people(self, actors: Iterable[str], request: AnyRequest) -> dict[str, str]:
        """Actors as people call them: staff by name, as long as it is not forgotten."""
        actors = set(actors)
        people = {actor: _called(actor) for actor in actors}
        accounts = {actor: id for actor in actors if (id := account_in(actor)) is not None}
        if not accounts:
            return people
        found = await self._desk.ask(WhoIs(accounts=tuple(dict.fromkeys(accounts.values()))), request)
        names = {staff.account_id: staff.name for staff in found if staff.name}
        return people | {actor: names[id] for actor, id in accounts.items() if id in names}

    def see(self, path: str, *, position: str | None = None, notice: Notice | None = None) -> Response[Any]:
        """After a form was taken, have the browser look at *path*, from views that have seen *position*."""
        cookies = [carry(notice, PATH)] if notice else []
        if position:
            cookies.append(Cookie(
                POSITION, path=PATH, value=position, max_age=POSITION_KEPT, httponly=True, samesite="lax",
                secure=self.secure,
            ))
        return Redirect(path, status_code=303, cookies=cookies, headers=_PRIVATE)

    @property
    def secure(self) -> bool:
        """Whether browsers reach the shop encrypted, so that cookies may insist on it."""
        return self._shop.address.startswith("https")

    @property
    def currency(self) -> str:
        """Of the shop's own prices."""
        return self._shop.currency


def is_there(request: AnyRequest, path: str) -> bool:
    """Whether there is a page at *path*, written as routes are: a way is only shown where it leads somewhere."""
    return any(getattr(route, "path_format", "") == f"{PATH}{path}" for route in request.app.routes)


def account_in(actor: str) -> AccountId | None:
    """The account behind an actor such as ``staff:<account>``."""
    kind, _, id = actor.partition(":")
    try:
        return AccountId(UUID(id)) if kind in {"staff", "vendor", "customer"} else None
    except ValueError:
        return None


def _called(actor: str) -> str:
    """An actor in words: ``guest:fef5633a-…`` is "Guest fef5633a"."""
    kind, _, id = actor.partition(":")
    return f"{kind.capitalize()} {id.partition('-')[0]}".strip()
