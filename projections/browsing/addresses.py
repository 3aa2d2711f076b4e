"""Where all the goods are, for whoever wants to look at each of them."""

from typing import Final, LiteralString

from projections.browsing.shelves import EVERYWHERE
from store.adapters.drivers.questions import Questions
from store.adapters.drivers.statement import number, text
from store.application.browsing.addresses import AddressesOfGoods, AddressOfGoods, ListAddressesOfGoods
from store.application.shared.bus import answers

_FIRST: Final = "00000000-0000-0000-0000-000000000000"
_ADDRESSES: Final[LiteralString] = (
    "SELECT p.id, p.slug, coalesce(s.products, 0)"
    f" FROM (SELECT) AS one LEFT JOIN read.shelves s ON s.place = '{EVERYWHERE}'"
    " LEFT JOIN (SELECT id, slug FROM read.products WHERE for_sale AND id > %(after)s"
    "  ORDER BY id LIMIT %(limit)s OFFSET %(skip)s) AS p ON true ORDER BY p.id"
)


class Addresses:
    """Answers :class:`ListAddressesOfGoods`."""

    reads = ("goods",)

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    @answers(ListAddressesOfGoods)
    async def page(self, query: ListAddressesOfGoods) -> AddressesOfGoods:
        """One statement."""
        values = {"after": query.after or _FIRST, "limit": query.limit, "skip": query.skip}
        rows = await self._questions.ask(_ADDRESSES, values, quick=False)
        return AddressesOfGoods(
            [AddressOfGoods(text(id), text(slug)) for id, slug, _ in rows if id], number(rows[0][2]),
        )
