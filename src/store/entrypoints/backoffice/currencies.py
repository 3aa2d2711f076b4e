"""Currencies: which the shop sells in, where, at which rates, and how old these are."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from store.application.pricing.currencies import CurrenciesView, FetchRates, GetCurrencies, SetCurrencies
from store.application.pricing.ports import RatesAway
from store.domain.pricing.currency_errors import CurrenciesUnsound, RatesUnsound
from store.domain.shared.errors import Conflict
from store.entrypoints.backoffice.coupons import version_in
from store.entrypoints.backoffice.currency_form import rows, rules_in, typed_of
from store.entrypoints.backoffice.office import PATH, AnyRequest, Office
from store.entrypoints.shared.desk import Desk
from store.entrypoints.shared.forms import form_of
from store.entrypoints.shared.limits import WRITING, RateLimits
from store.entrypoints.shared.notices import Notice
from store.entrypoints.shared.permissions import Permission, Principal, open_to

HERE: Final = f"{PATH}/currencies"
_MANAGE = open_to(Permission.MANAGE_CURRENCIES)
_NEVER: Final = -1
"""A version that there never is: whoever doesn't say what they saw changes nothing."""


@get("/currencies", opt=open_to(Permission.READ_CURRENCIES))
async def show(request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]) -> Template:
    """What the shop sells in, and a form for it."""
    return await _page(await desk.ask(GetCurrencies(), request), request, office)


@post("/currencies", opt=_MANAGE)
async def act(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Sell in these from now on."""
    typed = await form_of(request)
    view, (rules, errors) = await desk.ask(GetCurrencies(), request), rules_in(typed)
    if rules is None:
        return await _page(view, request, office, typed, errors=errors, status=422)
    version = version_in(typed)
    command = SetCurrencies(rules=rules, version=_NEVER if version is None else version)
    try:
        receipt = await desk.do(command, request, reason=typed.get("reason", "")[:200] or None)
    except CurrenciesUnsound as refused:
        return await _page(view, request, office, typed, errors={refused.field: str(refused)}, status=422)
    except Conflict as refused:
        return await _page(
            view, request, office, typed, notice=Notice("bad", str(refused), "Nothing was changed."), status=409
        )
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", "The shop sells in these currencies", "Carts and orders keep the one they are in.",
    ))


@post("/currencies/rates", opt=_MANAGE)
async def fetch(
    request: AnyRequest, office: NamedDependency[Office], desk: NamedDependency[Desk],
    limits: NamedDependency[RateLimits],
) -> Response[Any]:
    """Fetch the newest rates now."""
    await limits.spend(WRITING, request)
    try:
        receipt = await desk.do(FetchRates(), request)
    except (RatesAway, RatesUnsound) as away:
        notice = Notice("bad", str(away), "The rates that were there go on.")
        return await _page(await desk.ask(GetCurrencies(), request), request, office, notice=notice, status=409)
    rates = receipt.outcome
    return office.see(HERE, position=receipt.position, notice=Notice(
        "good", f"Rates of {rates.day} from {rates.source}", "They count at once. Carts keep theirs until they expire.",
    ))


async def _page(
    view: CurrenciesView, request: AnyRequest, office: Office, typed: Mapping[str, str] | None = None, *,
    errors: Mapping[str, str] | None = None, notice: Notice | None = None, status: int = 200,
) -> Template:
    who: Principal = request.state.principal
    return await office.page(
        "currencies.html", request, status=status, notice=notice, view=view, rows=rows(view), errors=errors or {},
        form=typed or typed_of(view.rules), manages=who.may(Permission.MANAGE_CURRENCIES),
    )
