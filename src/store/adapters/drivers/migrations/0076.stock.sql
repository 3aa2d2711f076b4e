-- Pieces are found and lost, and come back: analysts see that, too.
CREATE OR REPLACE VIEW insight.stock_movements AS
SELECT e.position, f.at, f.sku, replace(substring(e.tag FROM '/(.*)-[0-9]+$'), '-', '_') AS movement,
       CASE e.tag WHEN 'inventory/received-1' THEN f.quantity WHEN 'inventory/shipped-1' THEN -f.quantity
            WHEN 'inventory/counted-1' THEN f.on_hand - f.was WHEN 'inventory/synced-1' THEN f.on_hand - f.was
            WHEN 'inventory/adjusted-1' THEN f.change WHEN 'inventory/returned-1' THEN f.quantity - f.written_off
            ELSE 0 END AS on_hand_change,
       CASE e.tag WHEN 'inventory/reserved-1' THEN f.quantity WHEN 'inventory/released-1' THEN -f.quantity
            WHEN 'inventory/shipped-1' THEN -f.quantity ELSE 0 END AS reserved_change,
       f.order_id, f.reason
FROM log.events e
CROSS JOIN LATERAL json_to_record(e.state::json) AS f (
    at timestamptz, sku text, quantity int, on_hand int, was int, order_id uuid, reason text, change int, written_off int)
WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/reserved-1', 'inventory/released-1',
                'inventory/shipped-1', 'inventory/adjusted-1', 'inventory/returned-1', 'inventory/synced-1');
COMMENT ON COLUMN insight.stock_movements.movement IS 'received, counted, adjusted, returned, synced, reserved, released or shipped.';
COMMENT ON COLUMN insight.stock_movements.reason IS 'Why a count or an adjustment was made, or pieces came back.';

CREATE OR REPLACE VIEW insight.stock AS
SELECT m.sku, (SELECT (o.state::json ->> 'product_id')::uuid FROM log.events o
               WHERE o.stream = m.stream AND o.tag = 'inventory/opened-1') AS product_id,
       m.on_hand, m.reserved, greatest(m.on_hand - m.reserved, 0) AS available, m.last_moved_at
FROM (
    SELECT e.stream, f.sku,
           sum(CASE e.tag WHEN 'inventory/received-1' THEN f.quantity WHEN 'inventory/shipped-1' THEN -f.quantity
                          WHEN 'inventory/counted-1' THEN f.on_hand - f.was WHEN 'inventory/synced-1' THEN f.on_hand - f.was
                          WHEN 'inventory/adjusted-1' THEN f.change
                          WHEN 'inventory/returned-1' THEN f.quantity - f.written_off ELSE 0 END)::int AS on_hand,
           sum(CASE e.tag WHEN 'inventory/reserved-1' THEN f.quantity WHEN 'inventory/released-1' THEN -f.quantity
                          WHEN 'inventory/shipped-1' THEN -f.quantity ELSE 0 END)::int AS reserved,
           max(f.at) AS last_moved_at
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS f (
        at timestamptz, sku text, quantity int, on_hand int, was int, change int, written_off int)
    WHERE e.tag IN ('inventory/received-1', 'inventory/counted-1', 'inventory/reserved-1', 'inventory/released-1',
                    'inventory/shipped-1', 'inventory/adjusted-1', 'inventory/returned-1', 'inventory/synced-1')
    GROUP BY e.stream, f.sku
) m;
