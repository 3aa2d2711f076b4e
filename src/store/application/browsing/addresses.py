"""Where all the goods are: for those who look at each of them, such as search engines."""

from msgspec import Struct

from store.application.shared.bus import Query


class AddressOfGoods(Struct, frozen=True):
    """A product for sale, by its id and its slug."""

    id: str
    slug: str


class AddressesOfGoods(Struct, frozen=True):
    """Some of all there are; *total* is how many products are for sale."""

    items: list[AddressOfGoods]
    total: int


class ListAddressesOfGoods(Query[AddressesOfGoods], frozen=True):
    """The products for sale in an order that doesn't move: those behind the id *after*, less the first *skip*."""

    after: str | None = None
    skip: int = 0
    limit: int = 5_000
