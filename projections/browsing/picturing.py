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
    pictures_after,
)
from store.domain.shared.ids import Sku

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


def _own(card: VariantCard, event: PictureEvent, images: list[Image], media: str, name: str) -> VariantCard:
    """A variant with the pictures that it has for itself after *event*, in the order of *images*."""
    before = card.images or ([card.image] if card.image else [])
    places = {image.src.removeprefix(media): place for place, image in enumerate(images)}
    names = pictures_after(
        event, Sku(card.sku), tuple(image.src.removeprefix(media) for image in before), list(places),
    )
    own = sorted(names, key=lambda one: places.get(one, len(places)))
    several = [images[places[one]] if one in places else shown(media, one, name) for one in own]
    return structs.replace(
        card, image=shown(media, own[0], name) if own else None, images=several if len(own) > 1 else [],
    )


def _picture_variants(event: PictureEvent, images: list[Image], media: str, name: str, db: Connection[Any]) -> None:
    """One without a picture of its own is shown by the first of its product."""
    first = images[0].src.removeprefix(media) if images else None
    rows = db.execute("SELECT sku, card FROM variants WHERE product = %s", (event.product_id,)).fetchall()
    changed: list[tuple[str, str | None, str, UUID]] = []
    for sku, kept in rows:
        card = _own(_variant.decode(f"{kept}}}"), event, images, media, name)
        picture = card.image.src.removeprefix(media) if card.image else first
        changed.append((piece(card), picture, sku, event.product_id))
    with db.cursor() as cursor:
        cursor.executemany("UPDATE variants SET card = %s, picture = %s WHERE sku = %s AND product = %s", changed)
