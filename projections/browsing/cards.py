"""The parts of a product that rarely move, made into JSON once, when they change."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from projections.browsing.stitching import piece
from store.application.browsing.messages import Attribute, Option
from store.application.catalogue.sizes import shown
from store.application.shared.answers import Image
from store.domain.catalogue.events import Description, Variant


class Card(Struct, frozen=True):
    """A product card without price and stock."""

    id: UUID
    slug: str
    name: str
    brand: str
    image: Image | None
    rating: float | None
    variant_count: int


class Detail(Struct, frozen=True):
    """A product page without prices, stock and the way there."""

    id: UUID
    slug: str
    name: str
    brand: str
    description: str
    images: list[Image]
    rating: float | None
    attributes: list[Attribute]
    options: list[Option]
    features: list[str]


def card_json(id: UUID, said: Description, variants: Sequence[Variant], media: str) -> str:
    """The card of a product, open at its end."""
    images = pictures(said, media)
    card = Card(id, said.slug, said.name, said.brand, images[0] if images else None, None, len(variants))
    return piece(card)


def detail_json(
    id: UUID, said: Description, variants: Sequence[Variant], media: str, attributes: list[Attribute]
) -> str:
    """The page of a product, open at its end."""
    options = [
        Option(name, list(dict.fromkeys(v.options[name] for v in variants if name in v.options)))
        for name in said.options
    ]
    return piece(Detail(
        id=id, slug=said.slug, name=said.name, brand=said.brand, description=said.text,
        images=pictures(said, media), rating=None,
        attributes=attributes, options=options, features=list(said.features),
    ))


def pictures(said: Description, media: str) -> list[Image]:
    """Its pictures by address."""
    return [shown(media, picture.name, picture.alt or said.name) for picture in said.pictures]
