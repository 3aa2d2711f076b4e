"""``/api/v1/currencies``: in which currencies the shop sells, and at which rates."""

from datetime import date, datetime
from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.pricing.currencies import (
    CurrenciesView,
    FetchRates,
    GetCurrencies,
    PublishRates,
    SetCurrencies,
)
from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.pricing.rate_sheets import Rates
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, expected_version
from store.entrypoints.shared.limits import READING, WRITING, RateLimits
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to

_MANAGE = open_to(Permission.MANAGE_CURRENCIES)


class OneCurrency(Struct, frozen=True):
    """What one may pay in. `rate` of it are worth `per` of the shop's own currency since `day`, by `source`; all four
    are null for that itself, and where nobody knows: then only goods with a price of their own in it are sold in it.
    """

    code: str
    rate: str | None = None
    per: str | None = None
    source: str | None = None
    day: date | None = None


class Currencies(Struct, frozen=True):
    """`base` is the currency of the shop's own prices; `stale` says that newer rates should be here for
    six hours, or that there are none.
    `regions` says what is shown in which country to somebody who chose nothing, and a cart keeps its rate for `hours`.
    """

    base: str
    currencies: list[OneCurrency]
    regions: dict[str, str]
    hours: int
    stale: bool
    stale_from: datetime | None


class Ending(Struct, frozen=True, forbid_unknown_fields=True):
    """A currency to sell in. Converted prices are multiples of `step` of its smallest unit, `less` some of them: 100
    and 5 make 13.95.
    """

    code: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["USD"])]
    step: Annotated[int, Meta(ge=1, le=100_000)] = 1
    less: Annotated[int, Meta(ge=0, le=99_999)] = 0


class RulesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """In what the shop sells beside its own currency. Two letters of a country lead to a currency that it sells in."""

    sold: Annotated[list[Ending], Meta(max_length=30)]
    regions: Annotated[dict[str, str], Meta(max_length=300)] = {}
    hours: Annotated[int, Meta(ge=1, le=336)] = 24
    reason: Annotated[str, Meta(max_length=300)] | None = None


class RatesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What one unit of `base` is worth on that day, as decimals."""

    day: date
    base: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["EUR"])]
    rates: Annotated[dict[str, str], Meta(min_length=1, max_length=200, examples=[{"USD": "1.1172"}])]
    source: Annotated[str, Meta(min_length=1, max_length=40, examples=["by hand"])]
    reason: Annotated[str, Meta(max_length=300)] | None = None


class CurrenciesController(Controller):
    path = "/currencies"
    cache_control = NEVER_KEPT
    tags = ("Currencies",)

    @get(opt=open_to(Permission.PUBLIC) | described("getCurrencies", limited=True))
    async def show(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> Response[Currencies]:
        """What one may pay in, and at which rates prices come into it."""
        await limits.spend(READING, request)
        view = await desk.ask(GetCurrencies(), request)
        return tagged(_shown(view), view.version)

    @put(opt=_MANAGE | described("setCurrencies", 409, 412, 422, versioned=True, limited=True))
    async def set(
        self, data: JSONBody[RulesForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[Currencies]:
        """Sell in these, and only in these, beside the shop's own. Carts and orders keep the currency they have."""
        await limits.spend(WRITING, request)
        rules = CurrencyRules(_sold(data), data.regions, data.hours)
        receipt = await desk.do(
            SetCurrencies(rules=rules, version=expected_version(request)), request, reason=data.reason
        )
        view = await desk.ask(GetCurrencies(), request)
        return tagged(_shown(view), receipt.outcome, position=receipt.position)

    @post("/rates", opt=_MANAGE | described("sayRates", 409, 422, limited=True))
    async def say(
        self, data: JSONBody[RatesForm], request: AnyRequest, desk: NamedDependency[Desk],
        limits: NamedDependency[RateLimits],
    ) -> Response[Rates]:
        """Say by hand what currencies are worth on a day. The newest day counts."""
        await limits.spend(WRITING, request)
        rates = Rates(data.day, data.source, data.base, data.rates)
        receipt = await desk.do(PublishRates(rates=rates), request, reason=data.reason)
        return Response(rates, status_code=201, headers={POSITION: receipt.position})

    @post("/rates/fetches", opt=_MANAGE | described("fetchRates", 409, 422, limited=True))
    async def fetch(
        self, request: AnyRequest, desk: NamedDependency[Desk], limits: NamedDependency[RateLimits]
    ) -> Response[Rates]:
        """Fetch the newest rates now. The scheduler does that by itself once they should be there."""
        await limits.spend(WRITING, request)
        receipt = await desk.do(FetchRates(), request)
        return Response(receipt.outcome, status_code=201, headers={POSITION: receipt.position})


def _sold(data: RulesForm) -> tuple[Sold, ...]:
    return tuple(Sold(it.code, it.step, it.less) for it in data.sold)


def _shown(view: CurrenciesView) -> Currencies:
    rates = {it.currency: it for it in view.exchanges}
    return Currencies(
        view.base,
        [
            OneCurrency(code, it.rate, it.per, it.source, it.day) if (it := rates.get(code)) else OneCurrency(code)
            for code in view.codes
        ],
        view.rules.regions, view.rules.hours, view.stale,
        view.rates.stale_from if view.rates else None,
    )
