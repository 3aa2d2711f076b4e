"""A product as import files say it, before it is one of this shop's."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from store.application.processes.import_rows import ProductRow, VariantRow
from store.domain.catalogue.events import Picture, Value
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money, exponent

CODE: Final = 3


class BadLine(Exception):
    """One line of the file can't be read; the message says what is wrong with it."""


class Prices(Struct, frozen=True):
    """How the amounts in a file become prices of this shop."""

    currency: str
    rate: Decimal | None
    way_out: str = ""
    """Ends the sentence that one is in another currency."""

    def read(self, amount: str, currency: str) -> Money:
        """*amount* in the shop's currency."""
        if currency in {"", self.currency}:
            return Money.parse(amount, self.currency)
        if self.rate is None:
            raise BadLine(
                f"the price is in {currency}, the shop sells in {self.currency}{self.way_out}"
            )
        exact = Decimal(Money.parse(amount, currency).minor).scaleb(-exponent(currency)) * self.rate
        return Money(int(exact.scaleb(exponent(self.currency)).to_integral_value()), self.currency)


class VariantLine(Struct, forbid_unknown_fields=True):
    """A variant as files say it."""

    sku: str
    price: str
    currency: str = ""
    stock: int | None = None
    options: dict[str, str] = {}
    list_price: str | None = None
    picture: str | None = None
    more: list[str] = []
    prices: dict[str, str] | None = None

    @property
    def pictures(self) -> tuple[str, ...]:
        """All of its own, each once; the first stands for it."""
        return tuple(dict.fromkeys([*([self.picture] if self.picture else []), *self.more]))


class PictureLine(Struct, forbid_unknown_fields=True):
    """A picture as files say it: its name where the source keeps its pictures, and what is to be seen."""

    name: str
    alt: str = ""


class ProductLine(Struct, forbid_unknown_fields=True):
    """A product as files say it."""

    key: str
    name: str
    category: list[str]
    variants: list[VariantLine]
    brand: str | None = None
    slug: str = ""
    description: str = ""
    attributes: dict[str, Value] = {}
    options: list[str] = []
    pictures: list[PictureLine] = []
    tags: list[str] = []
    categories: list[list[str]] | None = None
    features: list[str] | None = None
    related: list[str] | None = None
    released: date | None = None

    def row(self, prices: Prices, stock: int) -> ProductRow:
        """As the application takes it; *stock* where the file doesn't say."""
        return ProductRow(
            key=self.key,
            name=self.name,
            brand=self.brand or "",
            category=tuple(self.category),
            slug=self.slug,
            text=self.description,
            attributes=self.attributes,
            options=tuple(self.options or dict.fromkeys(name for v in self.variants for name in v.options)),
            pictures=tuple(Picture(picture.name, picture.alt) for picture in self.pictures),
            tags=tuple(self.tags),
            categories=None if self.categories is None else tuple(tuple(path) for path in self.categories if path),
            features=_all(self.features),
            related=_all(self.related),
            variants=tuple(
                VariantRow(
                    sku=Sku(v.sku),
                    price=prices.read(v.price, v.currency),
                    stock=stock if v.stock is None else v.stock,
                    options=v.options,
                    list_price=prices.read(v.list_price, v.currency) if v.list_price else None,
                    picture=next(iter(v.pictures), None),
                    more=v.pictures[1:],
                    prices=_in_others(v.prices),
                )
                for v in self.variants
            ),
        )


def _all(said: list[str] | None) -> tuple[str, ...] | None:
    return None if said is None else tuple(it for it in said if it.strip())


def _in_others(prices: dict[str, str] | None) -> tuple[Money, ...] | None:
    """Prices in other currencies, by their codes."""
    if prices is None:
        return None
    if wrong := next((code for code in prices if not (code.isascii() and code.isupper() and len(code) == CODE)), None):
        raise BadLine(f"{wrong!r} is no currency such as USD")
    return tuple(Money.parse(amount, code) for code, amount in prices.items())
