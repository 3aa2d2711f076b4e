"""What somebody wants to be said of a product."""

from msgspec import UNSET, Struct, UnsetType

from store.domain.catalogue.events import Value, Variant


class ProductWish(Struct, frozen=True):
    """What shall be said of a product; what isn't set stays as it is.

    Categories and related products are named by slug or by id.
    """

    name: str | UnsetType = UNSET
    brand: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    category: str | UnsetType = UNSET
    categories: tuple[str, ...] | UnsetType = UNSET
    text: str | UnsetType = UNSET
    attributes: dict[str, Value] | UnsetType = UNSET
    options: tuple[str, ...] | UnsetType = UNSET
    variants: tuple[Variant, ...] | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    features: tuple[str, ...] | UnsetType = UNSET
    related: tuple[str, ...] | UnsetType = UNSET
