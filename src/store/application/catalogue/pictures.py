"""What one may do with the pictures of a product."""

from typing import Final

from msgspec import Struct

from store.application.shared.answers import Image
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query
from store.domain.shared.ids import ProductId, Sku

LONGEST_ALT: Final = 300


class ProductPicture(Struct, frozen=True):
    """A picture of a product. ``image.alt`` is what shoppers are told; ``alt`` is empty where nobody wrote anything.

    ``skus`` are the variants that are shown by it; one that is in none is shown by the first picture.
    """

    name: str
    alt: str
    image: Image
    skus: list[Sku] = []


class PicturedVariant(Struct, frozen=True):
    """A variant that a picture may show, and the choice it stands for."""

    sku: Sku
    options: dict[str, str]


class ProductPictures(Struct, frozen=True):
    """The pictures of a product in their order, and the version of the product that says so."""

    product_id: ProductId
    product: str
    version: int
    most: int
    items: list[ProductPicture]
    variants: list[PicturedVariant] = []


class AddPicture(Command[ProductPictures], frozen=True):
    """Show what is to be seen in this file, behind the other pictures."""

    product_id: ProductId
    data: bytes
    alt: str = ""
    version: int | None = None
    scope: Scope = EVERYTHING


class ExpectRoom(Command[None], frozen=True):
    """Refuse before anything is decoded."""

    product_id: ProductId
    version: int | None = None
    scope: Scope = EVERYTHING


class RecordPicture(Command[ProductPictures], frozen=True):
    """The part of adding that becomes fact."""

    product_id: ProductId
    name: str
    alt: str
    version: int | None = None
    scope: Scope = EVERYTHING


class ChangePicture(Command[ProductPictures], frozen=True):
    """Put it elsewhere among the others, say what it shows and which variants; what is ``None`` stays."""

    product_id: ProductId
    name: str
    place: int | None = None
    alt: str | None = None
    skus: tuple[Sku, ...] | None = None
    version: int | None = None
    scope: Scope = EVERYTHING


class RemovePicture(Command[ProductPictures], frozen=True):
    """Show it no longer."""

    product_id: ProductId
    name: str
    version: int | None = None
    scope: Scope = EVERYTHING


class BringBackPicture(Command[ProductPictures], frozen=True):
    """Show it again."""

    product_id: ProductId
    name: str
    version: int | None = None
    scope: Scope = EVERYTHING


class GetProductPictures(Query[ProductPictures], frozen=True):
    """The pictures of a product that *scope* covers, from its facts."""

    product_id: ProductId
    scope: Scope = EVERYTHING
