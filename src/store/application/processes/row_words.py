"""What a row of a file says of its product, beside what is known of it already."""

from datetime import datetime
from uuid import UUID

from msgspec import structs

from store.application.processes.import_rows import OWN_KEY, ProductRow
from store.application.processes.row_places import RowPlaces
from store.application.shared.rich_text import rich_text
from store.domain.catalogue.events import Description, Variant
from store.domain.catalogue.product import Product
from store.domain.shared.ids import CategoryId, ProductId, product_of


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


def described(row: ProductRow, id: ProductId, slug: str, source: str, places: RowPlaces) -> Description:
    """What the row says of its product."""
    category = places.at(row.category) if row.category else CategoryId(id)
    others = dict.fromkeys(places.at(path) for path in row.categories or ())
    related = dict.fromkeys(named(source, key) for key in row.related or ())
    return Description(
        slug=slug, name=row.name, brand=row.brand, category=category, text=rich_text(row.text),
        attributes=row.attributes, options=row.options, pictures=row.pictures, tags=row.tags,
        categories=tuple(it for it in others if it != category), features=row.features or (),
        related=tuple(it for it in related if it != id),
    )


def kept(description: Description, row: ProductRow, product: Product, places: RowPlaces) -> Description:
    """*description* with what its row doesn't speak of as it is."""
    said = product.description
    if said is None:
        return description
    return structs.replace(
        description, category=places.kept(said.category, description.category),
        categories=said.categories if row.categories is None else description.categories,
        features=said.features if row.features is None else description.features,
        related=said.related if row.related is None else description.related,
    )


def variants_of(row: ProductRow) -> tuple[Variant, ...]:
    """Those of the row, as the catalogue has them."""
    return tuple(Variant(v.sku, v.price, v.options, v.list_price, v.picture, v.more) for v in row.variants)


def say_prices(row: ProductRow, product: Product, now: datetime) -> None:
    """Those in other currencies, of variants whose row speaks of them."""
    for variant in row.variants:
        if variant.prices is not None:
            product.say_prices(variant.sku, variant.prices, at=now)


def pictured_as(row: ProductRow, product: Product) -> ProductRow:
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
