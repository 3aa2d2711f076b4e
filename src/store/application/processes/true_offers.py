"""Offers for carts, from the facts of goods and stock wherever a list has nothing to sell: it may only be late."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from store.application.cart.ports import Offer, Offers, ShownOffers
from store.application.shared.ports import AsyncJournal, History, Journal
from store.domain.catalogue.category import Category
from store.domain.catalogue.events import Description
from store.domain.catalogue.product import Product, Stage
from store.domain.inventory.inventory import Inventory
from store.domain.shared.ids import CategoryId, ProductId, Sku, stock_of

_EMPTY = History()


class TrueOffers:
    """:class:`~store.application.cart.ports.Offers` that refuse nothing but what the facts refuse.

    What somebody just listed or published can be bought at once, whoever asks and however late the list is. As long as
    it has everything, which is nearly always, the facts aren't looked at.
    """

    def __init__(self, listed: Offers, journal: Journal) -> None:
        self._listed, self._journal = listed, journal

    def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist: in one statement, and up to a dozen more for what isn't there."""
        wanted = list(skus)
        found = self._listed.of(wanted)
        missed = _missed(wanted, found)
        if missed:
            finding = Finding(missed)
            while ahead := finding.ahead():
                finding.take(self._journal.read(ahead))
            found |= finding.offers()
        return found


class TrueShownOffers:
    """:class:`~store.application.cart.ports.ShownOffers` of the same kind."""

    def __init__(self, listed: ShownOffers, journal: AsyncJournal) -> None:
        self._listed, self._journal = listed, journal

    async def of(self, skus: Iterable[Sku]) -> dict[Sku, Offer]:
        """The offers under *skus*, those that exist."""
        wanted = list(skus)
        found = await self._listed.of(wanted)
        missed = _missed(wanted, found)
        if missed:
            finding = Finding(missed)
            while ahead := finding.ahead():
                finding.take(await self._journal.read(ahead))
            found |= finding.offers()
        return found


class Finding:
    """Follows SKUs to their products and to the places these stand in, as far as each step of reading leads."""

    def __init__(self, skus: Sequence[Sku]) -> None:
        self._stocks = {stock_of(sku): sku for sku in skus}
        self._products = set[UUID]()
        self._seen: dict[UUID, tuple[Any, ...]] = {}
        self._ahead: list[UUID] = list(self._stocks)

    def ahead(self) -> Sequence[UUID]:
        """The streams to be read next; none where everything is known."""
        return self._ahead

    def take(self, read: Mapping[UUID, History]) -> None:
        """Go on from what was *read*."""
        behind = self._ahead
        self._seen |= {id: read.get(id, _EMPTY).events for id in behind}
        further = [id for stream in behind for id in self._leads_to(stream)]
        self._ahead = [id for id in dict.fromkeys(further) if id not in self._seen]

    def offers(self) -> dict[Sku, Offer]:
        """What was found under each SKU."""
        found = {}
        for stream, sku in self._stocks.items():
            stock = self._stock(stream)
            if stock.product_id is None:
                continue
            product = self._product(stock.product_id)
            if (said := product.description) and sku in product.variants:
                above = self._above(places_said(said, product.id))
                found[sku] = offered(product, said, sku, stock.available, above)
        return found

    def _leads_to(self, stream: UUID) -> Iterable[UUID]:
        if stream in self._stocks:
            product = self._stock(stream).product_id
            self._products |= {product} if product else set()
            return (product,) if product else ()
        if stream in self._products:
            said = self._product(ProductId(stream)).description
            return places_said(said, ProductId(stream)) if said else ()
        place = self._place(CategoryId(stream))
        return [id for id in (place.into, place.parent) if id]

    def _stock(self, stream: UUID) -> Inventory:
        return Inventory.replay(stream, self._seen[stream])

    def _product(self, id: ProductId) -> Product:
        return Product.replay(id, self._seen[id])

    def _place(self, id: CategoryId) -> Category:
        return Category.replay(id, self._seen[id])

    def _above(self, ahead: list[CategoryId]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for id in ahead:
            place = self._place(id)
            if place.into:
                ahead.append(place.into)
            elif str(id) not in found:
                found[str(id)] = None
                ahead += [place.parent] if place.parent else []
        return tuple(sorted(found))


def offered(product: Product, said: Description, sku: Sku, available: int, places: tuple[str, ...]) -> Offer:
    """What *product*, of which this is *said*, offers under *sku*."""
    variant = product.variants[sku]
    return Offer(
        sku=sku, slug=said.slug, name=said.name, options=variant.options, price=variant.price,
        picture=variant.picture or next((picture.name for picture in said.pictures), None), available=available,
        for_sale=product.stage is Stage.LISTED, brand=said.brand, places=places, vendor=product.vendor,
    )


def places_said(said: Description, product: ProductId) -> list[CategoryId]:
    """Where it stands. Goods in no category say their own id instead."""
    return [place for place in (said.category, *said.categories) if place != product]


def _missed(wanted: Sequence[Sku], found: Mapping[Sku, Offer]) -> list[Sku]:
    return [sku for sku in dict.fromkeys(wanted) if sku not in found or not found[sku].for_sale]
