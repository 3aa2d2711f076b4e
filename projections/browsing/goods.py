"""Read model: the goods of the shop, with prices and stock, as lists, pages, carts and the stock room need them."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString, assert_never
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from projections.browsing import shelves, vocabulary
from projections.browsing.cards import crumb_json
from projections.browsing.goods_comments import COMMENTS
from projections.browsing.goods_rows import Described, Told, path, told, write
from projections.browsing.pricing import reprice
from projections.browsing.standing import stand
from projections.browsing.sums import sum_up
from projections.shared.projection import Index, Seen
from store.domain.catalogue.events import CategoryOpened, PriceChanged, ProductDrafted, ProductListed, ProductRevised
from store.domain.catalogue.standing_events import (
    ProductPublished,
    ProductRelisted,
    ProductUnpublished,
    ProductWithdrawn,
    PublicationCalledOff,
    PublicationPlanned,
)
from store.domain.inventory.events import (
    StockCounted,
    StockReceived,
    StockReleased,
    StockReserved,
    StockShipped,
)
from store.domain.shared.aggregate import Event

DDL: LiteralString = """
CREATE TABLE categories (
    id uuid PRIMARY KEY, slug text NOT NULL, name text NOT NULL, parent uuid, picture text,
    path uuid[] NOT NULL, crumb text NOT NULL, trail text NOT NULL
);
COMMENT ON TABLE categories IS 'Places in the catalogue; path holds the ids from the root down, itself last.';
COMMENT ON COLUMN categories.crumb IS 'JSON: its slug and name; trail is the list of these along its path.';

CREATE TABLE products (
    id uuid PRIMARY KEY, slug text NOT NULL, name text NOT NULL, brand text NOT NULL, category uuid NOT NULL,
    path uuid[] NOT NULL, for_sale boolean NOT NULL, listed bigint NOT NULL,
    currency text NOT NULL, price bigint NOT NULL, few smallint NOT NULL DEFAULT 0,
    card text NOT NULL, priced text NOT NULL, detail text NOT NULL, search tsvector NOT NULL,
    tags text[] NOT NULL DEFAULT '{}', words text[] NOT NULL DEFAULT '{}',
    stage text NOT NULL DEFAULT 'listed', due timestamptz, vendor uuid, categories uuid[] NOT NULL DEFAULT '{}',
    related uuid[] NOT NULL DEFAULT '{}', former text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE products IS 'Products as lists and pages show them; card and detail are JSON
without prices and stock, left open at the end for these.';
COMMENT ON COLUMN products.price IS 'Lowest price of its variants, in minor units; priced is JSON of it,
and says whether another costs more.';
COMMENT ON COLUMN products.few IS 'Pieces nobody has a claim on, as far as shoppers are told: six mean many.';
COMMENT ON COLUMN products.listed IS 'Position in the log at which it came in: newest first.';

CREATE TABLE variants (
    sku text PRIMARY KEY, product uuid, place int NOT NULL DEFAULT 0, options text NOT NULL DEFAULT '{}',
    currency text NOT NULL DEFAULT '', price bigint NOT NULL DEFAULT 0, picture text,
    card text NOT NULL DEFAULT '', priced text NOT NULL DEFAULT '',
    struck bigint, lowest bigint, asked text NOT NULL DEFAULT '[]',
    on_hand int NOT NULL DEFAULT 0, reserved int NOT NULL DEFAULT 0
);
COMMENT ON TABLE variants IS 'What can be bought, with its stock; product is null for a SKU that was
counted before it was listed. card and priced are JSON as in products; picture may be its product''s.';
CREATE INDEX variants_product ON variants (product, place);
"""


class StockMove(Struct):
    """What a batch changes of one SKU's stock: an absolute count first, if any, then differences."""

    counted: int | None = None
    on_hand: int = 0
    reserved: int = 0


class Goods:
    """The projection."""

    name: Final = "goods"
    revision: Final = 8
    kinds: Final[tuple[type[Event], ...]] = (
        CategoryOpened, ProductListed, ProductDrafted, ProductRevised, PriceChanged, ProductWithdrawn, ProductRelisted,
        ProductPublished, ProductUnpublished, PublicationPlanned, PublicationCalledOff,
        StockReceived, StockCounted, StockReserved, StockReleased, StockShipped,
    )
    tables: Final = ("categories", "products", "variants", "shelves", "words")
    ddl: Final[LiteralString] = DDL + shelves.DDL + vocabulary.DDL + COMMENTS
    indexes: Final = (
        Index("categories_slug", "categories (slug)"),
        Index("products_slug", "products (slug, id)"),
        Index("products_newest", "products (listed DESC, id) WHERE for_sale"),
        Index("products_price", "products (price, id) WHERE for_sale"),
        Index("products_name", "products (name, id) WHERE for_sale"),
        Index("products_path", "products USING gin (path) WHERE for_sale"),
        Index("products_near", "products (category, (few > 0) DESC, listed DESC, id) WHERE for_sale"),
        Index("products_brand", "products (brand, id) WHERE for_sale"),
        # What was imported last would lie in a list that every search reads through, until a vacuum sorts it in.
        Index("products_search", "products USING gin (search) WITH (fastupdate = off)"),
        Index("products_former", "products USING gin (former) WHERE former <> '{}'"),
        Index("products_due", "products (due) WHERE stage = 'draft'"),
        Index("products_vendor", "products (vendor, name, id) WHERE vendor IS NOT NULL"),
        Index("words_grams", "words USING gin (grams)"),
    )

    def __init__(self, media: str) -> None:
        self._media = media

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take a batch into account: products and variants in one statement a kind, stock folded in memory."""
        moving: set[UUID] = {fact.event.product_id for fact in facts if isinstance(fact.event, _MOVING)}
        if any(isinstance(fact.event, CategoryOpened) for fact in facts):
            moving |= set(shelves.astray(db))
        with shelves.counted(moving, db), vocabulary.counted(moving, db):
            self._take(facts, db)

    def _take(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        moves: dict[str, StockMove] = {}
        for fact in facts:
            if isinstance(fact.event, _STOCK):
                _move(fact.event, moves)
        touched = self._describe([fact for fact in facts if not isinstance(fact.event, _STOCK)], db)
        touched |= _restock(moves, db)
        sum_up(touched, db)

    def _describe(self, facts: Sequence[Seen], db: Connection[Any]) -> set[UUID]:
        """Write what changed in the catalogue; the products it touched.

        Products are gathered until something depends on their being there: what comes out must not depend on where
        batches end, so whatever is found by the names of its places is found by those that they had then.
        """
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
                case CategoryOpened():
                    _open(event, db)
                case ProductListed() | ProductDrafted() | ProductRevised():
                    listed[event.product_id] = told(fact.position, event)
                    skus |= _skus(event)
                case PriceChanged():
                    reprice(event, db)
                    touched.add(event.product_id)
                case _:
                    stand(event, fact.position, db)
                    touched.add(event.product_id)
        return touched | (write(listed, self._media, db) if listed else set())


_STOCK: Final = (StockReceived, StockCounted, StockReserved, StockReleased, StockShipped)
_STANDING: Final = (
    ProductWithdrawn, ProductRelisted, ProductPublished, ProductUnpublished, PublicationPlanned, PublicationCalledOff,
)
_MOVING: Final = (ProductListed, ProductDrafted, ProductRevised, *_STANDING)
"""What may bring a product to a shelf or take it away."""


def _open(event: CategoryOpened, db: Connection[Any]) -> None:
    """Write a new category, then where each stands: a child may come before its parent."""
    db.execute(
        "INSERT INTO categories (id, slug, name, parent, picture, path, crumb, trail)"
        " VALUES (%s, %s, %s, %s, %s, '{}', %s, '[]')",
        (event.category_id, event.slug, event.name, event.parent, event.picture, crumb_json(event)),
    )
    db.execute(
        "WITH RECURSIVE tree AS ("
        " SELECT id, ARRAY[id] AS path, crumb AS way FROM categories WHERE parent IS NULL"
        " UNION ALL SELECT c.id, tree.path || c.id, tree.way || ',' || c.crumb"
        "  FROM categories c JOIN tree ON tree.id = c.parent)"
        " UPDATE categories c SET path = tree.path, trail = '[' || tree.way || ']' FROM tree"
        " WHERE tree.id = c.id AND c.path <> tree.path"
    )
    db.execute(
        f"UPDATE products p SET path = {path('p')}"
        " WHERE (p.category = %(id)s OR p.category IN (SELECT id FROM categories WHERE %(id)s = ANY(path))"
        f" OR p.categories <> '{{}}') AND p.path <> {path('p')}",
        {"id": event.category_id},
    )


def _skus(event: Described) -> set[str]:
    return {variant.sku for variant in event.variants}


def _move(
    event: StockReceived | StockCounted | StockReserved | StockReleased | StockShipped, moves: dict[str, StockMove]
) -> None:
    move = moves.setdefault(event.sku, StockMove())
    match event:
        case StockReceived(quantity=quantity):
            move.on_hand += quantity
        case StockCounted(on_hand=on_hand):
            move.counted, move.on_hand = on_hand, 0
        case StockReserved(quantity=quantity):
            move.reserved += quantity
        case StockReleased(quantity=quantity):
            move.reserved -= quantity
        case StockShipped(quantity=quantity):
            move.on_hand -= quantity
            move.reserved -= quantity
        case _:
            assert_never(event)


def _restock(moves: dict[str, StockMove], db: Connection[Any]) -> set[UUID]:
    if not moves:
        return set()
    rows = db.execute(
        "INSERT INTO variants (sku, on_hand, reserved)"
        " SELECT sku, coalesce(counted, 0) + on_hand, reserved"
        " FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[]) AS m (sku, counted, on_hand, reserved)"
        " ON CONFLICT (sku) DO NOTHING RETURNING sku",
        _columns(moves),
    ).fetchall()
    new = {sku for (sku,) in rows}
    old = {sku: move for sku, move in moves.items() if sku not in new}
    touched = db.execute(
        "UPDATE variants v SET on_hand = coalesce(m.counted, v.on_hand) + m.on_hand,"
        " reserved = v.reserved + m.reserved"
        " FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[]) AS m (sku, counted, on_hand, reserved)"
        " WHERE v.sku = m.sku RETURNING v.product",
        _columns(old),
    ).fetchall()
    return {product for (product,) in touched if product}


def _columns(moves: dict[str, StockMove]) -> tuple[list[Any], ...]:
    return (
        list(moves), [m.counted for m in moves.values()], [m.on_hand for m in moves.values()],
        [m.reserved for m in moves.values()],
    )
