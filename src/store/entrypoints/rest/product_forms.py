"""What is sent to ``/api/v1/products`` by those who look after goods."""

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from store.application.catalogue.wishes import ProductWish
from store.application.shared.errors import WrongFields
from store.domain.catalogue.events import Variant
from store.domain.catalogue.slugs import slugify
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE, VISIBLE

Line: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=VISIBLE)]
Place: TypeAlias = Annotated[str, Meta(min_length=1, max_length=400, pattern=VISIBLE)]
Reason: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)]
Amount: TypeAlias = Annotated[str, Meta(max_length=20, pattern=r"^[0-9]{1,13}(\.[0-9]{1,6})?$(?![\s\S])")]
CurrencyCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?![\s\S])", examples=["EUR"])]
Attributes: TypeAlias = Annotated[dict[Word, Annotated[str, Meta(max_length=500)] | float | int | bool], Meta(
    max_length=200,
)]
MOST_VARIANTS = 200


class VariantForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that can be bought. ``options`` has a value for each of the product's options; prices are decimals."""

    sku: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$(?![\s\S])",
                             examples=["ASH-MUG"])]
    price: Annotated[Amount, Meta(examples=["18.00"])]
    options: Annotated[dict[Word, Word], Meta(max_length=10)] = {}
    list_price: Amount | None = None
    currency: CurrencyCode = "EUR"
    picture: Annotated[str, Meta(max_length=200, pattern=VISIBLE)] | None = None


class ProductChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be said of a product from now on; what isn't sent stays as it is. Lists are sent as a whole.

    ``description`` is Markdown. Categories and related products go by their slugs or ids. ``reason`` stands beside the
    facts.
    """

    name: Annotated[Line, Meta(examples=["Ash mug, large"])] | UnsetType = UNSET
    brand: Line | UnsetType = UNSET
    slug: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)] | UnsetType = UNSET
    category: Annotated[str, Meta(max_length=400, pattern=NOTHING_OR_VISIBLE)] | UnsetType = UNSET
    categories: Annotated[list[Place], Meta(max_length=20)] | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=20_000)] | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET
    options: Annotated[list[Word], Meta(max_length=10)] | UnsetType = UNSET
    variants: Annotated[list[VariantForm], Meta(max_length=MOST_VARIANTS)] | UnsetType = UNSET
    tags: Annotated[list[Word], Meta(max_length=50)] | UnsetType = UNSET
    features: Annotated[list[Line], Meta(max_length=50)] | UnsetType = UNSET
    related: Annotated[list[Place], Meta(max_length=20)] | UnsetType = UNSET
    reason: Reason | None = None


class ProductForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A product. Without a ``slug`` its address is made of its name; a ``draft`` is seen by nobody else."""

    name: Annotated[Line, Meta(examples=["Ash mug"])]
    brand: Annotated[Line, Meta(examples=["Loam Pottery"])]
    variants: Annotated[list[VariantForm], Meta(min_length=1, max_length=MOST_VARIANTS, examples=[
        [{"sku": "ASH-MUG", "price": "18.00"}],
    ])]
    slug: Annotated[str, Meta(min_length=1, max_length=200, pattern=VISIBLE)] | UnsetType = UNSET
    category: Annotated[str, Meta(max_length=400, pattern=NOTHING_OR_VISIBLE)] = ""
    categories: Annotated[list[Place], Meta(max_length=20)] = []
    description: Annotated[str, Meta(max_length=20_000)] = ""
    attributes: Attributes = {}
    options: Annotated[list[Word], Meta(max_length=10)] = []
    tags: Annotated[list[Word], Meta(max_length=50)] = []
    features: Annotated[list[Line], Meta(max_length=50)] = []
    related: Annotated[list[Place], Meta(max_length=20)] = []
    draft: bool = False
    reason: Reason | None = None


class PriceForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What a variant costs from now on, in the currency it has."""

    price: Annotated[Amount, Meta(examples=["16.00"])]
    list_price: Amount | None = None
    reason: Reason | None = None


class PublicationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """``at`` is when it is to go on sale; without it, that is now."""

    at: datetime | None = None
    reason: Reason | None = None


class WhyForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Why, if there is something to say."""

    reason: Reason | None = None


def wish_of(form: ProductForm | ProductChanges) -> ProductWish:
    """What *form* asks for.

    :raises WrongFields: for amounts that the currency has no coins for, and what can't stand in an address.
    """
    faults: dict[str, str] = {}
    variants = form.variants if isinstance(form.variants, UnsetType) else tuple(
        Variant(
            Sku(it.sku), _money(it.price, it.currency, f"variants.{place}.price", faults), it.options,
            _money(it.list_price, it.currency, f"variants.{place}.list_price", faults) if it.list_price else None,
            it.picture,
        ) for place, it in enumerate(form.variants)
    )
    if not isinstance(form.slug, UnsetType) and slugify(form.slug) != form.slug:
        faults["slug"] = "An address has small letters and digits, and hyphens between them."
    if faults:
        raise WrongFields(faults)
    return ProductWish(
        name=form.name, brand=form.brand, slug=form.slug, category=form.category, categories=_all(form.categories),
        text=form.description, attributes=form.attributes, options=_all(form.options), variants=variants,
        tags=_all(form.tags), features=_all(form.features), related=_all(form.related),
    )


def _money(amount: str, currency: str, field: str, faults: dict[str, str]) -> Money:
    try:
        return Money.parse(amount, currency)
    except ValueError:
        faults[field] = f"There are no such coins of {currency}."
        return Money(1, currency)


def _all(them: list[str] | UnsetType) -> tuple[str, ...] | UnsetType:
    return them if isinstance(them, UnsetType) else tuple(them)
