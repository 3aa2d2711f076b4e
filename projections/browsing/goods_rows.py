"""Writes products with their variants into the goods, many in one go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, LiteralString, TypeAlias
from uuid import UUID

from msgspec import Struct, json
from psycopg import Connection

from projections.browsing import marks, wording
from projections.browsing.cards import card_json, detail_json
from projections.browsing.pricing import asking, known
from projections.browsing.specified import definitions_of, specified
from projections.browsing.stitching import variant_piece
from projections.browsing.sums import SUMS
from projections.browsing.tree import path
from store.domain.catalogue.attributes import Definitions
from store.domain.catalogue.events import Description, ProductDrafted, ProductListed, ProductRevised, Variant

Described = ProductListed | ProductDrafted | ProductRevised
Stands: TypeAlias = Mapping[UUID, tuple[UUID, list[str], Definitions]]
"""Of each place the one it is part of by now, the names on the way to it, and what it says its goods have."""


class Told(Struct, frozen=True):
    """What was said of a product at a *position* of the log."""

    position: int
    at: datetime
    said: Description
    variants: tuple[Variant, ...]
    stage: str
    vendor: UUID | None


def told(position: int, event: Described) -> Told:
    """The same for all three facts that describe a product."""
    stage = "draft" if isinstance(event, ProductDrafted) else "listed"
    vendor = None if isinstance(event, ProductRevised) else event.vendor
    return Told(position, event.at, event.description, event.variants, stage, vendor)


def write(listed: Mapping[UUID, Told], media: str, db: Connection[Any]) -> set[UUID]:
    """Write *listed*, each with its variants and what they come to; the products that lost one to them."""
    places = {place for it in listed.values() for place in (it.said.category, *it.said.categories)}
    stands: Stands = {
        id: (final, names, definitions_of(defined)) for id, final, names, defined in db.execute(
            "SELECT c.id, coalesce(c.merged, c.id), array_agg(p.name ORDER BY array_position(c.path, p.id)), c.defined"
            " FROM categories c JOIN categories p ON p.id = ANY(c.path) WHERE c.id = ANY(%s) GROUP BY c.id",
            (list(places),),
        )
    }
    before = known([v.sku for it in listed.values() for v in it.variants], db)
    standing: dict[UUID, bool] = dict(
        db.execute("SELECT id, for_sale FROM products WHERE id = ANY(%s)", (list(listed),)).fetchall()
    )
    asked = {
        v.sku: asking(
            v, it.at, was if (was := before.get(v.sku)) and was.price.currency else None,
            for_sale=standing.get(id, it.stage == "listed"),
        )
        for id, it in listed.items() for v in it.variants
    }
    with db.cursor() as cursor:
        cursor.execute("UPDATE variants SET product = NULL WHERE product = ANY(%s)", (list(listed),))
        cursor.executemany(_VARIANT, [
            (
                v.sku, id, place, json.encode(v.options).decode(), v.price.currency,
                v.picture or (it.said.pictures[0].name if it.said.pictures else None),
                variant_piece(v, it.said, media), *asked[v.sku].row, asked[v.sku].piece,
            )
            for id, it in listed.items() for place, v in enumerate(it.variants)
        ])
        # With the sums of its variants at once: each further version of a row would go into every index again.
        cursor.executemany(_UPSERT, [_product(id, it, stands, media) for id, it in listed.items()])
    return {was.product for was in before.values() if was.product} - listed.keys()


def _product(id: UUID, it: Told, stands: Stands, media: str) -> tuple[Any, ...]:
    said, variants = it.said, it.variants
    category, _, definitions = stands.get(said.category, (said.category, [], ()))
    around = [name for place in (said.category, *said.categories) for name in stands.get(place, (place, [], ()))[1]]
    specs = specified(said.attributes, definitions, [variant.options for variant in variants])
    return (
        id, said.slug, said.name, said.brand, category, list(said.categories), it.stage, it.vendor, it.position,
        variants[0].price.currency, card_json(id, said, variants, media),
        detail_json(id, said, variants, media, specs.attributes), list(said.tags), list(said.related),
        json.encode(said.attributes).decode(), *specs.row,
        *wording.of(said, specs.attributes, [v.sku for v in variants], around),
    )


_UPSERT: Final[LiteralString] = f"""
INSERT INTO products
    (id, slug, name, brand, category, categories, path, stage, for_sale, vendor, listed, currency, price, card, priced,
     few, popular, detail, tags, related, said, facets, marks, numbers, misfits, words, search)
SELECT v.id, v.slug, v.name, v.brand, v.category, v.categories, {path("v")},
       v.stage, v.stage = 'listed', v.vendor, v.listed, v.currency,
       s.price, v.card, s.priced, s.few, s.popular, v.detail, v.tags, v.related, v.said, v.facets,
       {marks.OF}, v.numbers,
       v.misfits, v.words,
       {wording.SEARCH}
FROM (SELECT %s::uuid AS id, %s::text AS slug, %s::text AS name, %s::text AS brand, %s::uuid AS category,
             %s::uuid[] AS categories, %s::text AS stage, %s::uuid AS vendor,
             %s::bigint AS listed, %s::text AS currency, %s::text AS card, %s::text AS detail,
             %s::text[] AS tags, %s::uuid[] AS related, %s::text AS said,
             %s::text[] AS facets, %s::jsonb AS numbers, %s::text AS misfits, %s::text[] AS words,
             %s::text AS a, %s::text AS b, %s::text AS c, %s::text AS d) v
CROSS JOIN LATERAL (SELECT v.id, v.currency) q CROSS JOIN LATERAL ({SUMS}) s
ON CONFLICT (id) DO UPDATE SET (slug, name, brand, category, categories, path, currency, price, card, priced, few,
    popular, detail, tags, related, said, facets, marks, numbers, misfits, words, search, former) =
    (excluded.slug, excluded.name, excluded.brand, excluded.category, excluded.categories, excluded.path,
     excluded.currency, excluded.price, excluded.card, excluded.priced, excluded.few, excluded.popular,
     excluded.detail, excluded.tags, excluded.related, excluded.said, excluded.facets, excluded.marks,
     excluded.numbers, excluded.misfits, excluded.words, excluded.search,
     CASE WHEN products.slug = excluded.slug THEN products.former
     ELSE array_append(array_remove(products.former, excluded.slug), products.slug) END)
"""
_VARIANT: Final[LiteralString] = """
INSERT INTO variants (sku, product, place, options, currency, picture, card, price, struck, lowest, asked, priced)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (sku) DO UPDATE SET
    (product, place, options, currency, picture, card, price, struck, lowest, asked, priced) =
    (excluded.product, excluded.place, excluded.options, excluded.currency, excluded.picture, excluded.card,
     excluded.price, excluded.struck, excluded.lowest, excluded.asked, excluded.priced)
"""
