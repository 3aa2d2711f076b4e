"""``/api/v1/taxes``: which rates are in force where and since when, and how the shop taxes, for staff."""

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from store.application.pricing.taxes import ChangeTaxRules, GetTaxes, SayRate, TakeBackRate, TakeRates
from store.application.shared.ports import Clock
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.tax_shapes import (
    FileForm,
    FileTaken,
    RateForm,
    RulesForm,
    Taxes,
    TaxesChanged,
    shown,
    taken,
)
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.tax_files import read

_READ, _MANAGE = open_to(Permission.READ_TAXES), open_to(Permission.MANAGE_TAXES)


class TaxesController(Controller):
    path = "/taxes"
    cache_control = NEVER_KEPT
    tags = ("Taxes",)

    @get(opt=_READ | described("getTaxes"))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Taxes]:
        """All that was said, by country, region and class, the latest first."""
        view = await desk.ask(GetTaxes(), request)
        return tagged(shown(view), view.version)

    @post("/rates", opt=_MANAGE | described("sayTaxRate", 409, 412, 422, versioned=True))
    async def say(
        self, data: JSONBody[RateForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[TaxesChanged]:
        """Have a rate in force from its day on, today at the earliest. One that is to come is corrected by saying it
        again; what is in force stays as it is.
        """
        command = SayRate(rate=data.rate, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason)
        return _changed(receipt.outcome, receipt.position, status=201)

    @post("/rates/withdrawal", status_code=200, opt=_MANAGE | described(
        "takeBackTaxRate", 404, 409, 412, 422, versioned=True,
    ))
    async def take_back(
        self, data: JSONBody[RateForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[TaxesChanged]:
        """Have a rate not come into force."""
        command = TakeBackRate(rate=data.rate, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason)
        return _changed(receipt.outcome, receipt.position)

    @put("/rules", opt=_MANAGE | described("changeTaxRules", 409, 412, 422, versioned=True))
    async def change(
        self, data: JSONBody[RulesForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[TaxesChanged]:
        """Tax by these rules from now on. Orders that were placed stay as they are."""
        command = ChangeTaxRules(rules=data.rules, version=expected_version(request))
        receipt = await desk.do(command, request, reason=data.reason)
        return _changed(receipt.outcome, receipt.position)

    @post("/imports", status_code=200, opt=_MANAGE | described("importTaxRates", 409, 422))
    async def take(
        self, data: JSONBody[FileForm], request: AnyRequest, desk: NamedDependency[Desk],
        clock: NamedDependency[Clock],
    ) -> FileTaken:
        """Have the rates of a file in force. Its first line names the columns: `country`, `since` and `percent`, and if
        you like `class` and `region`. Some other forms are known as well.
        """
        rows = tuple(read(data.csv, clock.today()))
        receipt = await desk.do(TakeRates(rows=rows, source=data.source.strip() or "a file", dry=data.dry), request)
        return taken(receipt.outcome)


def _changed(version: int, position: str, *, status: int = 200) -> Response[TaxesChanged]:
    return tagged(TaxesChanged(version), version, position=position, status=status)
