"""What the goods show of a product's pictures, brought up to date without its description: what is kept is enough."""

from typing import Any, Final, assert_never, get_args
from uuid import UUID

from msgspec import json, structs
from psycopg import Connection

from projections.browsing.cards import Card, Detail
from projections.browsing.stitching import VariantCard, piece
from store.application.catalogue.sizes import shown
from store.application.shared.answers import Image
from store.domain.catalogue.picture_events import (
    PictureAdded,
    PictureAssigned,
    PictureDescribed,
    PictureEvent,
    PictureMoved,
    PictureRemoved,
)

PICTURING: Final[tuple[type[PictureEvent], ...]] = get_args(PictureEvent)

_card, _detail, _variant = json.Decoder(Card), json.Decoder(Detail), json.Decoder(VariantCard)


def picture_anew(event: PictureEvent, media: str, db: Connection[Any]) -> None:
    """Show the pictures of its product as they are after *event*."""
    row = db.execute("SELECT card, detail FROM products WHERE id = %s", (event.product_id,)).fetchone()
    if row is None:
        raise LookupError(event.product_id)
    card, detail = _card.decode(f"{row[0]}}}"), _detail.decode(f"{row[1]}}}")
    images = _after(event, detail.images, media, detail.name)
    card = structs.replace(card, image=images[0] if images else None)
    db.execute(
        "UPDATE products SET card = %s, detail = %s WHERE id = %s",
        (piece(card), piece(structs.replace(detail, images=images)), event.product_id),
    )
    _picture_variants(event, images, media, detail.name, db)


def _after(event: PictureEvent, images: list[Image], media: str, name: str) -> list[Image]:
    here = media + event.name
    others = [image for image in images if image.src != here]
    match event:
        case PictureAdded(place=place, alt=alt):
            others.insert(place, shown(media, event.name, alt or name))
        case PictureMoved(place=place):
            others.insert(place, next(image for image in images if image.src == here))
        case PictureDescribed(alt=alt):
            place = next(place for place, image in enumerate(images) if image.src == here)
            others.insert(place, shown(media, event.name, alt or name))
        case PictureAssigned():
            return images
        case PictureRemoved():
            pass
        case _:
            assert_never(event)
    return others


def _own(event: PictureEvent, sku: str, own: Image | None, media: str, name: str) -> Image | None:
    """The picture that a variant has for itself after *event*."""
    if isinstance(event, PictureAdded | PictureAssigned) and sku in event.skus:
        return shown(media, event.name, name)
    if isinstance(event, PictureRemoved | PictureAssigned) and own and own.src == media + event.name:
        return None
    return own


def _picture_variants(event: PictureEvent, images: list[Image], media: str, name: str, db: Connection[Any]) -> None:
    """One without a picture of its own is shown by the first of its product."""
    first = images[0].src.removeprefix(media) if images else None
    rows = db.execute("SELECT sku, card FROM variants WHERE product = %s", (event.product_id,)).fetchall()
    changed: list[tuple[str, str | None, str, UUID]] = []
    for sku, kept in rows:
        card = _variant.decode(f"{kept}}}")
        own = _own(event, sku, card.image, media, name)
        picture = own.src.removeprefix(media) if own else first
        changed.append((piece(structs.replace(card, image=own)), picture, sku, event.product_id))
    with db.cursor() as cursor:
        cursor.executemany("UPDATE variants SET card = %s, picture = %s WHERE sku = %s AND product = %s", changed)
