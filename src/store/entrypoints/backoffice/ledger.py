"""The ledger: how accounts stand on any day, the entries of a time or an order, and the fact behind each of them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream, Template
from msgspec import structs

from store.application.payments.ledger import GetTrialBalance, ListSides, Side, Sides, TrialBalance
from store.application.shared.errors import BadValue
from store.domain.payments.ledger import CHART
from store.entrypoints.backoffice.office import AnyRequest, Office
from store.entrypoints.shared.csv_files import Line, csv_file
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.moments import day, period
from store.entrypoints.shared.permissions import Permission, open_to

_READ: Final = open_to(Permission.READ_HISTORY)
_COLUMNS: Final = (
    "position", "at", "account", "name", "debit", "credit", "currency", "order", "fact", "stream", "version",
)
_LONGEST: Final = 40
_UTC: Final = "UTC"
_NUMBERS: Final = {account.value: about.number for account, about in CHART.items()}


@get("/ledger", opt=_READ)
async def show(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk], at: FromQuery[str] = "",
    since: FromQuery[str] = "", until: FromQuery[str] = "", account: FromQuery[str] = "", q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Template:
    """Balances at the end of a day, and entries, newest first."""
    filters = {
        "at": at[:_LONGEST], "since": since[:_LONGEST], "until": until[:_LONGEST], "account": account[:_LONGEST],
        "q": q[:_LONGEST], "cursor": cursor,
    }
    balance, sides, late, errors = TrialBalance([], []), Sides([], None), False, dict[str, str]()
    try:
        balance, late = await office.look(GetTrialBalance(until=day("at", at) if at else None), request)
        sides = await desk.ask(structs.replace(_wanted(filters), cursor=cursor or None), request)
    except BadValue as refused:
        errors = {refused.field: "Choose a day." if refused.field != "account" else "Choose one of these."}
    return await office.page(
        "ledger.html", request, status=422 if errors else 200, late=late, balance=balance, page=sides, filters=filters,
        errors=errors, accounts=_NUMBERS,
    )


@get("/ledger.csv", opt=_READ)
async def take(
    request: AnyRequest, desk: NamedDependency[Desk], since: FromQuery[str] = "", until: FromQuery[str] = "",
    account: FromQuery[str] = "", q: FromQuery[str] = "",
) -> Stream:
    """All that the page would show of entries, a page at a time."""
    filters = {"since": since, "until": until, "account": account[:_LONGEST], "q": q[:_LONGEST]}
    return await csv_file("ledger", _wanted(filters), _COLUMNS, _lines, desk, request)


def _wanted(filters: dict[str, str]) -> ListSides:
    """What is asked for; days are meant in UTC, as those of the balances are.

    :raises BadValue: for what is no day.
    """
    begins, ends = period(filters["since"], filters["until"], _UTC)
    return ListSides(since=begins, before=ends, account=filters["account"] or None, order=filters["q"])


def _lines(side: Side) -> Iterable[Line]:
    money = side.debit or side.credit
    yield (
        side.position, side.at.isoformat(), str(_NUMBERS[side.account]), side.account,
        Decimal(side.debit.amount) if side.debit else "", Decimal(side.credit.amount) if side.credit else "",
        money.currency if money else "", side.order, side.tag, str(side.stream), str(side.version),
    )
