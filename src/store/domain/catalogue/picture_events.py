"""The pictures of a product: what came, went, moved, and what they are said to show."""

from collections.abc import Sequence
from typing import TypeAlias

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import ProductId, Sku


class PictureAdded(Event, frozen=True, omit_defaults=True, tag="catalogue/picture-added-1"):
    """A product shows one more picture. ``place`` counts from nought; ``skus`` are the variants shown by it,
    ``beside`` their other pictures or instead of them.
    """

    product_id: ProductId
    name: str
    place: int
    alt: str = ""
    skus: tuple[Sku, ...] = ()
    beside: bool = False


class PictureRemoved(Event, frozen=True, tag="catalogue/picture-removed-1"):
    """A product no longer shows this picture. Its file stays: orders and the past show it."""

    product_id: ProductId
    name: str


class PictureMoved(Event, frozen=True, tag="catalogue/picture-moved-1"):
    """A picture stands at another place among those of its product."""

    product_id: ProductId
    name: str
    place: int


class PictureDescribed(Event, frozen=True, tag="catalogue/picture-described-1"):
    """What a picture shows is put into other words, for those who can't see it."""

    product_id: ProductId
    name: str
    alt: str


class PictureAssigned(Event, frozen=True, omit_defaults=True, tag="catalogue/picture-assigned-1"):
    """These variants are shown by this picture from now on, and no others: ``beside`` pictures that they have already,
    or instead of them, as it was while each had one at most.
    """

    product_id: ProductId
    name: str
    skus: tuple[Sku, ...]
    beside: bool = False


PictureEvent: TypeAlias = PictureAdded | PictureRemoved | PictureMoved | PictureDescribed | PictureAssigned


def pictures_after(event: PictureEvent, sku: Sku, own: tuple[str, ...], order: Sequence[str]) -> tuple[str, ...]:
    """Which pictures the variant *sku* is shown by after *event*, if those were its *own* before.

    A picture that came with an import, and is not in the *order* of the product's, gives way to one that is.
    """
    match event:
        case PictureAdded(name=name, skus=skus, beside=beside) | PictureAssigned(
            name=name, skus=skus, beside=beside
        ) if sku in skus:
            return tuple(dict.fromkeys((*(one for one in own if one in order), name))) if beside else (name,)
        case PictureRemoved(name=name) | PictureAssigned(name=name):
            return tuple(other for other in own if other != name)
        case _:
            return own
