"""Importing products: goods, the categories they stand in and their first stock, a batch at a time.

Importing the same again finds the same products and changes only what differs.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct, field, structs

from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.rich_text import rich_text
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.address import Address
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import Description, Picture, Value, Variant
from store.domain.catalogue.product import Product, Stage
from store.domain.catalogue.slugs import category_slug, slugify
from store.domain.inventory.inventory import Inventory
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import CategoryId, ProductId, Sku, address_of, category_of, product_of, stock_of
from store.domain.shared.money import Money


class VariantRow(Struct, frozen=True):
    """One variant as the import file has it, with its first stock."""

    sku: Sku
    price: Money
    stock: int = 0
    options: dict[str, str] = {}
    list_price: Money | None = None
    picture: str | None = None


class ProductRow(Struct, frozen=True):
    """One product as the import file has it. ``key`` is its name in the source."""

    key: str
    name: str
    brand: str
    category: tuple[str, ...]
    variants: tuple[VariantRow, ...]
    slug: str = ""
    text: str = ""
    attributes: dict[str, Value] = {}
    options: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()


OWN_KEY: Final = "product:"
"""Begins the key of a product that this shop, or another one like it, wrote into a file: what follows is its id."""
RESERVED: Final = frozenset({"suggest"})
"""Slugs under which the shop has pages of its own."""


@dataclass(eq=False)
class KeyTwice(RuleViolated):
    """The product {key} stands twice in one batch."""

    key: str


class Imported(Struct, frozen=True):
    """What an import changed. Withdrawn products stay as they are."""

    listed: int = 0
    revised: int = 0
    unchanged: int = 0


class OpenCategories(Command[int], frozen=True):
    """Open the categories at *paths* and all above them, where they aren't yet; how many that were.

    *pictures* names a picture for some of them, by the slug of their own name.
    """

    paths: tuple[tuple[str, ...], ...]
    pictures: Mapping[str, str] = field(default_factory=dict)


class TakeInProducts(Command[Imported], frozen=True):
    """List the products of a batch, or revise those that are known, whose categories are open."""

    source: str
    rows: tuple[ProductRow, ...]


class ImportProducts(Command[Imported], frozen=True):
    """Take a batch of products in, categories first. One whose slug is taken gets one of its own."""

    source: str
    rows: tuple[ProductRow, ...]
    category_pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportingProducts:
    clock: Clock

    @conducts(ImportProducts)
    def import_them(self, command: ImportProducts, conductor: Conductor) -> Imported:
        """Categories, then goods: whoever reads the log meets a product after the place it stands in.

        Categories stay open when the goods of the batch are refused.
        """
        paths = tuple(sorted({row.category for row in command.rows}))
        conductor.then(OpenCategories(paths=paths, pictures=command.category_pictures))
        return conductor.last(TakeInProducts(source=command.source, rows=command.rows))

    @handles(TakeInProducts)
    def take_in(self, command: TakeInProducts, work: UnitOfWork) -> Imported:
        """The whole batch or nothing of it."""
        now = self.clock.now()
        _expect_distinct(command.rows)
        products = work.find_all(Product, [named(command.source, row.key) for row in command.rows])
        skus = [variant.sku for row in command.rows for variant in row.variants]
        stocks = dict(zip(skus, work.find_all(Inventory, [stock_of(sku) for sku in skus]), strict=True))
        addresses = self._addresses(command.rows, products, work)
        listed = revised = 0
        for row, product in zip(command.rows, products, strict=True):
            before = product.version
            slug = self._address(row, product, addresses, now)
            pictured = _pictured(row, product)
            description, variants = _kept(described(pictured, product.id, slug), product), _variants(pictured)
            if product.stage is Stage.BLANK:
                product.list(description, variants, at=now)
                listed += 1
            elif product.stage is Stage.LISTED:
                product.revise(description, variants, at=now)
                revised += product.version > before
            for variant in row.variants:
                stock = stocks[variant.sku]
                new = not stock.version
                stock.open(variant.sku, product.id, at=now)
                if new and variant.stock:
                    stock.receive(variant.sku, variant.stock, at=now)
        work.save(*products, *stocks.values(), *addresses.values())
        return Imported(listed, revised, len(products) - listed - revised)

    def _addresses(
        self, rows: tuple[ProductRow, ...], products: list[Product], work: UnitOfWork
    ) -> dict[str, Address]:
        """The addresses that the rows may get: the one they wish for, and one that nobody else wishes for."""
        slugs = sorted({
            slug for row, product in zip(rows, products, strict=True) for slug in wished(row, product.id)
        })
        return dict(zip(slugs, work.find_all(Address, [address_of(slug) for slug in slugs]), strict=True))

    def _address(self, row: ProductRow, product: Product, addresses: dict[str, Address], now: datetime) -> str:
        if product.description and not row.slug:
            return product.description.slug
        slugs = wished(row, product.id)
        slug = next((slug for slug in slugs if addresses[slug].free_for(product.id)), slugs[-1])
        addresses[slug].claim(slug, product.id, at=now)
        return slug

    @handles(OpenCategories)
    def open(self, command: OpenCategories, work: UnitOfWork) -> int:
        """All of them or none."""
        places = {
            category_slug(path[:n]): path[:n] for path in command.paths for n in range(1, len(path) + 1)
        }
        slugs = sorted(places)
        categories = work.find_all(Category, [category_of(slug) for slug in slugs])
        for slug, category in zip(slugs, categories, strict=True):
            if not category.version:
                name, above = places[slug][-1], category_slug(places[slug][:-1])
                parent = category_of(above) if above else None
                category.open(name, slug, parent, command.pictures.get(slugify(name)), at=self.clock.now())
        work.save(*categories)
        return sum(bool(category.fresh) for category in categories)


def _pictured(row: ProductRow, product: Product) -> ProductRow:
    """A file without pictures says nothing of those that somebody sent, nor of which variants they show."""
    if row.pictures:
        return row
    known = product.variants if all(variant.picture is None for variant in row.variants) else {}
    return structs.replace(row, pictures=product.pictures, variants=tuple(
        structs.replace(variant, picture=known[variant.sku].picture) if variant.sku in known else variant
        for variant in row.variants
    ))


def _expect_distinct(rows: tuple[ProductRow, ...]) -> None:
    keys = Counter(row.key for row in rows)
    twice = [key for key, times in keys.items() if times > 1]
    if twice:
        raise KeyTwice(twice[0])


def named(source: str, key: str) -> ProductId:
    """The product that *source* calls *key*."""
    if key.startswith(OWN_KEY):
        try:
            return ProductId(UUID(key.removeprefix(OWN_KEY)))
        except ValueError:
            pass
    return product_of(source, key)


def wished(row: ProductRow, id: ProductId) -> tuple[str, str]:
    """The slug a product should have, and the one it gets where that is taken."""
    slug = slugify(row.slug or row.name)
    slug = f"{slug}-" if slug in RESERVED else slug
    return slug, f"{slug}-{id.hex[:8]}"


def described(row: ProductRow, id: ProductId, slug: str) -> Description:
    """What the row says of its product."""
    category = category_of(category_slug(row.category)) if row.category else CategoryId(id)
    return Description(
        slug=slug, name=row.name, brand=row.brand, category=category, text=rich_text(row.text),
        attributes=row.attributes, options=row.options, pictures=row.pictures, tags=row.tags,
    )


def _kept(description: Description, product: Product) -> Description:
    """*description* with what no file speaks of as it is."""
    said = product.description
    return description if said is None else structs.replace(
        description, categories=said.categories, features=said.features, related=said.related,
    )


def _variants(row: ProductRow) -> tuple[Variant, ...]:
    return tuple(Variant(v.sku, v.price, v.options, v.list_price, v.picture) for v in row.variants)
