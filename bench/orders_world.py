"""The world of a replayed log: where its countries lie, how parcels are sent, and its goods as files have them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from bench.orders_log import Row
from store.application.processes.import_rows import ProductRow, VariantRow
from store.domain.ordering.events import Address
from store.domain.pricing.delivery import WorkingDays
from store.domain.pricing.shipping_plan import ShippingPlan, Tariff, Way, Zone
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money

CODES: Final = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
    "Channel Islands": "JE", "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI",
    "France": "FR", "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL", "Norway": "NO",
    "Poland": "PL", "Portugal": "PT", "RSA": "ZA", "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB",
}
"""What the log calls them. Of any other it isn't known where it lies: its parcels go to the merchant's own country."""
EVERYWHERE: Final = ShippingPlan(
    (Zone("everywhere", "Everywhere"),),
    (Way("invoiced", "As invoiced", WorkingDays(1, 5), (Tariff("everywhere", {"GBP": 0}),)),),
)
"""Sending costs nothing beside the lines of the log, which has postage among its goods."""
_HALF: Final = 5
BATCH: Final = 200


def pence(milli: int) -> int:
    """A price in thousandths of a pound, half up to pence; one at least, for nothing is given away here."""
    return max(1, (milli + _HALF) // 10)


def lost(row: Row) -> int:
    """What rounding the price of a piece adds to *row*, in thousandths; negative where it takes away."""
    return row.quantity * (pence(row.milli) * 10 - row.milli)


def home(country: str) -> Address:
    """Somewhere there: the log knows countries alone."""
    return Address("Somebody", "1 Somewhere", "Somewhere", "00000", CODES.get(country, "GB"))


def rows_of(articles: Mapping[str, Row], stock: Mapping[str, int], currency: str) -> Iterator[tuple[ProductRow, ...]]:
    """Its goods, each article a product of its own, with what has to lie there at first; some at a time."""
    rows = iter(_rows(articles, stock, currency))
    while batch := tuple(islice(rows, BATCH)):
        yield batch


def _rows(articles: Mapping[str, Row], stock: Mapping[str, int], currency: str) -> Iterable[ProductRow]:
    for nth, (article, row) in enumerate(articles.items()):
        price = Money(pence(row.milli), currency)
        yield ProductRow(
            key=article, name=row.description.strip() or row.stock_code, brand="", category=("Goods of the log",),
            slug=f"article-{nth}", variants=(VariantRow(sku_of(article), price, stock[article]),),
        )


def sku_of(article: str) -> Sku:
    """*article* as a SKU: without what one can't hold."""
    return Sku(article.replace(" ", "_").replace("@", ".").replace("+", "-"))
