"""Read model: the goods of the shop, with prices and stock, as lists, pages, carts and the stock room need them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from psycopg import Connection

from projections.browsing import edition, marks, shelves, specified, tree, vocabulary
from projections.browsing.goods_rows import Described, Told, told, write
from projections.browsing.goods_tables import COMMENTS, TABLES
from projections.browsing.picturing import PICTURING, picture_anew
from projections.browsing.pieces import moved, restock
from projections.browsing.pricing import reprice, say_prices
from projections.browsing.standing import stand
from projections.browsing.sums import sum_up
from projections.shared.projection import Index, Seen
from store.domain.catalogue.events import PriceChanged, PricesSaid, ProductDrafted, ProductListed, ProductRevised
from store.domain.catalogue.standing_events import StandingEvent
from store.domain.inventory.events import Claim, Move
from store.domain.shared.aggregate import Event


class Goods:
    """The projection."""

    name: Final = "goods"
    revision: Final = 17
    kinds: Final[tuple[type[Event], ...]] = (
        *tree.PLACING, ProductListed, ProductDrafted, ProductRevised, PriceChanged, PricesSaid,
        *get_args(StandingEvent),
        *get_args(Move), *get_args(Claim), *PICTURING,
    )
    tables: Final = ("categories", "category_addresses", "products", "variants", "shelves", "words", "marks", "edition")
    ddl: Final[LiteralString] = (
        tree.DDL + TABLES + shelves.DDL + vocabulary.DDL + specified.DDL + marks.DDL + edition.DDL + COMMENTS
    )
    indexes: Final = (
        Index("categories_slug", "categories (slug)"), Index("categories_kind", "categories (kind)"),
        Index("products_slug", "products (slug, id)"),
        Index("products_newest", "products (listed DESC, id) WHERE for_sale"),
        Index("products_price", "products (price, id) WHERE for_sale"),
        Index("products_popular", "products (popular DESC, id) WHERE for_sale"),
        Index("products_name", "products (name, id) WHERE for_sale"),
        Index("products_path", "products USING gin (path) WHERE for_sale"),
        Index("products_near", "products (category, (few > 0) DESC, listed DESC, id) WHERE for_sale"),
        Index("products_brand", "products (brand, id) WHERE for_sale"),
        Index("products_numbers", "products USING gin (numbers)"),
        Index("products_misfits", "products USING gin (path) WHERE misfits IS NOT NULL"),
        Index("products_facets", "products USING gin (facets)"),
        Index("products_search", "products USING gin (search)"),
        Index("products_former", "products USING gin (former) WHERE former <> '{}'"),
        Index("products_due", "products (due) WHERE stage = 'draft'"), Index("words_grams", "words USING gin (grams)"),
        Index("products_vendor", "products (vendor, name, id) WHERE vendor IS NOT NULL"),
    )

    def __init__(self, media: str) -> None:
        self._media = media

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take a batch into account: products and variants in one statement a kind, stock folded in memory."""
        moving: set[UUID] = {fact.event.product_id for fact in facts if isinstance(fact.event, _COMING_OR_GOING)}
        if any(isinstance(fact.event, tree.PLACING) for fact in facts):
            moving |= set(shelves.astray(db))
        moving |= tree.leaving((fact.event for fact in facts), db)
        chosen = moving | tree.redefining((fact.event for fact in facts), db)
        with shelves.counted(moving, db), vocabulary.counted(moving, db), marks.counted(chosen, db):
            written = self._take(facts, db)
        if written:
            db.execute(_SORT_IN)
        edition.move([fact for fact in facts if isinstance(fact.event, (*tree.PLACING, *_COMING_OR_GOING))], db)

    def _take(self, facts: Sequence[Seen], db: Connection[Any]) -> bool:
        """Whether rows of goods were written."""
        touched = restock(moved(fact.event for fact in facts if isinstance(fact.event, _STOCK)), db)
        described = [fact for fact in facts if not isinstance(fact.event, _STOCK)]
        return sum_up(touched | self._describe(described, db), db) > 0 or bool(described)

    def _describe(self, facts: Sequence[Seen], db: Connection[Any]) -> set[UUID]:
        """Write what changed in the catalogue; the products it touched.

        Places and goods are written in the order they came: what comes out must not depend on where batches end, so
        whatever is found by the names of its places is found by those that they have.
        """
        touched: set[UUID] = set()
        for placing, run in groupby(facts, lambda fact: isinstance(fact.event, tree.PLACING)):
            if placing:
                specified.follow(*tree.take([(fact.position, fact.event) for fact in run], db), db)
            else:
                touched |= self._sell(run, db)
        return touched

    def _sell(self, facts: Iterable[Seen], db: Connection[Any]) -> set[UUID]:
        """Write what changed of products, gathered until something depends on their being there."""
        listed: dict[UUID, Told] = {}
        skus = set[str]()
        touched: set[UUID] = set()
        for fact in facts:
            event = fact.event
            described = isinstance(event, ProductListed | ProductDrafted | ProductRevised)
            if listed and (not described or event.product_id in listed or not skus.isdisjoint(_skus(event))):
                touched |= write(listed, self._media, db)
                listed, skus = {}, set()
            match event:
                case ProductListed() | ProductDrafted() | ProductRevised():
                    listed[event.product_id] = told(fact.position, event)
                    skus |= _skus(event)
                case PriceChanged():
                    reprice(event, db)
                    touched.add(event.product_id)
                case PricesSaid():
                    say_prices(event, db)
                    touched.add(event.product_id)
                case _ if isinstance(event, PICTURING):
                    picture_anew(event, self._media, db)
                case _:
                    stand(event, fact.position, db)
                    touched.add(event.product_id)
        return touched | (write(listed, self._media, db) if listed else set())


_SORT_IN: Final[LiteralString] = (
    "SELECT gin_clean_pending_list(to_regclass(name)) FROM unnest(ARRAY["
    "'products_search', 'products_facets', 'products_numbers', 'products_path', 'products_misfits', 'products_former',"
    " 'words_grams']) AS name"
)
"""What a batch wrote waits in a list, since many words go into an index together at half of what each costs alone.
Without this every search would read through that list until a vacuum comes.
"""
_STOCK: Final = (*get_args(Move), *get_args(Claim))
_COMING_OR_GOING: Final = (ProductListed, ProductDrafted, ProductRevised, *get_args(StandingEvent))
"""What may bring a product to a shelf or take it away."""


def _skus(event: Described) -> set[str]:
    return {variant.sku for variant in event.variants}
