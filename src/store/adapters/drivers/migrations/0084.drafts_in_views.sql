-- Products may be written down as drafts, published, brought back: what analysts see of them follows.
-- depends: 0036.insight

CREATE VIEW insight.merged_categories AS
WITH RECURSIVE merged AS (
    SELECT e.stream AS category_id, (e.state::json ->> 'into')::uuid AS into_id, (e.state::json ->> 'at')::timestamptz AS at
    FROM log.events e WHERE e.tag = 'catalogue/category-merged-1'
), way AS (
    SELECT category_id, into_id, at FROM merged
    UNION ALL
    SELECT way.category_id, merged.into_id, way.at FROM way JOIN merged ON merged.category_id = way.into_id
)
SELECT category_id, into_id, at AS merged_at FROM way WHERE into_id NOT IN (SELECT category_id FROM merged);
COMMENT ON VIEW insight.merged_categories IS 'Categories that became part of others.';
COMMENT ON COLUMN insight.merged_categories.category_id IS 'The category that is none any more.';
COMMENT ON COLUMN insight.merged_categories.into_id IS 'What it is part of by now.';
COMMENT ON COLUMN insight.merged_categories.merged_at IS 'Since when.';

CREATE OR REPLACE VIEW insight.products AS
SELECT said.stream AS product_id, f.description ->> 'name' AS name, f.description ->> 'brand' AS brand,
       f.description ->> 'slug' AS slug,
       coalesce(merged.into_id, (f.description ->> 'category')::uuid) AS category_id,
       last.for_sale, first.listed_at, changed.changed_at,
       jsonb_array_length(f.variants) AS variants, coalesce(f.description -> 'tags', '[]') AS tags
FROM (SELECT DISTINCT ON (e.stream) e.stream, e.state FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1', 'catalogue/product-revised-1')
      ORDER BY e.stream, e.version DESC) said
CROSS JOIN LATERAL jsonb_to_record(said.state::jsonb) AS f (description jsonb, variants jsonb)
JOIN (SELECT e.stream, max((e.state::json ->> 'at')::timestamptz) AS changed_at FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1', 'catalogue/product-revised-1',
                      'catalogue/product-withdrawn-1', 'catalogue/product-relisted-1', 'catalogue/product-published-1',
                      'catalogue/product-unpublished-1')
      GROUP BY e.stream) changed ON changed.stream = said.stream
JOIN (SELECT DISTINCT ON (e.stream) e.stream,
             e.tag IN ('catalogue/product-listed-1', 'catalogue/product-published-1')
             OR e.tag = 'catalogue/product-relisted-1' AND (e.state::json ->> 'for_sale')::boolean AS for_sale
      FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1', 'catalogue/product-withdrawn-1',
                      'catalogue/product-relisted-1', 'catalogue/product-published-1', 'catalogue/product-unpublished-1')
      ORDER BY e.stream, e.version DESC) last ON last.stream = said.stream
JOIN (SELECT e.stream, min((e.state::json ->> 'at')::timestamptz) AS listed_at FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1')
      GROUP BY e.stream) first ON first.stream = said.stream
LEFT JOIN insight.merged_categories merged ON merged.category_id = (f.description ->> 'category')::uuid;

CREATE OR REPLACE VIEW insight.prices AS
SELECT said.sku, said.product_id, said.at AS valid_from,
       lead(said.at) OVER (PARTITION BY said.sku ORDER BY said.position) AS valid_until,
       said.price ->> 'currency' AS currency, (said.price ->> 'minor')::bigint AS price_minor,
       (said.list_price ->> 'minor')::bigint AS list_price_minor
FROM (
    SELECT e.position, e.stream AS product_id, f.at, variant.sku, variant.price, variant.list_price FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, variants jsonb)
    CROSS JOIN LATERAL jsonb_to_recordset(f.variants) AS variant (sku text, price jsonb, list_price jsonb)
    WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1', 'catalogue/product-revised-1')
    UNION ALL
    SELECT e.position, e.stream, f.at, f.sku, f.price, f.list_price FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, sku text, price jsonb, list_price jsonb)
    WHERE e.tag = 'catalogue/price-changed-1'
) said;

CREATE OR REPLACE VIEW insight.variants AS
SELECT variant.sku, said.stream AS product_id, variant.place::int AS place, coalesce(variant.options, '{}') AS options,
       coalesce(changed.price, variant.price) ->> 'currency' AS currency,
       (coalesce(changed.price, variant.price) ->> 'minor')::bigint AS price_minor,
       (CASE WHEN changed.price IS NULL THEN variant.list_price ELSE changed.list_price END ->> 'minor')::bigint
           AS list_price_minor
FROM (SELECT DISTINCT ON (e.stream) e.stream, e.version, e.state FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-drafted-1', 'catalogue/product-revised-1')
      ORDER BY e.stream, e.version DESC) said
CROSS JOIN LATERAL jsonb_to_record(said.state::jsonb) AS f (variants jsonb)
CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(f.variants) AS (
    sku text, price jsonb, list_price jsonb, options jsonb
)) WITH ORDINALITY AS variant (sku, price, list_price, options, place)
LEFT JOIN (
    SELECT DISTINCT ON (e.stream, g.sku) e.stream, e.version, g.sku, g.price, g.list_price FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS g (sku text, price jsonb, list_price jsonb)
    WHERE e.tag = 'catalogue/price-changed-1' ORDER BY e.stream, g.sku, e.version DESC
) changed ON changed.stream = said.stream AND changed.sku = variant.sku AND changed.version > said.version;
COMMENT ON COLUMN insight.products.listed_at IS 'When it came into the catalogue, be it as a draft.';

CREATE OR REPLACE VIEW insight.categories AS
WITH RECURSIVE opened AS (
    SELECT DISTINCT ON (f.category_id) f.category_id, f.slug, f.name, f.parent, f.at FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (category_id uuid, slug text, name text, parent uuid, at timestamptz)
    WHERE e.tag = 'catalogue/category-opened-1' ORDER BY f.category_id, e.version
), described AS (
    SELECT DISTINCT ON (e.stream) e.stream, e.state::json ->> 'name' AS name FROM log.events e
    WHERE e.tag = 'catalogue/category-described-1' ORDER BY e.stream, e.version DESC
), moved AS (
    SELECT DISTINCT ON (e.stream) e.stream, (e.state::json ->> 'parent')::uuid AS parent FROM log.events e
    WHERE e.tag = 'catalogue/category-moved-1' ORDER BY e.stream, e.version DESC
), placed AS (
    SELECT o.category_id, coalesce(d.name, o.name) AS name, o.slug, o.at,
           CASE WHEN m.stream IS NULL THEN o.parent ELSE m.parent END AS parent
    FROM opened o LEFT JOIN described d ON d.stream = o.category_id LEFT JOIN moved m ON m.stream = o.category_id
), places AS (
    SELECT p.category_id, p.name, p.slug, p.at, coalesce(above.into_id, p.parent) AS parent FROM placed p
    LEFT JOIN insight.merged_categories above ON above.category_id = p.parent
    WHERE p.category_id NOT IN (SELECT category_id FROM insight.merged_categories)
), tree AS (
    SELECT category_id, name, slug, parent, name AS path, name AS root, 1 AS depth, at FROM places WHERE parent IS NULL
    UNION ALL
    SELECT p.category_id, p.name, p.slug, p.parent, tree.path || ' / ' || p.name, tree.root, tree.depth + 1, p.at
    FROM places p JOIN tree ON tree.category_id = p.parent
)
SELECT category_id, name, slug, parent AS parent_id, path, root, depth, at AS opened_at FROM tree;
