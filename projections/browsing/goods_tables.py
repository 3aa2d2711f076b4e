"""The tables of the goods, and a word about each column: the page of the schema is made of them.

Rows of products are read by the thousand, to be counted, sorted and searched: what that takes stands first and stays
in them, and texts lie elsewhere where a row has too much of them.
"""

from typing import Final, LiteralString

TABLES: Final[LiteralString] = """
CREATE TABLE products (
    id uuid PRIMARY KEY, category uuid NOT NULL, listed bigint NOT NULL, price bigint NOT NULL,
    few smallint NOT NULL DEFAULT 0, popular smallint NOT NULL DEFAULT 0, for_sale boolean NOT NULL,
    gentle double precision GENERATED ALWAYS AS
        (CASE WHEN few > 0 THEN 1.1::float8 ELSE 1 END * (1 + popular / 200::float8) / (100 + length(name))) STORED,
    way bigint GENERATED ALWAYS AS (hash_array_extended(path, 0)) STORED,
    name text STORAGE MAIN NOT NULL, brand text STORAGE MAIN NOT NULL, path uuid[] STORAGE MAIN NOT NULL,
    marks bigint[] STORAGE MAIN NOT NULL DEFAULT '{}',
    slug text STORAGE MAIN NOT NULL, currency text NOT NULL,
    card text STORAGE EXTERNAL NOT NULL, priced text STORAGE EXTERNAL NOT NULL, detail text NOT NULL,
    search tsvector STORAGE EXTERNAL NOT NULL,
    tags text[] NOT NULL DEFAULT '{}', words text[] NOT NULL DEFAULT '{}',
    facets text[] NOT NULL DEFAULT '{}', numbers jsonb NOT NULL DEFAULT '{}', said text NOT NULL DEFAULT '{}',
    stage text NOT NULL DEFAULT 'listed', due timestamptz, vendor uuid, categories uuid[] NOT NULL DEFAULT '{}',
    related uuid[] NOT NULL DEFAULT '{}', former text[] NOT NULL DEFAULT '{}', misfits text
) WITH (toast_tuple_target = 256);
COMMENT ON TABLE products IS 'Products as lists and pages show them; card and detail are JSON
without prices and stock, left open at the end for these.';
COMMENT ON COLUMN products.price IS 'Lowest price of its variants, in minor units; priced is JSON of it,
and says whether another costs more.';
COMMENT ON COLUMN products.few IS 'Pieces nobody has a claim on, as far as shoppers are told: six mean many.';
COMMENT ON COLUMN products.gentle IS 'What puts it before others in a search that find the same words: that it can
be had, sells well and is called shortly.';
COMMENT ON COLUMN products.way IS 'A number for its path: whoever counts by it is quicker.';
COMMENT ON COLUMN products.listed IS 'Position in the log at which it came in: newest first.';

CREATE TABLE variants (
    sku text PRIMARY KEY, product uuid, place int NOT NULL DEFAULT 0, options text NOT NULL DEFAULT '{}',
    currency text NOT NULL DEFAULT '', price bigint NOT NULL DEFAULT 0, picture text,
    card text NOT NULL DEFAULT '', priced text NOT NULL DEFAULT '',
    struck bigint, lowest bigint, asked text NOT NULL DEFAULT '[]',
    on_hand int NOT NULL DEFAULT 0, reserved int NOT NULL DEFAULT 0, sold int NOT NULL DEFAULT 0
);
COMMENT ON TABLE variants IS 'What can be bought, with its stock; product is null for a SKU that was
counted before it was listed. card and priced are JSON as in products; picture may be its product''s.';
CREATE INDEX variants_product ON variants (product, place);
"""
COMMENTS: Final[LiteralString] = """
COMMENT ON COLUMN categories.id IS 'The category.';
COMMENT ON COLUMN categories.slug IS 'Its address; none once it became part of another one.';
COMMENT ON COLUMN categories.name IS 'What it is called.';
COMMENT ON COLUMN categories.parent IS 'The category it stands in; null at the top.';
COMMENT ON COLUMN categories.picture IS 'The name of its picture''s file.';
COMMENT ON COLUMN categories.path IS 'Ids from the top down, itself last.';
COMMENT ON COLUMN categories.trail IS 'The crumbs along its path, as a JSON list.';
COMMENT ON COLUMN products.id IS 'The product.';
COMMENT ON COLUMN products.slug IS 'Its part of the address.';
COMMENT ON COLUMN products.name IS 'What it is called.';
COMMENT ON COLUMN products.brand IS 'Who makes it.';
COMMENT ON COLUMN products.category IS 'Where it stands in the catalogue.';
COMMENT ON COLUMN products.path IS 'The ids of all its categories and of those above them.';
COMMENT ON COLUMN products.for_sale IS 'Whether shoppers see it.';
COMMENT ON COLUMN products.currency IS 'Currency of its prices (ISO 4217).';
COMMENT ON COLUMN products.card IS 'What lists show of it, as JSON without its end.';
COMMENT ON COLUMN products.priced IS 'Its price as JSON, and whether it varies.';
COMMENT ON COLUMN products.detail IS 'What its page shows, as JSON without its end.';
COMMENT ON COLUMN products.search IS 'Its words, as the search needs them.';
COMMENT ON COLUMN products.stage IS 'draft, listed or withdrawn.';
COMMENT ON COLUMN products.due IS 'When a draft is to go on sale.';
COMMENT ON COLUMN products.vendor IS 'Whose goods it is; null for the shop''s own.';
COMMENT ON COLUMN products.categories IS 'Further categories it stands in.';
COMMENT ON COLUMN products.related IS 'Products that go well with it.';
COMMENT ON COLUMN products.former IS 'Addresses it stood at before.';
COMMENT ON COLUMN products.tags IS 'Words it was given.';
COMMENT ON COLUMN products.popular IS 'How well it sells: four times the logarithm of the pieces sold and one.';
COMMENT ON COLUMN products.facets IS 'What it may be chosen by: "name: value" of each attribute and option.';
COMMENT ON COLUMN variants.sold IS 'Pieces that orders took, those put aside included.';
COMMENT ON COLUMN variants.sku IS 'The variant.';
COMMENT ON COLUMN variants.product IS 'The product it is a variant of; null while nobody listed it.';
COMMENT ON COLUMN variants.place IS 'Its place among the variants, from 0.';
COMMENT ON COLUMN variants.options IS 'What makes it different, as JSON.';
COMMENT ON COLUMN variants.currency IS 'Currency of its price (ISO 4217).';
COMMENT ON COLUMN variants.price IS 'What it costs, in minor units.';
COMMENT ON COLUMN variants.picture IS 'The name of its picture''s file.';
COMMENT ON COLUMN variants.card IS 'What carts show of it, as JSON without its end.';
COMMENT ON COLUMN variants.priced IS 'Its price as JSON.';
COMMENT ON COLUMN variants.struck IS 'What was asked before a reduction, in minor units.';
COMMENT ON COLUMN variants.lowest IS 'The lowest price of the thirty days before the reduction, in minor units.';
COMMENT ON COLUMN variants.asked IS 'What was asked lately, as JSON: since when, and how much.';
COMMENT ON COLUMN variants.on_hand IS 'Pieces in the shop.';
COMMENT ON COLUMN variants.reserved IS 'Of these, put aside for orders.';
COMMENT ON COLUMN shelves.place IS 'The category.';
COMMENT ON COLUMN shelves.products IS 'How many.';
"""
