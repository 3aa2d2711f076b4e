"""Read model: the goods of the shop, with prices and stock, as lists, pages, carts and the stock room need them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, LiteralString, get_args
from uuid import UUID

from msgspec import json
from psycopg import Connection

from projections.browsing import shelves, tree, vocabulary, wording
from projections.browsing.cards import card_json, detail_json
from projections.browsing.choices import facets_of
from projections.browsing.goods_comments import COMMENTS
from projections.browsing.picturing import PICTURING, picture_anew
from projections.browsing.pieces import moved, restock
from projections.browsing.stitching import price_piece, variant_piece
from projections.browsing.sums import sum_up
from projections.shared.projection import Index, Seen
from store.domain.catalogue.category_events import CategoryOpened
from store.domain.catalogue.events import (
    Description,
    PriceChanged,
    ProductListed,
    ProductRevised,
    ProductWithdrawn,
    Variant,
)
from store.domain.inventory.events import Claim, Move
from store.domain.shared.aggregate import Event

DDL: LiteralString = """
CREATE TABLE products (
    id uuid PRIMARY KEY, slug text NOT NULL, name text NOT NULL, brand text NOT NULL, category uuid NOT NULL,
    path uuid[] NOT NULL, for_sale boolean NOT NULL, listed bigint NOT NULL,
    currency text NOT NULL, price bigint NOT NULL, few smallint NOT NULL DEFAULT 0, popular smallint NOT NULL DEFAULT 0,
    card text NOT NULL, priced text NOT NULL, detail text NOT NULL, search tsvector NOT NULL,
    tags text[] NOT NULL DEFAULT '{}', words text[] NOT NULL DEFAULT '{}',
    facets text[] NOT NULL DEFAULT '{}'
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
    on_hand int NOT NULL DEFAULT 0, reserved int NOT NULL DEFAULT 0, sold int NOT NULL DEFAULT 0
);
COMMENT ON TABLE variants IS 'What can be bought, with its stock; product is null for a SKU that was
counted before it was listed. card and priced are JSON as in products; picture may be its product''s.';
CREATE INDEX variants_product ON variants (product, place);
"""


class Goods:
    """The projection."""

    name: Final = "goods"
    revision: Final = 10
    kinds: Final[tuple[type[Event], ...]] = (
        *tree.PLACING, ProductListed, ProductRevised, PriceChanged, ProductWithdrawn,
        *get_args(Move), *get_args(Claim), *PICTURING,
    )
    tables: Final = ("categories", "category_addresses", "products", "variants", "shelves", "words")
    ddl: Final[LiteralString] = tree.DDL + DDL + shelves.DDL + vocabulary.DDL + COMMENTS
    indexes: Final = (
        Index("categories_slug", "categories (slug)"),
        Index("categories_kind", "categories (kind)"),
        Index("products_slug", "products (slug, id)"),
        Index("products_newest", "products (listed DESC, id) WHERE for_sale"),
        Index("products_price", "products (price, id) WHERE for_sale"),
        Index("products_popular", "products (popular DESC, id) WHERE for_sale"),
        Index("products_name", "products (name, id) WHERE for_sale"),
        Index("products_path", "products USING gin (path) WHERE for_sale"),
        Index("products_near", "products (category, (few > 0) DESC, listed DESC, id) WHERE for_sale"),
        Index("products_brand", "products (brand, id) WHERE for_sale"),
        Index("products_facets", "products USING gin (facets) WITH (fastupdate = off)"),
        # What was imported last would lie in a list that every search reads through, until a vacuum sorts it in.
        Index("products_search", "products USING gin (search) WITH (fastupdate = off)"),
        Index("words_grams", "words USING gin (grams)"),
    )

    def __init__(self, media: str) -> None:
        self._media = media

    def project(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        """Take a batch into account: products and variants in one statement a kind, stock folded in memory."""
        moving: set[UUID] = {fact.event.product_id for fact in facts if isinstance(fact.event, _COMING_OR_GOING)}
        if any(isinstance(fact.event, CategoryOpened) for fact in facts):
            moving |= set(shelves.astray(db))
        moving |= tree.leaving((fact.event for fact in facts), db)
        with shelves.counted(moving, db), vocabulary.counted(moving, db):
            self._take(facts, db)

    def _take(self, facts: Sequence[Seen], db: Connection[Any]) -> None:
        moves = moved(fact.event for fact in facts if isinstance(fact.event, _STOCK))
        touched = self._describe([fact for fact in facts if not isinstance(fact.event, _STOCK)], db)
        touched |= restock(moves, db)
        sum_up(touched, db)

    def _describe(self, facts: Sequence[Seen], db: Connection[Any]) -> set[UUID]:
        """Write what changed in the catalogue; the products it touched.

        Places and goods are written in the order they came: what comes out must not depend on where batches end, so
        whatever is found by the names of its places is found by those that they have.
        """
        touched: set[UUID] = set()
        for placing, run in groupby(facts, lambda fact: isinstance(fact.event, tree.PLACING)):
            if placing:
                wording.again(tree.take([(fact.position, fact.event) for fact in run], db), db)
            else:
                touched |= self._sell(run, db)
        return touched

    def _sell(self, facts: Iterable[Seen], db: Connection[Any]) -> set[UUID]:
        """Write what changed of products, gathered until something depends on their being there."""
        listed: dict[UUID, tuple[int, Description, tuple[Variant, ...]]] = {}
        touched: set[UUID] = set()
        for fact in facts:
            event = fact.event
            if not isinstance(event, ProductListed | ProductRevised) or event.product_id in listed:
                touched |= self._flush(listed, db)
            match event:
                case ProductListed() | ProductRevised():
                    listed[event.product_id] = (fact.position, event.description, event.variants)
                case PriceChanged():
                    _reprice(event, db)
                    touched.add(event.product_id)
                case ProductWithdrawn():
                    db.execute("UPDATE products SET for_sale = false WHERE id = %s", (event.product_id,))
                case _ if isinstance(event, PICTURING):
                    picture_anew(event, self._media, db)
                case _:
                    raise TypeError(type(event))
        return touched | self._flush(listed, db)

    def _flush(
        self, listed: dict[UUID, tuple[int, Description, tuple[Variant, ...]]], db: Connection[Any]
    ) -> set[UUID]:
        """Write the products gathered so far, each with its variants."""
        if not listed:
            return set()
        categories = {d.category for _, d, _ in listed.values()}
        stands: dict[UUID, tuple[UUID, list[str]]] = {
            id: (final, names) for id, final, names in db.execute(
                "SELECT c.id, coalesce(c.merged, c.id), array_agg(p.name ORDER BY array_position(c.path, p.id))"
                " FROM categories c JOIN categories p ON p.id = ANY(c.path) WHERE c.id = ANY(%s) GROUP BY c.id",
                (list(categories),),
            )
        }
        rows = []
        for id, (position, said, variants) in listed.items():
            category, names = stands.get(said.category, (said.category, []))
            rows.append((
                id, said.slug, said.name, said.brand, category, position, variants[0].price.currency,
                card_json(id, said, variants, self._media), price_piece(variants[0].price, variants[0].list_price),
                detail_json(id, said, variants, self._media), list(said.tags), facets_of(said, variants),
                *wording.of(said, [v.sku for v in variants], names),
            ))
        skus = [v.sku for _, _, variants in listed.values() for v in variants]
        robbed = db.execute(
            "SELECT product FROM variants WHERE sku = ANY(%s) AND product IS NOT NULL", (skus,)
        ).fetchall()
        with db.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)
            cursor.execute(
                "UPDATE variants SET product = NULL WHERE product = ANY(%s)", (list(listed),)
            )
            cursor.executemany(_VARIANT, [
                (v.sku, id, place, json.encode(v.options).decode(), v.price.currency, v.price.minor,
                 v.picture or (said.pictures[0].name if said.pictures else None),
                 variant_piece(v, said.name, self._media), price_piece(v.price, v.list_price))
                for id, (_, said, variants) in listed.items() for place, v in enumerate(variants)
            ])
        touched = set(listed) | {id for (id,) in robbed}
        listed.clear()
        return touched


_STOCK: Final = (*get_args(Move), *get_args(Claim))
_COMING_OR_GOING: Final = (ProductListed, ProductRevised, ProductWithdrawn)
"""What may bring a product to a shelf or take it away."""
_UPSERT: LiteralString = f"""
INSERT INTO products
    (id, slug, name, brand, category, path, for_sale, listed, currency, price, card, priced, detail, tags,
     facets, words, search)
SELECT v.id, v.slug, v.name, v.brand, v.category,
       coalesce((SELECT path FROM categories c WHERE c.id = v.category), '{{}}'), true, v.listed, v.currency, 0,
       v.card, v.priced, v.detail, v.tags, v.facets, v.words,
       {wording.SEARCH}
FROM (SELECT %s::uuid AS id, %s::text AS slug, %s::text AS name, %s::text AS brand, %s::uuid AS category,
             %s::bigint AS listed, %s::text AS currency, %s::text AS card, %s::text AS priced, %s::text AS detail,
             %s::text[] AS tags, %s::text[] AS facets, %s::text[] AS words,
             %s::text AS a, %s::text AS b, %s::text AS c, %s::text AS d) v
ON CONFLICT (id) DO UPDATE SET (slug, name, brand, category, path, for_sale, currency, card, detail, tags,
    facets, words, search) =
    (excluded.slug, excluded.name, excluded.brand, excluded.category, excluded.path, true, excluded.currency,
     excluded.card, excluded.detail, excluded.tags, excluded.facets, excluded.words, excluded.search)
"""
_VARIANT: LiteralString = """
INSERT INTO variants (sku, product, place, options, currency, price, picture, card, priced)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (sku) DO UPDATE SET (product, place, options, currency, price, picture, card, priced) =
    (excluded.product, excluded.place, excluded.options, excluded.currency, excluded.price, excluded.picture,
     excluded.card, excluded.priced)
"""


def _reprice(event: PriceChanged, db: Connection[Any]) -> None:
    db.execute(
        "UPDATE variants SET price = %s, priced = %s WHERE sku = %s AND product = %s",
        (event.price.minor, price_piece(event.price, event.list_price), event.sku, event.product_id),
    )
