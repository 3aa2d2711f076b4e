"""Handlers of the pictures of products."""

from dataclasses import dataclass

from store.application.catalogue.handlers import looked_after
from store.application.catalogue.picture_ports import Studio
from store.application.catalogue.pictures import (
    AddPicture,
    BringBackPicture,
    ChangePicture,
    ExpectRoom,
    GetProductPictures,
    PicturedVariant,
    ProductPicture,
    ProductPictures,
    RecordPicture,
    RemovePicture,
)
from store.application.catalogue.sizes import shown
from store.application.shared.bus import answers, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.catalogue.picturing import MOST_PICTURES
from store.domain.catalogue.product import Product


@dataclass(frozen=True)
class PictureHandlers:
    studio: Studio
    clock: Clock
    media: str

    @conducts(AddPicture)
    def add(self, command: AddPicture, conductor: Conductor) -> ProductPictures:
        """The file first: a page that shows a picture must find it. What is refused then is swept away later."""
        conductor.then(ExpectRoom(product_id=command.product_id, version=command.version, scope=command.scope))
        name = self.studio.take_in(command.product_id, command.data)
        return conductor.last(RecordPicture(
            product_id=command.product_id, name=name, alt=command.alt, version=command.version, scope=command.scope,
        ))

    @handles(ExpectRoom)
    def expect_room(self, command: ExpectRoom, work: UnitOfWork) -> None:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.expect_room()

    @handles(RecordPicture)
    def record(self, command: RecordPicture, work: UnitOfWork) -> ProductPictures:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.add_picture(command.name, command.alt, at=self.clock.now())
        work.save(product)
        return pictures_of(product, self.media)

    @handles(ChangePicture)
    def change(self, command: ChangePicture, work: UnitOfWork) -> ProductPictures:
        product = looked_after(command.product_id, command.scope, command.version, work)
        now = self.clock.now()
        if command.place is not None:
            product.move_picture(command.name, command.place, at=now)
        if command.alt is not None:
            product.describe_picture(command.name, command.alt, at=now)
        if command.skus is not None:
            product.assign_picture(command.name, command.skus, at=now)
        work.save(product)
        return pictures_of(product, self.media)

    @handles(RemovePicture)
    def remove(self, command: RemovePicture, work: UnitOfWork) -> ProductPictures:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.remove_picture(command.name, at=self.clock.now())
        work.save(product)
        return pictures_of(product, self.media)

    @handles(BringBackPicture)
    def bring_back(self, command: BringBackPicture, work: UnitOfWork) -> ProductPictures:
        product = looked_after(command.product_id, command.scope, command.version, work)
        product.bring_back_picture(command.name, at=self.clock.now())
        work.save(product)
        return pictures_of(product, self.media)


class PictureAnswers:
    """Answers :class:`GetProductPictures`."""

    reads = ()

    def __init__(self, journal: AsyncJournal, media: str) -> None:
        self._journal, self._media = journal, media

    @answers(GetProductPictures)
    async def pictures(self, query: GetProductPictures) -> ProductPictures:
        """As the facts have them: whoever just changed them sees it."""
        history = (await self._journal.read([query.product_id])).get(query.product_id, History())
        product = Product.replay(query.product_id, history.events)
        if not history.events or not query.scope.covers(vendor=product.vendor):
            raise NoSuch("product", query.product_id)
        return pictures_of(product, self._media)


def pictures_of(product: Product, media: str) -> ProductPictures:
    """The pictures of *product* below the address *media*."""
    name = product.description.name if product.description else ""
    return ProductPictures(product.id, name, product.version, MOST_PICTURES, [
        ProductPicture(one.name, one.alt, shown(media, one.name, one.alt or name), list(product.shown_by(one.name)))
        for one in product.pictures
    ], [PicturedVariant(sku, variant.options) for sku, variant in product.variants.items()])
