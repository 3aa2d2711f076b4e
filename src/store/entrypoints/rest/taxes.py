"""``/api/v1/taxes``: which rates are in force where and since when, and how the shop taxes, for staff."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from store.application.pricing.taxes import (
    ChangeTaxRules,
    GetTaxes,
    RatesTaken,
    SayRate,
    TakeBackRate,
    TakeRates,
    TaxView,
)
from store.application.shared.answers import percent
from store.application.shared.ports import Clock
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.taxing import Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen
from store.entrypoints.rest.answers import NEVER_KEPT, tagged
from store.entrypoints.rest.coupons import Reason
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE
from store.entrypoints.shared.desk import AnyRequest, Desk, expected_version
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.permissions import Permission, open_to
from store.entrypoints.shared.tax_files import LARGEST_FILE, read
from store.entrypoints.shared.terms_forms import ppm_of
from store.entrypoints.shared.terms_shapes import Percent, Words

_READ, _MANAGE = open_to(Permission.READ_TAXES), open_to(Permission.MANAGE_TAXES)
CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["DE"])]
RatedClass = Literal["standard", "reduced", "super-reduced"]
ChosenClass = Literal["reduced", "super-reduced", "zero", "exempt"]


class RateForm(Struct, frozen=True, forbid_unknown_fields=True):
    """So many per cent from that day on. A region's rate is all of it, its country's included."""

    country: CountryCode
    since: date
    percent: Percent
    tax_class: RatedClass = "standard"
    region: Annotated[str, Meta(max_length=40, pattern=NOTHING_OR_VISIBLE)] = ""
    reason: Reason | None = None

    @property
    def rate(self) -> DatedRate:
        """What it says."""
        return DatedRate(self.country, self.since, ppm_of(self.percent), TaxClass(self.tax_class), self.region.strip())


class GoodsForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Goods by product (SKU or slug), category (id) or brand. A product that is named goes before its brand, and that
    before its categories.
    """

    products: Words = []
    categories: Annotated[list[UUID], Meta(max_length=500)] = []
    brands: Words = []


class RulesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How the shop taxes. In `net_places` prices are shown without tax, and it comes on top. Goods that `classes` does
    not name are of the standard class; of what is `zero` or `exempt` no tax is due.
    """

    rounding: Rounding = Rounding.HALF_UP_PER_LINE
    shipping: ShippingTaxed = ShippingTaxed.STANDARD
    net_places: Annotated[list[CountryCode], Meta(max_length=250)] = []
    classes: dict[ChosenClass, GoodsForm] = {}
    reason: Reason | None = None

    @property
    def rules(self) -> TaxRules:
        """What it says."""
        return TaxRules(self.rounding, self.shipping, tuple(dict.fromkeys(self.net_places)), {
            TaxClass(name): Chosen(tuple(it.products), tuple(str(id) for id in it.categories), tuple(it.brands))
            for name, it in self.classes.items()
        })


class FileForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A CSV file of rates, as text. With `dry` it is only said what would come of it."""

    csv: Annotated[str, Meta(max_length=LARGEST_FILE, examples=["country,since,percent\nDE,2027-01-01,19\n"])]
    source: Annotated[str, Meta(max_length=120, pattern=NOTHING_OR_VISIBLE, examples=["rates.csv"])] = "a file"
    dry: bool = False


class Rate(Struct, frozen=True):
    """A rate. `stands`: `in force`, `to come` or `over`."""

    country: str
    region: str
    tax_class: str
    since: date
    percent: str
    stands: str


class Taxes(Struct, frozen=True):
    """What was said about taxes. Where nothing is said, the standard rates of the European Union hold."""

    rates: list[Rate]
    rounding: Rounding
    shipping: ShippingTaxed
    net_places: list[str]
    classes: dict[str, GoodsForm]


class TaxesChanged(Struct, frozen=True):
    """The version of all of it together, as in its `ETag`."""

    version: int


class RowTaken(Struct, frozen=True):
    """What came of a row: it is `said` as news, or was known, or there was a `problem`."""

    row: int
    said: bool
    problem: str


class FileTaken(Struct, frozen=True):
    """What came of a file, or would."""

    news: int
    rows: list[RowTaken]


class TaxesController(Controller):
    path = "/taxes"
    cache_control = NEVER_KEPT
    tags = ("Taxes",)

    @get(opt=_READ | described("getTaxes"))
    async def show(self, request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Taxes]:
        """All that was said, by country, region and class, the latest first."""
        view = await desk.ask(GetTaxes(), request)
        return tagged(_shown(view), view.version)

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
        return _taken(receipt.outcome)


def _changed(version: int, position: str, *, status: int = 200) -> Response[TaxesChanged]:
    return tagged(TaxesChanged(version), version, position=position, status=status)


def _taken(them: RatesTaken) -> FileTaken:
    return FileTaken(them.news, [RowTaken(row.row, row.said, row.problem) for row in them.rows])


def _shown(view: TaxView) -> Taxes:
    rules = view.rules
    return Taxes(
        [
            Rate(it.rate.country, it.rate.region, it.rate.tax_class, it.rate.since, percent(it.rate.ppm), it.stands)
            for it in view.rates
        ],
        rules.rounding, rules.shipping, list(rules.net_places),
        {
            name: GoodsForm(list(it.products), [UUID(id) for id in it.categories], list(it.brands))
            for name, it in rules.classes.items()
        },
    )
