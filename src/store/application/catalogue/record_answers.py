"""Answers about products from their facts: what is said of them, and what is different since somebody looked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from msgspec import to_builtins

from store.application.catalogue.records import (
    CompareProduct,
    Differing,
    GetProductRecord,
    ProductDifference,
    ProductRecord,
    VariantRecord,
)
from store.application.shared.answers import Price
from store.application.shared.authority import Scope
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, History
from store.domain.catalogue.address import Address
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import ProductDrafted, ProductListed
from store.domain.catalogue.product import Product, Stage
from store.domain.shared.ids import ProductId, address_of

_OPENING: Final = (ProductListed, ProductDrafted)
_STATES: Final = {Stage.DRAFT: "draft", Stage.LISTED: "for sale", Stage.WITHDRAWN: "withdrawn"}


@dataclass(frozen=True)
class ProductRecords:
    journal: AsyncJournal
    reads = ()

    @answers(GetProductRecord)
    async def record(self, query: GetProductRecord) -> ProductRecord:
        """Two statements; one more for a slug."""
        history = await self._history(await self._named(query.name), query.scope)
        return (await self._records(_at(history, query.version)))[0]

    @answers(CompareProduct)
    async def compare(self, query: CompareProduct) -> ProductDifference:
        """Two statements."""
        history = await self._history(query.product_id, query.scope)
        now = _at(history, None)
        if not 0 < query.version <= now.version:
            (record,) = await self._records(now)
            return ProductDifference(None, record, [])
        seen, record = await self._records(_at(history, query.version), now)
        return ProductDifference(seen, record, list(_differing(_plain(seen), _plain(record))))

    async def _named(self, name: str) -> ProductId:
        try:
            return ProductId(UUID(name))
        except ValueError:
            pass
        id = address_of(name)
        past = (await self.journal.read([id])).get(id, History())
        found = Address.replay(id, past.events).product_id
        if found is None:
            raise NoSuch(Product.kind, name)
        return found

    async def _history(self, id: ProductId, scope: Scope) -> tuple[Product, History]:
        history = (await self.journal.read([id])).get(id, History())
        product = Product(id)
        if history.events and isinstance(history.events[0], _OPENING):
            product.catch_up(history.events)
        if product.description is None or not scope.covers(vendor=product.vendor):
            raise NoSuch(Product.kind, id)
        return product, history

    async def _records(self, *products: Product) -> list[ProductRecord]:
        """As records, all that they name by id looked up together."""
        places = {id for product in products for id in _places(product)}
        beside = {id for product in products if product.description for id in product.description.related}
        histories = await self.journal.read([*places, *beside]) if places | beside else {}
        slugs: dict[UUID, str] = {}
        for id, history in histories.items():
            if id in places:
                slugs[id] = Category.replay(id, history.events).slug
            elif isinstance(history.events[0], _OPENING):  # a file may name any id as one that goes with it
                slugs[id] = _slug(Product.replay(id, history.events))
        return [_record(product, slugs) for product in products]


def _slug(product: Product) -> str:
    return product.description.slug if product.description else ""


def _places(product: Product) -> tuple[UUID, ...]:
    """Where it stands. What stands nowhere has a category of its own id, which nobody opened."""
    said = product.description
    return tuple(id for id in (said.category, *said.categories) if id != product.id) if said else ()


def _at(found: tuple[Product, History], version: int | None) -> Product:
    product, history = found
    if version is None or version == product.version:
        return product
    if not 0 < version <= product.version:
        raise NoSuch("version", str(version))
    return Product.replay(product.id, history.events[:version])


def _record(product: Product, slugs: Mapping[UUID, str]) -> ProductRecord:
    said = product.description
    if said is None:
        raise NoSuch(Product.kind, product.id)
    return ProductRecord(
        id=product.id, version=product.version, state=_STATES[product.stage], vendor=product.vendor, slug=said.slug,
        name=said.name, brand=said.brand, category=slugs.get(said.category, ""),
        categories=[slugs[id] for id in said.categories if id in slugs], description=said.text,
        attributes=said.attributes, options=list(said.options),
        variants=[
            VariantRecord(
                v.sku, v.options, Price.of(v.price), Price.of(v.list_price) if v.list_price else None, v.picture,
                list(v.more), [Price.of(it) for it in product.prices.get(v.sku, ())],
            ) for v in product.variants.values()
        ],
        pictures=list(said.pictures), tags=list(said.tags), features=list(said.features),
        related=[slugs[id] for id in said.related if id in slugs and id not in _places(product)],
        publish_at=product.due, withdrawn_because=product.withdrawn_because,
    )


def _plain(record: ProductRecord) -> dict[str, Any]:
    """Field by field; variants and attributes each for itself."""
    plain: dict[str, Any] = to_builtins(record)
    plain.pop("version")
    plain |= {f"variants.{variant['sku']}": variant for variant in plain.pop("variants")}
    return plain | {f"attributes.{name}": value for name, value in plain.pop("attributes").items()}


def _differing(seen: dict[str, Any], now: dict[str, Any]) -> Iterator[Differing]:
    for field in seen | now:
        if seen.get(field) != now.get(field):
            yield Differing(field, seen.get(field), now.get(field))
