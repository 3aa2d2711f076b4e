"""Importing products: goods, the categories they stand in and their first stock, a batch at a time.

Importing the same again finds the same products and changes only what differs.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from msgspec import structs

from store.application.catalogue.attributes_in_force import definitions_at
from store.application.catalogue.import_ports import PlacesNamed
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
from store.application.processes.row_places import RowPlaces, paths_of, places_of, standing_at
from store.application.processes.row_words import (
    described,
    kept,
    named,
    pictured_as,
    plain_key,
    say_prices,
    variants_of,
)
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.address import Address
from store.domain.catalogue.attribute_values import conformed
from store.domain.catalogue.category import Category
from store.domain.catalogue.product import Product, Stage
from store.domain.catalogue.slugs import category_slug, slugify
from store.domain.inventory.inventory import Inventory
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import ProductId, VendorId, address_of, category_of, product_of, stock_of


@dataclass(frozen=True)
class ImportingProducts:
    clock: Clock
    named: PlacesNamed

    @conducts(ImportProducts)
    def import_them(self, command: ImportProducts, conductor: Conductor) -> Imported:
        """Categories, then goods: whoever reads the log meets a product after the place it stands in.

        Categories stay open when the goods of the batch are refused.
        """
        conductor.then(OpenCategories(paths=paths_of(command.rows), pictures=command.category_pictures))
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
        places = places_of(rows, products, self.named, work)
        if vendor is not None:
            _expect_own(vendor, rows, products, places, work)
        skus = [variant.sku for row in rows for variant in row.variants]
        stocks = dict(zip(skus, work.find_all(Inventory, [stock_of(sku) for sku in skus]), strict=True))
        addresses = self._addresses(rows, products, work)
        definitions = definitions_at({places.at(row.category) for row in rows if row.category}, work)
        told = []
        for row, product in zip(rows, products, strict=True):
            before = product.version
            if product.stage is Stage.WITHDRAWN:
                told.append(TakenIn(Outcome.SAME, product.id, before, before, withdrawn=True))
                continue
            slug = self._address(row, product, addresses, now)
            pictured = pictured_as(row, product)
            description = kept(described(pictured, product.id, slug, source, places), row, product, places)
            variants = variants_of(pictured)
            known = product.description.attributes if product.description else {}
            fit = conformed(row.attributes, definitions[places.at(row.category)] if row.category else (), known)
            description = structs.replace(description, attributes=fit.values)
            if product.stage is Stage.BLANK:
                product.list(description, variants, at=now, vendor=vendor)
            else:
                product.revise(description, variants, at=now)
            say_prices(row, product, now)
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
        paths = {path[:n] for path in command.paths for n in range(1, len(path) + 1)}
        places = standing_at(paths, self.named)
        new = {category_slug(path): path for path in paths if path not in places.standing}
        slugs = sorted(new)
        categories = work.find_all(Category, [category_of(slug) for slug in slugs])
        for slug, category in zip(slugs, categories, strict=True):
            if not category.version:
                *above, name = new[slug]
                parent = places.at(tuple(above)) if above else None
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
    vendor: VendorId, rows: tuple[ProductRow, ...], products: list[Product], places: RowPlaces, work: UnitOfWork
) -> None:
    """Goods of others are not there for a vendor; where theirs stand is for the shop to say."""
    paths = paths_of(rows)
    for path, category in zip(paths, work.find_all(Category, [places.at(path) for path in paths]), strict=True):
        if not category.version:
            raise NoSuchPlace(" > ".join(path))
    for product in products:
        if product.version and product.vendor != vendor:
            raise NoSuch(Product.kind, product.id)


def _expect_distinct(rows: tuple[ProductRow, ...]) -> None:
    keys = Counter(plain_key(row.key) for row in rows)
    twice = [key for key, times in keys.items() if times > 1]
    if twice:
        raise KeyTwice(twice[0])


def wished(row: ProductRow, id: ProductId) -> tuple[str, str]:
    """The slug a product should have, and the one it gets where that is taken."""
    slug = slugify(row.slug or row.name)
    slug = f"{slug}-" if slug in RESERVED else slug
    return slug, f"{slug}-{id.hex[:8]}"
