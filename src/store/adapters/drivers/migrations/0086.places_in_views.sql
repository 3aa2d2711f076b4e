-- Pieces lie at several places: analysts see which, and what lies where.
CREATE VIEW insight.places AS
SELECT said.location, said.name, said.priority, coalesce(door.open, true) AS open
FROM (
    SELECT DISTINCT ON (location) location, name, priority FROM (
        SELECT e.version, f.code AS location, f.name, f.priority FROM log.events e
        CROSS JOIN LATERAL json_to_record(e.state::json) AS f (code text, name text, priority int)
        WHERE e.tag IN ('inventory/location-opened-1', 'inventory/location-described-1')
        UNION ALL SELECT 0, 'MAIN', 'Main', 1
    ) told ORDER BY location, version DESC
) said
LEFT JOIN (
    SELECT DISTINCT ON (e.state::json ->> 'code') e.state::json ->> 'code' AS location,
           e.tag = 'inventory/location-reopened-1' AS open
    FROM log.events e WHERE e.tag IN ('inventory/location-closed-1', 'inventory/location-reopened-1')
    ORDER BY e.state::json ->> 'code', e.version DESC
) door ON door.location = said.location;
COMMENT ON VIEW insight.places IS 'The places of the shop where pieces lie.';
COMMENT ON COLUMN insight.places.location IS 'Its code, which never changes; MAIN is the first.';
COMMENT ON COLUMN insight.places.name IS 'What it is called.';
COMMENT ON COLUMN insight.places.priority IS 'Orders are served from the lowest first.';
COMMENT ON COLUMN insight.places.open IS 'Whether anything comes in there.';

CREATE VIEW insight.place_movements AS
SELECT e.position, f.at, f.sku, there.location, replace(substring(e.tag FROM '/(.*)-[0-9]+$'), '-', '_') AS movement,
       there.on_hand_change, there.reserved_change
FROM log.events e
CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (
    at timestamptz, sku text, quantity int, on_hand int, was int, change int, written_off int, location text,
    locations jsonb, origin text, destination text)
CROSS JOIN LATERAL (
    SELECT coalesce(f.location, 'MAIN') AS location,
           CASE e.tag WHEN 'inventory/received-1' THEN f.quantity WHEN 'inventory/adjusted-1' THEN f.change
                      WHEN 'inventory/returned-1' THEN f.quantity - f.written_off ELSE f.on_hand - f.was END AS on_hand_change,
           0 AS reserved_change
    WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/adjusted-1', 'inventory/returned-1',
                    'inventory/synced-1')
    UNION ALL
    SELECT part.key, CASE e.tag WHEN 'inventory/shipped-1' THEN -part.value::int ELSE 0 END,
           CASE e.tag WHEN 'inventory/reserved-1' THEN part.value::int ELSE -part.value::int END
    FROM jsonb_each_text(CASE WHEN coalesce(f.locations, '{}') = '{}' THEN jsonb_build_object('MAIN', f.quantity)
                              ELSE f.locations END) AS part
    WHERE e.tag IN ('inventory/reserved-1', 'inventory/released-1', 'inventory/shipped-1')
    UNION ALL
    SELECT moved.location, moved.change, 0
    FROM (VALUES (f.origin, -f.quantity), (f.destination, f.quantity)) AS moved (location, change)
    WHERE e.tag = 'inventory/transferred-1'
) AS there
WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/adjusted-1', 'inventory/returned-1',
                'inventory/synced-1', 'inventory/reserved-1', 'inventory/released-1', 'inventory/shipped-1',
                'inventory/transferred-1');
COMMENT ON VIEW insight.place_movements IS 'The same movements of pieces by place, and those from place to place: a fact about several places is several rows.';
COMMENT ON COLUMN insight.place_movements.position IS 'Its place in the log.';
COMMENT ON COLUMN insight.place_movements.at IS 'When.';
COMMENT ON COLUMN insight.place_movements.sku IS 'The variant.';
COMMENT ON COLUMN insight.place_movements.location IS 'The place, by its code.';
COMMENT ON COLUMN insight.place_movements.movement IS 'received, counted, adjusted, returned, synced, reserved, released, shipped or transferred.';
COMMENT ON COLUMN insight.place_movements.on_hand_change IS 'How many more pieces are there; fewer where negative.';
COMMENT ON COLUMN insight.place_movements.reserved_change IS 'How many more of them are put aside for orders.';

CREATE VIEW insight.place_stock AS
SELECT m.sku, m.location, sum(m.on_hand_change)::int AS on_hand, sum(m.reserved_change)::int AS reserved,
       greatest(sum(m.on_hand_change) - sum(m.reserved_change), 0)::int AS available, max(m.at) AS last_moved_at
FROM insight.place_movements m GROUP BY m.sku, m.location;
COMMENT ON VIEW insight.place_stock IS 'The pieces of each SKU at each place as they stand now: the sum of its movements there.';
COMMENT ON COLUMN insight.place_stock.sku IS 'The variant.';
COMMENT ON COLUMN insight.place_stock.location IS 'The place, by its code.';
COMMENT ON COLUMN insight.place_stock.on_hand IS 'Pieces there.';
COMMENT ON COLUMN insight.place_stock.reserved IS 'Of these, put aside for orders.';
COMMENT ON COLUMN insight.place_stock.available IS 'What can still be bought from there.';
COMMENT ON COLUMN insight.place_stock.last_moved_at IS 'When pieces last came there, went or were put aside.';
