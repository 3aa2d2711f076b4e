"""Read model: the goods of the shop, with prices and stock, as lists, pages, carts and the stock room need them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString, assert_never
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection

from projections.browsing import shelves
from projections.browsing.cards import card_json, detail_json, search_text
from projections.shared.projection import Seen
from store.domain.catalogue.events import (
    CategoryOpened,
    Description,
    PriceChanged,
    ProductListed,
    ProductRevised,
    ProductWithdrawn,
    Variant,
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
CREATE TABLE read.categories (
    id uuid PRIMARY KEY, slug text NOT NULL, name text NOT NULL, parent uuid, picture text,
    path uuid[] NOT NULL
);
COMMENT ON TABLE read.categories IS 'Places in the catalogue; path holds the ids from the root down, itself last.';
CREATE INDEX categories_slug ON read.categories (slug);

CREATE TABLE read.products (
    id uuid PRIMARY KEY, slug text NOT NULL, name text NOT NULL, brand text NOT NULL, category uuid NOT NULL,
    path uuid[] NOT NULL, for_sale boolean NOT NULL, listed bigint NOT NULL,
    currency text NOT NULL, price bigint NOT NULL, list_price bigint, available int NOT NULL DEFAULT 0,
    card text NOT NULL, detail text NOT NULL, search tsvector NOT NULL,
    tags text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE read.products IS 'Products as lists and pages show them; card and detail are JSON
without prices and stock.';
COMMENT ON COLUMN read.products.price IS 'Lowest price of its variants, in minor units.';
COMMENT ON COLUMN read.products.listed IS 'Position in the log at which it came in: newest first.';
CREATE INDEX products_slug ON read.products (slug);
CREATE INDEX products_newest ON read.products (listed DESC, id) WHERE for_sale;
CREATE INDEX products_price ON read.products (price, id) WHERE for_sale;
CREATE INDEX products_name ON read.products (name, id) WHERE for_sale;
CREATE INDEX products_path ON read.products USING gin (path) WHERE for_sale;
CREATE INDEX products_brand ON read.products (brand, id) WHERE for_sale;
CREATE INDEX products_search ON read.products USING gin (search);

CREATE TABLE read.variants (
    sku text PRIMARY KEY, product uuid, place int NOT NULL DEFAULT 0, options text NOT NULL DEFAULT '{}',
    currency text NOT NULL DEFAULT '', price bigint NOT NULL DEFAULT 0, list_price bigint, picture text,
    on_hand int NOT NULL DEFAULT 0, reserved int NOT NULL DEFAULT 0
);
COMMENT ON TABLE read.variants IS 'What can be bought, with its stock; product is null for a SKU that was
counted before it was listed.';
CREATE INDEX variants_product ON read.variants (product, place);
"""


class StockMove(Struct):
    """What a batch changes of one SKU's stock: an absolute count first, if any, then differences."""

    counted: int | None = None
    on_hand: int = 0
    reserved: int = 0


class Goods:
    """The projection."""

    name: Final = "goods"
    revision: Final = 4
    kinds: Final[tuple[type[Event], ...]] = (
        CategoryOpened, ProductListed, ProductRevised, PriceChanged, ProductWithdrawn,
        StockReceived, StockCounted, StockReserved, StockReleased, StockShipped,
    )
    tables: Final = ("categories", "products", "variants", "shelves")
    ddl: Final = DDL + shelves.DDL

    def __init__(self, media: str) -> None:
        self._media = media

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take a batch into account: products and variants in one statement a kind, stock folded in memory."""
        moving: set[UUID] = {fact.event.product_id for fact in facts if isinstance(fact.event, _MOVING)}
        if any(isinstance(fact.event, CategoryOpened) for fact in facts):
            moving |= set(shelves.astray(db))
        with shelves.counted(moving, db):
            self._take(facts, db)

    def _take(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        listed: dict[UUID, tuple[int, Description, tuple[Variant, ...]]] = {}
        moves: dict[str, StockMove] = {}
        touched: set[UUID] = set()
        opened = [fact.event for fact in facts if isinstance(fact.event, CategoryOpened)]
        if opened:
            _open(opened, db)
        for fact in facts:
            match fact.event:
                case CategoryOpened():
                    pass
                case ProductListed() | ProductRevised():
                    event = fact.event
                    listed.pop(event.product_id, None)
                    listed[event.product_id] = (fact.position, event.description, event.variants)
                case PriceChanged(product_id=id):
                    self._flush(listed, db)
                    _reprice(fact.event, db)
                    touched.add(id)
                case ProductWithdrawn(product_id=id):
                    self._flush(listed, db)
                    db.execute("UPDATE read.products SET for_sale = false WHERE id = %s", (id,))
                case StockReceived() | StockCounted() | StockReserved() | StockReleased() | StockShipped():
                    _move(fact.event, moves)
                case _:
                    raise TypeError(type(fact.event))
        touched |= self._flush(listed, db)
        touched |= _restock(moves, db)
        _sum_up(touched, db)

    def _flush(
        self, listed: dict[UUID, tuple[int, Description, tuple[Variant, ...]]], db: Connection[Any]
    ) -> set[UUID]:
        """Write the products gathered so far, each with its variants."""
        if not listed:
            return set()
        categories = {d.category for _, d, _ in listed.values()}
        names: dict[UUID, list[str]] = dict(
            db.execute(
                "SELECT c.id, array_agg(p.name) FROM read.categories c JOIN read.categories p ON p.id = ANY(c.path)"
                " WHERE c.id = ANY(%s) GROUP BY c.id",
                (list(categories),),
            ).fetchall()
        )
        rows = []
        for id, (position, said, variants) in listed.items():
            rows.append((
                id, said.slug, said.name, said.brand, said.category, position, variants[0].price.currency,
                card_json(id, said, variants, self._media), detail_json(id, said, variants, self._media),
                list(said.tags), *search_text(said, variants, names.get(said.category, [])),
            ))
        with db.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)
            cursor.execute(
                "UPDATE read.variants SET product = NULL WHERE product = ANY(%s)", (list(listed),)
            )
            cursor.executemany(_VARIANT, [
                (v.sku, id, place, json.encode(v.options).decode(), v.price.currency, v.price.minor,
                 v.list_price.minor if v.list_price else None, v.picture)
                for id, (_, _, variants) in listed.items() for place, v in enumerate(variants)
            ])
        touched = set(listed)
        listed.clear()
        return touched


_MOVING: Final = (ProductListed, ProductRevised, ProductWithdrawn)
"""What may bring a product to a shelf or take it away."""
_UPSERT: LiteralString = """
INSERT INTO read.products
    (id, slug, name, brand, category, path, for_sale, listed, currency, price, card, detail, tags, search)
SELECT v.id, v.slug, v.name, v.brand, v.category,
       coalesce((SELECT path FROM read.categories c WHERE c.id = v.category), '{}'), true, v.listed, v.currency, 0,
       v.card, v.detail, v.tags,
       setweight(to_tsvector('simple', v.a), 'A') || setweight(to_tsvector('english', v.a), 'A')
       || setweight(to_tsvector('english', v.b), 'B') || setweight(to_tsvector('english', v.c), 'C')
       || setweight(to_tsvector('simple', v.d), 'D')
FROM (SELECT %s::uuid AS id, %s::text AS slug, %s::text AS name, %s::text AS brand, %s::uuid AS category,
             %s::bigint AS listed, %s::text AS currency, %s::text AS card, %s::text AS detail, %s::text[] AS tags,
             %s::text AS a, %s::text AS b, %s::text AS c, %s::text AS d) v
ON CONFLICT (id) DO UPDATE SET (slug, name, brand, category, path, for_sale, currency, card, detail, tags, search) =
    (excluded.slug, excluded.name, excluded.brand, excluded.category, excluded.path, true, excluded.currency,
     excluded.card, excluded.detail, excluded.tags, excluded.search)
"""
_VARIANT: LiteralString = """
INSERT INTO read.variants (sku, product, place, options, currency, price, list_price, picture)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (sku) DO UPDATE SET (product, place, options, currency, price, list_price, picture) =
    (excluded.product, excluded.place, excluded.options, excluded.currency, excluded.price, excluded.list_price,
     excluded.picture)
"""


def _open(events: Sequence[CategoryOpened], db: Connection[Any]) -> None:
    """Write new categories, then where each stands: a child may come before its parent."""
    with db.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO read.categories (id, slug, name, parent, picture, path) VALUES (%s, %s, %s, %s, %s, '{}')",
            [(e.category_id, e.slug, e.name, e.parent, e.picture) for e in events],
        )
    db.execute(
        "WITH RECURSIVE tree AS ("
        " SELECT id, ARRAY[id] AS path FROM read.categories WHERE parent IS NULL"
        " UNION ALL SELECT c.id, tree.path || c.id FROM read.categories c JOIN tree ON tree.id = c.parent)"
        " UPDATE read.categories c SET path = tree.path FROM tree WHERE tree.id = c.id AND c.path <> tree.path"
    )
    db.execute(
        "UPDATE read.products p SET path = c.path FROM read.categories c WHERE c.id = p.category AND p.path <> c.path"
    )


def _reprice(event: PriceChanged, db: Connection[Any]) -> None:
    db.execute(
        "UPDATE read.variants SET price = %s, list_price = %s WHERE sku = %s",
        (event.price.minor, event.list_price.minor if event.list_price else None, event.sku),
    )


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
        "INSERT INTO read.variants (sku, on_hand, reserved)"
        " SELECT sku, coalesce(counted, 0) + on_hand, reserved"
        " FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[]) AS m (sku, counted, on_hand, reserved)"
        " ON CONFLICT (sku) DO NOTHING RETURNING sku",
        _columns(moves),
    ).fetchall()
    new = {sku for (sku,) in rows}
    old = {sku: move for sku, move in moves.items() if sku not in new}
    touched = db.execute(
        "UPDATE read.variants v SET on_hand = coalesce(m.counted, v.on_hand) + m.on_hand,"
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


def _sum_up(products: Iterable[UUID], db: Connection[Any]) -> None:
    """Lowest price, its list price, and pieces available, over the variants of *products*."""
    db.execute(
        "UPDATE read.products p SET price = s.price, list_price = s.list_price, available = s.available"
        " FROM (SELECT product, min(price) AS price, (array_agg(list_price ORDER BY price, place))[1] AS list_price,"
        "  sum(greatest(on_hand - reserved, 0)) AS available FROM read.variants"
        "  WHERE product = ANY(%s) GROUP BY product) s"
        " WHERE p.id = s.product",
        (list(products),),
    )
