"""The part of a product that is its pictures."""

from datetime import datetime
from typing import Final, assert_never

from msgspec import structs

from store.domain.catalogue.errors import PictureGone, TooManyPictures, UnknownPicture, UnknownVariant
from store.domain.catalogue.events import Description, Picture, ProductEvent, Variant
from store.domain.catalogue.picture_events import (
    PictureAdded,
    PictureAssigned,
    PictureDescribed,
    PictureEvent,
    PictureMoved,
    PictureRemoved,
    pictures_after,
)
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import ProductId, Sku

MOST_PICTURES: Final = 10


class Pictured(Aggregate[ProductEvent]):
    """Whether something may be said of the product at all, it says itself."""

    id: ProductId

    def __init__(self, id: ProductId) -> None:
        super().__init__(id)
        self.description: Description | None = None
        self.variants: dict[Sku, Variant] = {}
        self._taken_down: dict[str, PictureAdded] = {}
        self._ever = frozenset[str]()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Those that are shown, the first of them in lists."""
        return self.description.pictures if self.description else ()

    def ever_showed(self, name: str) -> bool:
        """Whether the picture called *name* is shown, or was."""
        return name in self._ever

    def expect_room(self) -> None:
        """Go on only where there is room for one more picture.

        :raises TooManyPictures: where there isn't.
        """
        self._expect_listed()
        if len(self.pictures) >= MOST_PICTURES:
            raise TooManyPictures(MOST_PICTURES)

    def add_picture(self, name: str, alt: str, *, at: datetime) -> None:
        """Show one more, behind the others. One that is shown already is no fact."""
        self._expect_listed()
        if all(name != picture.name for picture in self.pictures):
            self.expect_room()
            self._record(PictureAdded(at=at, product_id=self.id, name=name, place=len(self.pictures), alt=alt))

    def remove_picture(self, name: str, *, at: datetime) -> None:
        """Show it no longer, neither for the product nor for a variant."""
        self._place(name)
        self._record(PictureRemoved(at=at, product_id=self.id, name=name))

    def bring_back_picture(self, name: str, *, at: datetime) -> None:
        """Show what was removed again, where and as it was. What is shown is no fact."""
        self._expect_listed()
        if any(name == picture.name for picture in self.pictures):
            return
        if name not in self._taken_down:
            raise PictureGone
        self.expect_room()
        was = self._taken_down[name]
        skus = tuple(sku for sku in was.skus if sku in self.variants)
        place = min(was.place, len(self.pictures))
        self._record(structs.replace(was, at=at, place=place, skus=skus, beside=bool(skus)))

    def move_picture(self, name: str, place: int, *, at: datetime) -> None:
        """Put it at *place*, counted from nought; the last one, if there are not so many. Where it is is no fact."""
        now, place = self._place(name), min(place, len(self.pictures) - 1)
        if now != place:
            self._record(PictureMoved(at=at, product_id=self.id, name=name, place=place))

    def describe_picture(self, name: str, alt: str, *, at: datetime) -> None:
        """Say what it shows. The same words again are no fact."""
        if self.pictures[self._place(name)].alt != alt:
            self._record(PictureDescribed(at=at, product_id=self.id, name=name, alt=alt))

    def assign_picture(self, name: str, skus: tuple[Sku, ...], *, at: datetime) -> None:
        """Show these variants by it, and no others; they keep other pictures. Those it shows already are no fact."""
        self._place(name)
        for sku in skus:
            if sku not in self.variants:
                raise UnknownVariant(sku)
        if set(skus) != set(self.shown_by(name)):
            wanted = tuple(sku for sku in self.variants if sku in skus)
            self._record(PictureAssigned(at=at, product_id=self.id, name=name, skus=wanted, beside=True))

    def shown_by(self, name: str) -> tuple[Sku, ...]:
        """The variants that have this picture, alone or among others."""
        return tuple(sku for sku, variant in self.variants.items() if name in variant.pictures)

    def _with_more(self, variant: Variant, description: Description) -> Variant:
        """*variant* with the further pictures it has, as far as the product goes on showing them: whoever writes it
        down anew names the first alone.
        """
        was = self.variants.get(variant.sku)
        if was is None or variant.more or variant.picture is None or variant.picture != was.picture:
            return variant
        order = [picture.name for picture in description.pictures]
        return variant.shown_by([variant.picture, *(name for name in was.more if name in order)], order)

    def _place(self, name: str) -> int:
        self._expect_listed()
        for place, picture in enumerate(self.pictures):
            if picture.name == name:
                return place
        raise UnknownPicture

    def _expect_listed(self) -> None: ...

    def _evolve_pictures(self, event: PictureEvent) -> None:
        shown = [picture for picture in self.pictures if picture.name != event.name]
        match event:
            case PictureAdded(name=name, place=place, alt=alt):
                shown.insert(place, Picture(name, alt))
                self._taken_down.pop(name, None)
            case PictureRemoved(name=name):
                self._take_down(name, event)
            case PictureMoved(name=name, place=place):
                shown.insert(place, next(picture for picture in self.pictures if picture.name == name))
            case PictureDescribed(name=name, alt=alt):
                places = [picture.name for picture in self.pictures]
                shown.insert(places.index(name), Picture(name, alt))
            case PictureAssigned():
                shown = list(self.pictures)
            case _:
                assert_never(event)
        self.description = self.description and structs.replace(self.description, pictures=tuple(shown))
        order = [picture.name for picture in shown]
        self.variants = {
            sku: variant.shown_by(pictures_after(event, sku, variant.pictures, order), order)
            for sku, variant in self.variants.items()
        }
        self._remember_pictures()

    def _remember_pictures(self) -> None:
        self._ever |= {picture.name for picture in self.pictures}

    def _take_down(self, name: str, event: PictureRemoved) -> None:
        """Remember how it was shown, so that it can be brought back."""
        skus = self.shown_by(name)
        for place, picture in enumerate(self.pictures):
            if picture.name == name:
                self._taken_down[name] = PictureAdded(
                    at=event.at, product_id=event.product_id, name=name, place=place, alt=picture.alt, skus=skus,
                )
