"""Importing products: goods, the categories they stand in and their first stock, a batch at a time.

Importing the same again finds the same products and changes only what differs.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from msgspec import structs

from store.application.catalogue.attributes_in_force import definitions_at
from store.application.processes.import_rows import (
    OWN_KEY,
    RESERVED,
    Imported,
    ImportProducts,
    KeyTwice,
    NoSuchPlace,
    OpenCategories,
    Outcome,
    ProductRow,
    RowMisfit,
    TakeInEach,
    TakeInProducts,
    TakenIn,
)
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.rich_text import rich_text
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.address import Address
from store.domain.catalogue.attribute_values import conformed
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import Description, Variant
from store.domain.catalogue.product import Product, Stage
from store.domain.catalogue.slugs import category_slug, slugify
from store.domain.inventory.inventory import Inventory
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import (
    CategoryId,
    ProductId,
    VendorId,
    address_of,
    category_of,
    product_of,
    stock_of,
)


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
        batch = self._batch(command.source, command.rows, None, work)
        work.save(*batch.touched)
        times = Counter(row.outcome for row in batch.rows)
        misfits = [
            RowMisfit(row.key, told.faults) for row, told in zip(command.rows, batch.rows, strict=True) if told.faults
        ]
        return Imported(times[Outcome.NEW], times[Outcome.CHANGED], times[Outcome.SAME], tuple(misfits))

    @handles(TakeInEach)
    def take_in_each(self, command: TakeInEach, work: UnitOfWork) -> tuple[TakenIn, ...]:
        """The whole batch or nothing of it: whoever is refused asks for each row by itself."""
        batch = self._batch(command.source, command.rows, command.vendor, work)
        if not command.only_try:
            work.save(*batch.touched)
        return tuple(batch.rows)

    def _batch(
        self, source: str, rows: tuple[ProductRow, ...], vendor: VendorId | None, work: UnitOfWork
    ) -> "_Batch":
        now = self.clock.now()
        _expect_distinct(rows)
        products = _found(source, rows, vendor, work)
        if vendor is not None:
            _expect_own(vendor, rows, products, work)
        skus = [variant.sku for row in rows for variant in row.variants]
        stocks = dict(zip(skus, work.find_all(Inventory, [stock_of(sku) for sku in skus]), strict=True))
        addresses = self._addresses(rows, products, work)
        definitions = definitions_at({_place(row) for row in rows if row.category}, work)
        told = []
        for row, product in zip(rows, products, strict=True):
            before = product.version
            if product.stage is Stage.WITHDRAWN:
                told.append(TakenIn(Outcome.SAME, product.id, before, before, withdrawn=True))
                continue
            slug = self._address(row, product, addresses, now)
            pictured = _pictured(row, product)
            description, variants = _kept(described(pictured, product.id, slug), product), _variants(pictured)
            known = product.description.attributes if product.description else {}
            fit = conformed(row.attributes, definitions.get(_place(row), ()) if row.category else (), known)
            description = structs.replace(description, attributes=fit.values)
            if product.stage is Stage.BLANK:
                product.list(description, variants, at=now, vendor=vendor)
            else:
                product.revise(description, variants, at=now)
            _say_prices(row, product, now)
            changed = Outcome.CHANGED if product.version > before else Outcome.SAME
            told.append(TakenIn(
                changed if before else Outcome.NEW, product.id, before, product.version,
                fit.faults(for_sale=product.stage is Stage.LISTED),
            ))
            for variant in row.variants:
                stock = stocks[variant.sku]
                new = not stock.version
                stock.open(variant.sku, product.id, at=now)
                if new and variant.stock:
                    stock.receive(variant.sku, variant.stock, at=now)
        return _Batch(told, [*products, *stocks.values(), *addresses.values()])

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


_RANDOM: Final = 4
"""The version of ids that nobody can work out from a name."""


class _Batch(NamedTuple):
    """What came of a batch, and all that it touched."""

    rows: list[TakenIn]
    touched: list[Aggregate[Any]]


def _found(
    source: str, rows: tuple[ProductRow, ...], vendor: VendorId | None, work: UnitOfWork
) -> list[Product]:
    """The products that the rows are about. An id in a file is one's own only where it names goods that are there, or
    is a random one: all others follow from names, and would let a file begin a stream that is to be somebody else's.
    """
    found = work.find_all(Product, [named(source, row.key) for row in rows])
    astray = [
        place for place, (row, it) in enumerate(zip(rows, found, strict=True))
        if not it.version and row.key.startswith(OWN_KEY) and (vendor is not None or it.id.version != _RANDOM)
    ]
    others = [product_of(source, plain_key(rows[place].key)) for place in astray]
    for place, other in zip(astray, work.find_all(Product, others) if others else (), strict=True):
        found[place] = other
    return found


def _expect_own(
    vendor: VendorId, rows: tuple[ProductRow, ...], products: list[Product], work: UnitOfWork
) -> None:
    """Goods of others are not there for a vendor; where theirs stand is for the shop to say."""
    paths = sorted({row.category for row in rows if row.category})
    for path, category in zip(
        paths, work.find_all(Category, [category_of(category_slug(path)) for path in paths]), strict=True
    ):
        if not category.version:
            raise NoSuchPlace(" > ".join(path))
    for product in products:
        if product.version and product.vendor != vendor:
            raise NoSuch(Product.kind, product.id)


def _pictured(row: ProductRow, product: Product) -> ProductRow:
    """A file without pictures says nothing of those that somebody sent, nor of which variants they show; one without
    words for a picture, as every table is, says nothing against those that it has.
    """
    if row.pictures:
        words = {picture.name: picture.alt for picture in product.pictures}
        return structs.replace(row, pictures=tuple(
            structs.replace(it, alt=words.get(it.name, it.alt)) if it.alt in {"", row.name} else it
            for it in row.pictures
        ))
    known = product.variants if all(variant.picture is None for variant in row.variants) else {}
    return structs.replace(row, pictures=product.pictures, variants=tuple(
        structs.replace(variant, picture=known[variant.sku].picture, more=known[variant.sku].more)
        if variant.sku in known else variant
        for variant in row.variants
    ))


def _expect_distinct(rows: tuple[ProductRow, ...]) -> None:
    keys = Counter(plain_key(row.key) for row in rows)
    twice = [key for key, times in keys.items() if times > 1]
    if twice:
        raise KeyTwice(twice[0])


def named(source: str, key: str) -> ProductId:
    """The product that *source* calls *key*."""
    said = _own(key)
    return product_of(source, key) if said is None else ProductId(said)


def plain_key(key: str) -> str:
    """*key* as it is compared: an id is the same one in capitals."""
    said = _own(key)
    return key if said is None else f"{OWN_KEY}{said}"


def _own(key: str) -> UUID | None:
    """The id in a key of one's own."""
    said = key.removeprefix(OWN_KEY).lower()
    if not key.startswith(OWN_KEY):
        return None
    try:
        id = UUID(said)
    except ValueError:
        return None
    return id if str(id) == said else None


def wished(row: ProductRow, id: ProductId) -> tuple[str, str]:
    """The slug a product should have, and the one it gets where that is taken."""
    slug = slugify(row.slug or row.name)
    slug = f"{slug}-" if slug in RESERVED else slug
    return slug, f"{slug}-{id.hex[:8]}"


def _place(row: ProductRow) -> CategoryId:
    return category_of(category_slug(row.category))


def described(row: ProductRow, id: ProductId, slug: str) -> Description:
    """What the row says of its product."""
    category = _place(row) if row.category else CategoryId(id)
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
    return tuple(Variant(v.sku, v.price, v.options, v.list_price, v.picture, v.more) for v in row.variants)


def _say_prices(row: ProductRow, product: Product, now: datetime) -> None:
    """Those in other currencies, of variants whose row speaks of them."""
    for variant in row.variants:
        if variant.prices is not None:
            product.say_prices(variant.sku, variant.prices, at=now)
