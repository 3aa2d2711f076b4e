"""What is sent and answered about taxes."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from store.application.pricing.taxes import RatesTaken, TaxView
from store.application.shared.answers import percent
from store.domain.pricing.tax_events import DatedRate, TaxClass, TaxRules
from store.domain.pricing.taxing import Rounding, ShippingTaxed
from store.domain.pricing.terms import Chosen
from store.entrypoints.rest.coupons import Reason
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE
from store.entrypoints.shared.tax_files import LARGEST_FILE
from store.entrypoints.shared.terms_forms import ppm_of
from store.entrypoints.shared.terms_shapes import Percent, Words

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


def taken(them: RatesTaken) -> FileTaken:
    """What came of a file."""
    return FileTaken(them.news, [RowTaken(row.row, row.said, row.problem) for row in them.rows])


def shown(view: TaxView) -> Taxes:
    """What was said about taxes."""
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
