"""Address: a slug, and the one product it leads to."""

from datetime import datetime

from store.domain.catalogue.errors import SlugTaken
from store.domain.catalogue.events import AddressClaimed, AddressEvent
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AddressId, ProductId


class Address(Aggregate[AddressEvent]):
    kind = "address"
    id: AddressId

    def __init__(self, id: AddressId) -> None:
        super().__init__(id)
        self.slug = ""
        self.product_id: ProductId | None = None

    def free_for(self, product_id: ProductId) -> bool:
        """Whether *product_id* stands here already, or nobody does."""
        return self.product_id in {None, product_id}

    def claim(self, slug: str, product_id: ProductId, *, at: datetime) -> None:
        """Lead to *product_id* from now on. Doing so again is no fact."""
        if not self.free_for(product_id):
            raise SlugTaken(slug)
        if self.product_id is None:
            self._record(AddressClaimed(at=at, slug=slug, product_id=product_id))

    def _evolve(self, event: AddressEvent) -> None:
        self.slug, self.product_id = event.slug, event.product_id
