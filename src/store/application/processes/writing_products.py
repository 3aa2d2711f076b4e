"""What a product is to be once somebody's wish is carried out, and what stands beside it: address, places and stock.

What makes no sense is said field by field, all of it at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from store.application.catalogue.attributes_in_force import attribute_faults, definitions_at
from store.application.catalogue.wishes import ProductWish
from store.application.processes.import_rows import RESERVED
from store.application.shared.errors import WrongFields
from store.application.shared.rich_text import rich_text
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.address import Address
from store.domain.catalogue.attribute_values import conformed
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import Description, Value, Variant
from store.domain.catalogue.product import Product
from store.domain.catalogue.slugs import slugify
from store.domain.catalogue.soundness import SKU, faults_of
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import CategoryId, ProductId, address_of, category_of, stock_of

T = TypeVar("T")


class _Beside(Struct):
    """What stands beside a product, as it was found: by its stream."""

    addresses: Mapping[str, Address]
    categories: Mapping[str, Category]
    stocks: Mapping[str, Inventory]
    related: Mapping[str, Address | Product]


def written(
    wish: ProductWish, product: Product, work: UnitOfWork, now: datetime, *, for_sale: bool
) -> tuple[Description, tuple[Variant, ...]]:
    """What the product is to be, its address claimed and its stocks open.

    What is to be *for_sale* has all that its category requires.

    :raises WrongFields: for all that makes no sense.
    """
    said, variants = product.description, _or(wish.variants, tuple(product.variants.values()))
    slugs = _slugs(wish, product)
    beside = _beside(wish, slugs, variants, work)
    faults = {
        name: "This is needed." for name in ("name", "brand")
        if not str(_or(getattr(wish, name), "" if said is None else "as it was")).strip()
    }
    slug = next((slug for slug in slugs if beside.addresses[slug].free_for(product.id)), slugs[0])
    if not beside.addresses[slug].free_for(product.id) or slug in RESERVED:
        faults["slug"] = "Another product stands, or stood, at this address."
    category = _category(wish, product, beside, faults)
    description = Description(
        slug=slug, name=_or(wish.name, said.name if said else ""), brand=_or(wish.brand, said.brand if said else ""),
        category=category, text=rich_text(_or(wish.text, said.text if said else "")),
        attributes=_attributes(wish, product, category, work, faults, for_sale=for_sale),
        options=_or(wish.options, said.options if said else ()), pictures=said.pictures if said else (),
        tags=_or(wish.tags, said.tags if said else ()), categories=_categories(wish, said, beside, faults),
        features=_or(wish.features, said.features if said else ()), related=_related(wish, product, beside, faults),
    )
    if said is None or not (wish.options is wish.variants is UNSET):
        faults |= faults_of(description, variants)
    for place, variant in enumerate(variants):
        if (stock := beside.stocks.get(variant.sku)) and stock.product_id not in {None, product.id}:
            faults[f"variants.{place}.sku"] = "Another product has this SKU."
        if product.variants and variant.price.currency != next(iter(product.variants.values())).price.currency:
            faults[f"variants.{place}.price"] = "A product never changes its currency."
    if faults:
        raise WrongFields(faults)
    beside.addresses[slug].claim(slug, product.id, at=now)
    for variant in variants:
        beside.stocks[variant.sku].open(variant.sku, product.id, at=now)
    work.save(beside.addresses[slug], *beside.stocks.values())
    return description, variants


def _slugs(wish: ProductWish, product: Product) -> tuple[str, ...]:
    """The address it shall have; where nobody named one, another that nobody else wishes for will do as well."""
    if given := _or(wish.slug, ""):
        return (slugify(given),)
    if product.description:
        return (product.description.slug,)
    slug = slugify(_or(wish.name, "") or "product")
    own = f"{slug}-{product.id.hex[-8:]}"
    return (own,) if slug in RESERVED else (slug, own)


def _beside(wish: ProductWish, slugs: tuple[str, ...], variants: tuple[Variant, ...], work: UnitOfWork) -> _Beside:
    """All of it in one look."""
    places = [*([wish.category] if wish.category else []), *_or(wish.categories, ())]
    wanted: list[tuple[str, str, type[Any], UUID]] = [
        *(("address", slug, Address, address_of(slug)) for slug in slugs),
        *(("category", place, Category, _uuid(place) or category_of(place)) for place in map(str, places)),
        *(("stock", v.sku, Inventory, stock_of(v.sku)) for v in variants if SKU.fullmatch(v.sku)),
    ]
    for name in _or(wish.related, ()):
        id = _uuid(name)
        wanted.append(("related", name, Product, id) if id else ("related", name, Address, address_of(name)))
    once = list({(kind, id): (kind, id) for _, _, kind, id in wanted})
    found = dict(zip(once, work.gather(*once), strict=True))
    by: dict[str, dict[str, Any]] = {"address": {}, "category": {}, "stock": {}, "related": {}}
    for what, name, kind, id in wanted:
        by[what][name] = found[kind, id]
    return _Beside(by["address"], by["category"], by["stock"], by["related"])


def _category(wish: ProductWish, product: Product, beside: _Beside, faults: dict[str, str]) -> CategoryId:
    """Where it stands; without a place it is in a category of its own, which nobody opened."""
    if wish.category is UNSET:
        return product.description.category if product.description else CategoryId(product.id)
    if not wish.category:
        return CategoryId(product.id)
    category = beside.categories[wish.category]
    if not category.version:
        faults["category"] = "There is no such category."
    return category.id


def _attributes(
    wish: ProductWish, product: Product, category: CategoryId, work: UnitOfWork, faults: dict[str, str], *,
    for_sale: bool,
) -> dict[str, Value]:
    """As the category has them. Who speaks neither of them nor of the category isn't told what is wrong with them."""
    known = product.description.attributes if product.description else {}
    said = _or(wish.attributes, known)
    if category == product.id or (product.description and wish.attributes is wish.category is UNSET):
        return said
    found = conformed(said, definitions_at([category], work)[category], known)
    faults |= attribute_faults(found.faults(for_sale=for_sale))
    return found.values


def _categories(
    wish: ProductWish, said: Description | None, beside: _Beside, faults: dict[str, str]
) -> tuple[CategoryId, ...]:
    if isinstance(wish.categories, UnsetType):
        return said.categories if said else ()
    for place, name in enumerate(wish.categories):
        if not beside.categories[name].version:
            faults[f"categories.{place}"] = "There is no such category."
    return tuple(dict.fromkeys(beside.categories[name].id for name in wish.categories if name != wish.category))


def _related(
    wish: ProductWish, product: Product, beside: _Beside, faults: dict[str, str]
) -> tuple[ProductId, ...]:
    if isinstance(wish.related, UnsetType):
        return product.description.related if product.description else ()
    found = dict[ProductId, None]()
    for place, name in enumerate(wish.related):
        it = beside.related[name]
        id = it.product_id if isinstance(it, Address) else it.id
        if id is None or not it.version or id == product.id:
            faults[f"related.{place}"] = "There is no such other product."
        else:
            found[id] = None
    return tuple(found)


def _or(wished: T | UnsetType, known: T) -> T:
    return known if isinstance(wished, UnsetType) else wished


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
