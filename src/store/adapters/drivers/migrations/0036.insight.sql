-- What analysts look at: views over the facts, with a word about each column. They stand on the log alone, not on read
-- models, so that a rebuild or a switch never takes one away, and what they show is never behind.
-- Amounts are whole numbers of the smallest coin (…_minor) beside their currency; insight.amount writes them as decimals.
CREATE SCHEMA insight;
COMMENT ON SCHEMA insight IS 'What analysts look at. Holds no person: what is sealed in the facts is left out.';
REVOKE ALL ON SCHEMA insight FROM PUBLIC;
GRANT USAGE ON SCHEMA insight TO store_analyst, store_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA insight GRANT SELECT ON TABLES TO store_analyst, store_app;

CREATE FUNCTION insight.amount(minor numeric, currency text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV',
                      'XAF', 'XOF', 'XPF') THEN round(minor, 0)
    WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN round(minor / 1000, 3)
    ELSE round(minor / 100, 2)
END;
COMMENT ON FUNCTION insight.amount IS 'Minor units as a decimal number with the decimals of its currency: 1250 EUR is 12.50.';

CREATE VIEW insight.facts AS
SELECT e.position, m.recorded_at, m.effective_at, split_part(e.tag, '/', 1) AS kind, e.stream, e.version, e.tag,
       split_part(m.actor, ':', 1) AS actor_kind, m.correlation, m.causation,
       (SELECT jsonb_object_agg(field.key, field.value) FROM jsonb_each(e.state::jsonb) AS field
        WHERE field.key <> 'type' AND NOT coalesce(field.value ? 'sealed' AND field.value ? 'subject', false)) AS payload
FROM log.events e
CROSS JOIN LATERAL json_to_record(e.metadata::json) AS m (
    actor text, correlation uuid, recorded_at timestamptz, effective_at timestamptz, causation uuid);
COMMENT ON VIEW insight.facts IS 'Everything that ever happened in the shop, one row a fact.';
COMMENT ON COLUMN insight.facts.position IS 'Place in the log: grows, with holes.';
COMMENT ON COLUMN insight.facts.recorded_at IS 'When it was written down.';
COMMENT ON COLUMN insight.facts.effective_at IS 'When it happened.';
COMMENT ON COLUMN insight.facts.kind IS 'The part of the shop it belongs to: ordering, inventory, cart…';
COMMENT ON COLUMN insight.facts.stream IS 'The one thing it happened to: an order, a cart, the pieces of a SKU.';
COMMENT ON COLUMN insight.facts.version IS 'Its number among the facts of that thing, from 1.';
COMMENT ON COLUMN insight.facts.tag IS 'What happened, with the version of its form: ordering/placed-1.';
COMMENT ON COLUMN insight.facts.actor_kind IS 'Who did it: guest, staff, system… Nobody is named.';
COMMENT ON COLUMN insight.facts.correlation IS 'The same for all that one request led to.';
COMMENT ON COLUMN insight.facts.causation IS 'The fact that this one follows from, if it follows from one.';
COMMENT ON COLUMN insight.facts.payload IS 'What is said about it, as JSON; fields that belong to a person are left out.';

CREATE VIEW insight.orders AS
SELECT placed.stream AS order_id, f.number, f.at AS placed_at,
       CASE WHEN later.cancelled_at IS NOT NULL THEN 'cancelled' WHEN later.shipped_at IS NOT NULL THEN 'shipped'
            WHEN later.confirmed_at IS NOT NULL THEN 'confirmed' ELSE 'awaiting_payment' END AS status,
       later.confirmed_at, later.shipped_at, later.cancelled_at, later.cancel_reason, later.carrier,
       f.cart_id, f.payment_id, f.shipping_method, f.payment_method, f.totals ->> 'tax_place' AS country,
       jsonb_array_length(f.lines) AS lines,
       (SELECT sum(line.quantity) FROM jsonb_to_recordset(f.lines) AS line (quantity int))::int AS pieces,
       f.totals #>> '{total,currency}' AS currency,
       (f.totals #>> '{subtotal,minor}')::bigint AS subtotal_minor,
       (f.totals #>> '{shipping,minor}')::bigint AS shipping_minor,
       (f.totals #>> '{tax_included,minor}')::bigint AS tax_minor,
       (f.totals #>> '{total,minor}')::bigint AS total_minor
FROM log.events placed
CROSS JOIN LATERAL jsonb_to_record(placed.state::jsonb) AS f (
    number text, at timestamptz, cart_id uuid, payment_id uuid, shipping_method text, payment_method text, lines jsonb,
    totals jsonb)
LEFT JOIN (
    SELECT e.stream, max(g.at) FILTER (WHERE e.tag = 'ordering/confirmed-1') AS confirmed_at,
           max(g.at) FILTER (WHERE e.tag = 'ordering/shipped-1') AS shipped_at,
           max(g.at) FILTER (WHERE e.tag = 'ordering/cancelled-1') AS cancelled_at,
           max(g.reason) AS cancel_reason, max(g.carrier) AS carrier
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS g (at timestamptz, reason text, carrier text)
    WHERE e.tag IN ('ordering/confirmed-1', 'ordering/shipped-1', 'ordering/cancelled-1') GROUP BY e.stream
) later ON later.stream = placed.stream
WHERE placed.tag = 'ordering/placed-1';
COMMENT ON VIEW insight.orders IS 'Orders and how they stand.';
COMMENT ON COLUMN insight.orders.order_id IS 'The order; the stream of its facts.';
COMMENT ON COLUMN insight.orders.number IS 'The number customers see.';
COMMENT ON COLUMN insight.orders.placed_at IS 'When somebody bought.';
COMMENT ON COLUMN insight.orders.status IS 'awaiting_payment, confirmed (paid), shipped or cancelled.';
COMMENT ON COLUMN insight.orders.confirmed_at IS 'When the money was there.';
COMMENT ON COLUMN insight.orders.shipped_at IS 'When the parcel left.';
COMMENT ON COLUMN insight.orders.cancelled_at IS 'When it came to nothing.';
COMMENT ON COLUMN insight.orders.cancel_reason IS 'Why it came to nothing.';
COMMENT ON COLUMN insight.orders.carrier IS 'Who carries the parcel.';
COMMENT ON COLUMN insight.orders.cart_id IS 'The cart it came from.';
COMMENT ON COLUMN insight.orders.payment_id IS 'Its payment.';
COMMENT ON COLUMN insight.orders.shipping_method IS 'How it is sent.';
COMMENT ON COLUMN insight.orders.payment_method IS 'How it is paid.';
COMMENT ON COLUMN insight.orders.country IS 'Whose tax is in its prices: a country of two letters (ISO 3166).';
COMMENT ON COLUMN insight.orders.lines IS 'How many different SKUs.';
COMMENT ON COLUMN insight.orders.pieces IS 'How many pieces over all lines.';
COMMENT ON COLUMN insight.orders.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.orders.subtotal_minor IS 'The goods alone, tax included, in minor units.';
COMMENT ON COLUMN insight.orders.shipping_minor IS 'Sending them, tax included, in minor units.';
COMMENT ON COLUMN insight.orders.tax_minor IS 'The tax within the total, in minor units.';
COMMENT ON COLUMN insight.orders.total_minor IS 'What was to be paid, in minor units.';

CREATE VIEW insight.order_lines AS
SELECT placed.stream AS order_id, f.number, f.at AS placed_at, line.place::int AS line, line.sku, line.name AS product_name,
       line.slug, line.options, line.quantity, line.unit_price ->> 'currency' AS currency,
       (line.unit_price ->> 'minor')::bigint AS unit_price_minor, (line.tax_included ->> 'minor')::bigint AS tax_minor,
       (line.total ->> 'minor')::bigint AS total_minor
FROM log.events placed
CROSS JOIN LATERAL jsonb_to_record(placed.state::jsonb) AS f (number text, at timestamptz, lines jsonb)
CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(f.lines) AS (
    sku text, name text, slug text, options jsonb, quantity int, unit_price jsonb, total jsonb, tax_included jsonb
)) WITH ORDINALITY AS line (sku, name, slug, options, quantity, unit_price, total, tax_included, place)
WHERE placed.tag = 'ordering/placed-1';
COMMENT ON VIEW insight.order_lines IS 'What was bought, as it was called and priced then; cancelled orders included.';
COMMENT ON COLUMN insight.order_lines.order_id IS 'The order.';
COMMENT ON COLUMN insight.order_lines.number IS 'The order''s number.';
COMMENT ON COLUMN insight.order_lines.placed_at IS 'When somebody bought.';
COMMENT ON COLUMN insight.order_lines.line IS 'Its place in the order, from 1.';
COMMENT ON COLUMN insight.order_lines.sku IS 'The variant.';
COMMENT ON COLUMN insight.order_lines.product_name IS 'What the product was called.';
COMMENT ON COLUMN insight.order_lines.slug IS 'Where the product stood: its part of the address.';
COMMENT ON COLUMN insight.order_lines.options IS 'Which variant it was: size, colour…';
COMMENT ON COLUMN insight.order_lines.quantity IS 'How many pieces.';
COMMENT ON COLUMN insight.order_lines.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.order_lines.unit_price_minor IS 'One piece, tax included, in minor units.';
COMMENT ON COLUMN insight.order_lines.tax_minor IS 'The tax within the line''s total, in minor units.';
COMMENT ON COLUMN insight.order_lines.total_minor IS 'All pieces, tax included, in minor units.';

CREATE VIEW insight.payments AS
SELECT asked.stream AS payment_id, f.order_id, f.number AS order_number, f.method,
       CASE WHEN later.wrong THEN 'wrong_amount' WHEN later.captured_at IS NOT NULL THEN 'captured'
            WHEN later.declined_at IS NOT NULL THEN 'declined' WHEN later.challenged THEN 'challenged'
            ELSE 'requested' END AS status,
       f.at AS requested_at, later.captured_at, later.declined_at, later.decline_reason,
       coalesce(later.challenged, false) AS challenged, f.amount ->> 'currency' AS currency,
       (f.amount ->> 'minor')::bigint AS asked_minor, later.captured_minor
FROM log.events asked
CROSS JOIN LATERAL jsonb_to_record(asked.state::jsonb) AS f (
    order_id uuid, number text, method text, at timestamptz, amount jsonb)
LEFT JOIN (
    SELECT e.stream, bool_or(e.tag = 'payments/wrong-amount-taken-1') AS wrong,
           bool_or(e.tag = 'payments/challenge-required-1') AS challenged,
           max(g.at) FILTER (WHERE e.tag = 'payments/captured-1') AS captured_at,
           max(g.at) FILTER (WHERE e.tag = 'payments/declined-1') AS declined_at, max(g.reason) AS decline_reason,
           max((coalesce(g.amount, g.taken) ->> 'minor')::bigint) AS captured_minor
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS g (at timestamptz, reason text, amount jsonb, taken jsonb)
    WHERE e.tag IN ('payments/challenge-required-1', 'payments/captured-1', 'payments/declined-1',
                    'payments/wrong-amount-taken-1') GROUP BY e.stream
) later ON later.stream = asked.stream
WHERE asked.tag = 'payments/requested-1';
COMMENT ON VIEW insight.payments IS 'Payments, as the shop knows them; the gateway keeps its own books.';
COMMENT ON COLUMN insight.payments.payment_id IS 'The payment; the stream of its facts.';
COMMENT ON COLUMN insight.payments.order_id IS 'What it is for.';
COMMENT ON COLUMN insight.payments.order_number IS 'The number of that order.';
COMMENT ON COLUMN insight.payments.method IS 'How it is paid.';
COMMENT ON COLUMN insight.payments.status IS 'requested, challenged (the bank asks the shopper), captured, declined or wrong_amount.';
COMMENT ON COLUMN insight.payments.requested_at IS 'When the shop was going to ask for the money.';
COMMENT ON COLUMN insight.payments.captured_at IS 'When the money was the shop''s.';
COMMENT ON COLUMN insight.payments.declined_at IS 'When the gateway said no.';
COMMENT ON COLUMN insight.payments.decline_reason IS 'Why it said no.';
COMMENT ON COLUMN insight.payments.challenged IS 'Whether the bank wanted to hear from the shopper first.';
COMMENT ON COLUMN insight.payments.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.payments.asked_minor IS 'What was asked for, in minor units.';
COMMENT ON COLUMN insight.payments.captured_minor IS 'What was taken, in minor units; null while nothing was.';

CREATE VIEW insight.stock_movements AS
SELECT e.position, f.at, f.sku, replace(substring(e.tag FROM '/(.*)-[0-9]+$'), '-', '_') AS movement,
       CASE e.tag WHEN 'inventory/received-1' THEN f.quantity WHEN 'inventory/shipped-1' THEN -f.quantity
            WHEN 'inventory/counted-1' THEN f.on_hand - f.was ELSE 0 END AS on_hand_change,
       CASE e.tag WHEN 'inventory/reserved-1' THEN f.quantity WHEN 'inventory/released-1' THEN -f.quantity
            WHEN 'inventory/shipped-1' THEN -f.quantity ELSE 0 END AS reserved_change,
       f.order_id, f.reason
FROM log.events e
CROSS JOIN LATERAL json_to_record(e.state::json) AS f (
    at timestamptz, sku text, quantity int, on_hand int, was int, order_id uuid, reason text)
WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/reserved-1', 'inventory/released-1',
                'inventory/shipped-1');
COMMENT ON VIEW insight.stock_movements IS 'How pieces came, were put aside and went. What is available changes by on_hand_change - reserved_change.';
COMMENT ON COLUMN insight.stock_movements.position IS 'Place of the fact in the log: movements of a SKU in order.';
COMMENT ON COLUMN insight.stock_movements.at IS 'When it happened.';
COMMENT ON COLUMN insight.stock_movements.sku IS 'The variant.';
COMMENT ON COLUMN insight.stock_movements.movement IS 'received, counted, reserved, released or shipped.';
COMMENT ON COLUMN insight.stock_movements.on_hand_change IS 'Pieces more (or less) in the shop.';
COMMENT ON COLUMN insight.stock_movements.reserved_change IS 'Pieces more (or less) put aside for orders.';
COMMENT ON COLUMN insight.stock_movements.order_id IS 'The order it was for, if it was for one.';
COMMENT ON COLUMN insight.stock_movements.reason IS 'Why a count was made.';

CREATE VIEW insight.stock AS
SELECT m.sku, (SELECT (o.state::json ->> 'product_id')::uuid FROM log.events o
               WHERE o.stream = m.stream AND o.tag = 'inventory/opened-1') AS product_id,
       m.on_hand, m.reserved, greatest(m.on_hand - m.reserved, 0) AS available, m.last_moved_at
FROM (
    SELECT e.stream, f.sku,
           sum(CASE e.tag WHEN 'inventory/received-1' THEN f.quantity WHEN 'inventory/shipped-1' THEN -f.quantity
                          WHEN 'inventory/counted-1' THEN f.on_hand - f.was ELSE 0 END)::int AS on_hand,
           sum(CASE e.tag WHEN 'inventory/reserved-1' THEN f.quantity WHEN 'inventory/released-1' THEN -f.quantity
                          WHEN 'inventory/shipped-1' THEN -f.quantity ELSE 0 END)::int AS reserved,
           max(f.at) AS last_moved_at
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS f (at timestamptz, sku text, quantity int, on_hand int, was int)
    WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/reserved-1', 'inventory/released-1',
                    'inventory/shipped-1')
    GROUP BY e.stream, f.sku
) m;
COMMENT ON VIEW insight.stock IS 'The pieces of each SKU as they stand now: the sum of its movements.';
COMMENT ON COLUMN insight.stock.sku IS 'The variant.';
COMMENT ON COLUMN insight.stock.product_id IS 'The product it is a variant of.';
COMMENT ON COLUMN insight.stock.on_hand IS 'Pieces in the shop.';
COMMENT ON COLUMN insight.stock.reserved IS 'Of these, put aside for orders.';
COMMENT ON COLUMN insight.stock.available IS 'Pieces that can be bought.';
COMMENT ON COLUMN insight.stock.last_moved_at IS 'When a piece last came, was put aside, or went.';

CREATE VIEW insight.categories AS
WITH RECURSIVE opened AS (
    SELECT f.* FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS f (category_id uuid, name text, slug text, parent uuid, at timestamptz)
    WHERE e.tag = 'catalogue/category-opened-1'
), tree AS (
    SELECT o.*, o.name AS path, 1 AS depth, o.name AS root FROM opened o WHERE o.parent IS NULL
    UNION ALL
    SELECT o.*, t.path || ' / ' || o.name, t.depth + 1, t.root FROM opened o JOIN tree t ON t.category_id = o.parent
)
SELECT category_id, name, slug, parent AS parent_id, path, root, depth, at AS opened_at FROM tree;
COMMENT ON VIEW insight.categories IS 'Places in the catalogue.';
COMMENT ON COLUMN insight.categories.category_id IS 'The category.';
COMMENT ON COLUMN insight.categories.name IS 'What it is called.';
COMMENT ON COLUMN insight.categories.slug IS 'Its part of the address.';
COMMENT ON COLUMN insight.categories.parent_id IS 'The category it stands in; null at the top.';
COMMENT ON COLUMN insight.categories.path IS 'Names from the top down: Kitchen / Mugs.';
COMMENT ON COLUMN insight.categories.root IS 'The name at the top: Kitchen.';
COMMENT ON COLUMN insight.categories.depth IS '1 at the top.';
COMMENT ON COLUMN insight.categories.opened_at IS 'Since when it is there.';

CREATE VIEW insight.products AS
SELECT said.stream AS product_id, f.description ->> 'name' AS name, f.description ->> 'brand' AS brand,
       f.description ->> 'slug' AS slug, (f.description ->> 'category')::uuid AS category_id,
       last.tag <> 'catalogue/product-withdrawn-1' AS for_sale, first.listed_at, last.changed_at,
       jsonb_array_length(f.variants) AS variants, coalesce(f.description -> 'tags', '[]') AS tags
FROM (SELECT DISTINCT ON (e.stream) e.stream, e.state FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-revised-1')
      ORDER BY e.stream, e.version DESC) said
CROSS JOIN LATERAL jsonb_to_record(said.state::jsonb) AS f (description jsonb, variants jsonb)
JOIN (SELECT DISTINCT ON (e.stream) e.stream, e.tag, (e.state::json ->> 'at')::timestamptz AS changed_at FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-revised-1', 'catalogue/product-withdrawn-1')
      ORDER BY e.stream, e.version DESC) last ON last.stream = said.stream
JOIN (SELECT e.stream, min((e.state::json ->> 'at')::timestamptz) AS listed_at FROM log.events e
      WHERE e.tag = 'catalogue/product-listed-1' GROUP BY e.stream) first ON first.stream = said.stream;
COMMENT ON VIEW insight.products IS 'Products as they are described now, withdrawn ones included.';
COMMENT ON COLUMN insight.products.product_id IS 'The product; the stream of its facts.';
COMMENT ON COLUMN insight.products.name IS 'What it is called.';
COMMENT ON COLUMN insight.products.brand IS 'Who makes it.';
COMMENT ON COLUMN insight.products.slug IS 'Its part of the address.';
COMMENT ON COLUMN insight.products.category_id IS 'Where it stands in the catalogue.';
COMMENT ON COLUMN insight.products.for_sale IS 'Whether it can be bought, if there is stock.';
COMMENT ON COLUMN insight.products.listed_at IS 'When it came into the catalogue.';
COMMENT ON COLUMN insight.products.changed_at IS 'When what is said of it last changed; prices apart.';
COMMENT ON COLUMN insight.products.variants IS 'How many variants there are.';
COMMENT ON COLUMN insight.products.tags IS 'Words it was given, as a JSON list.';

CREATE VIEW insight.prices AS
SELECT said.sku, said.product_id, said.at AS valid_from,
       lead(said.at) OVER (PARTITION BY said.sku ORDER BY said.position) AS valid_until,
       said.price ->> 'currency' AS currency, (said.price ->> 'minor')::bigint AS price_minor,
       (said.list_price ->> 'minor')::bigint AS list_price_minor
FROM (
    SELECT e.position, e.stream AS product_id, f.at, variant.sku, variant.price, variant.list_price FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, variants jsonb)
    CROSS JOIN LATERAL jsonb_to_recordset(f.variants) AS variant (sku text, price jsonb, list_price jsonb)
    WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-revised-1')
    UNION ALL
    SELECT e.position, e.stream, f.at, f.sku, f.price, f.list_price FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, sku text, price jsonb, list_price jsonb)
    WHERE e.tag = 'catalogue/price-changed-1'
) said;
COMMENT ON VIEW insight.prices IS 'What each variant cost, and from when until when. A revised product says its prices again.';
COMMENT ON COLUMN insight.prices.sku IS 'The variant.';
COMMENT ON COLUMN insight.prices.product_id IS 'The product it is a variant of.';
COMMENT ON COLUMN insight.prices.valid_from IS 'From when it cost that.';
COMMENT ON COLUMN insight.prices.valid_until IS 'Until when; null for what it costs now.';
COMMENT ON COLUMN insight.prices.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.prices.price_minor IS 'The price, tax included, in minor units.';
COMMENT ON COLUMN insight.prices.list_price_minor IS 'What it is compared with, in minor units; null without a reduction.';

CREATE VIEW insight.variants AS
SELECT variant.sku, said.stream AS product_id, variant.place::int AS place, coalesce(variant.options, '{}') AS options,
       coalesce(changed.price, variant.price) ->> 'currency' AS currency,
       (coalesce(changed.price, variant.price) ->> 'minor')::bigint AS price_minor,
       (CASE WHEN changed.price IS NULL THEN variant.list_price ELSE changed.list_price END ->> 'minor')::bigint
           AS list_price_minor
FROM (SELECT DISTINCT ON (e.stream) e.stream, e.version, e.state FROM log.events e
      WHERE e.tag IN ('catalogue/product-listed-1', 'catalogue/product-revised-1')
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
COMMENT ON VIEW insight.variants IS 'What can be bought of each product, and what it costs now.';
COMMENT ON COLUMN insight.variants.sku IS 'The variant.';
COMMENT ON COLUMN insight.variants.product_id IS 'The product it is a variant of.';
COMMENT ON COLUMN insight.variants.place IS 'Its place among the variants, from 1.';
COMMENT ON COLUMN insight.variants.options IS 'What makes it different: size, colour…';
COMMENT ON COLUMN insight.variants.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.variants.price_minor IS 'The price, tax included, in minor units.';
COMMENT ON COLUMN insight.variants.list_price_minor IS 'What it is compared with, in minor units; null without a reduction.';

CREATE VIEW insight.carts AS
SELECT opened.stream AS cart_id, f.at AS opened_at, life.changed_at,
       CASE WHEN life.checked_out > life.reopened THEN 'converted'
            WHEN life.changed_at < now() - interval '24 hours' THEN 'abandoned' ELSE 'open' END AS status,
       CASE WHEN life.checked_out > life.reopened THEN life.converted_at END AS converted_at,
       CASE WHEN life.checked_out > life.reopened THEN life.number END AS order_number,
       coalesce(inside.lines, 0) AS lines, coalesce(inside.pieces, 0) AS pieces, f.currency,
       coalesce(inside.value_minor, 0) AS value_minor
FROM log.events opened
CROSS JOIN LATERAL json_to_record(opened.state::json) AS f (at timestamptz, currency text)
JOIN (
    SELECT e.stream, max(g.at) AS changed_at,
           coalesce(max(e.version) FILTER (WHERE e.tag = 'cart/checked-out-1'), 0) AS checked_out,
           coalesce(max(e.version) FILTER (WHERE e.tag = 'cart/reopened-1'), 0) AS reopened,
           max(g.at) FILTER (WHERE e.tag = 'cart/checked-out-1') AS converted_at,
           (array_agg(g.number ORDER BY e.version DESC) FILTER (WHERE e.tag = 'cart/checked-out-1'))[1] AS number
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS g (at timestamptz, number text)
    WHERE e.tag IN ('cart/opened-1', 'cart/line-put-1', 'cart/line-removed-1', 'cart/checked-out-1', 'cart/reopened-1')
    GROUP BY e.stream
) life ON life.stream = opened.stream
LEFT JOIN (
    SELECT last.stream, count(*)::int AS lines, sum(last.quantity)::int AS pieces,
           sum(last.quantity * (last.price ->> 'minor')::bigint)::bigint AS value_minor
    FROM (
        SELECT DISTINCT ON (e.stream, g.sku) e.stream, e.tag, g.quantity, g.price FROM log.events e
        CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS g (sku text, quantity int, price jsonb)
        WHERE e.tag IN ('cart/line-put-1', 'cart/line-removed-1') ORDER BY e.stream, g.sku, e.version DESC
    ) last WHERE last.tag = 'cart/line-put-1' GROUP BY last.stream
) inside ON inside.stream = opened.stream
WHERE opened.tag = 'cart/opened-1';
COMMENT ON VIEW insight.carts IS 'Carts, what lies in them, and what became of them.';
COMMENT ON COLUMN insight.carts.cart_id IS 'The cart; the stream of its facts.';
COMMENT ON COLUMN insight.carts.opened_at IS 'When somebody began to collect.';
COMMENT ON COLUMN insight.carts.changed_at IS 'When it last changed.';
COMMENT ON COLUMN insight.carts.status IS 'open, abandoned (open, and left alone for 24 hours) or converted (it became an order).';
COMMENT ON COLUMN insight.carts.converted_at IS 'When it became an order.';
COMMENT ON COLUMN insight.carts.order_number IS 'The order it became.';
COMMENT ON COLUMN insight.carts.lines IS 'How many different SKUs lie in it, or lay in it last.';
COMMENT ON COLUMN insight.carts.pieces IS 'How many pieces.';
COMMENT ON COLUMN insight.carts.currency IS 'Currency of its amounts (ISO 4217).';
COMMENT ON COLUMN insight.carts.value_minor IS 'What they cost when they were put in, in minor units.';
