-- Analysts see which orders were sent for goods that came back: nobody bought those.
-- depends: 0132.exchanges_in_ledger_view

CREATE OR REPLACE VIEW insight.orders AS
SELECT placed.stream AS order_id, f.number, f.at AS placed_at,
       coalesce(later.stands, 'awaiting_payment') AS status,
       later.confirmed_at, later.shipped_at, later.cancelled_at, later.cancel_reason, later.carrier,
       f.cart_id, f.payment_id, f.shipping_method, f.payment_method, f.totals ->> 'tax_place' AS country,
       jsonb_array_length(f.lines) AS lines,
       (SELECT sum(line.quantity) FROM jsonb_to_recordset(f.lines) AS line (quantity int))::int AS pieces,
       f.totals #>> '{total,currency}' AS currency,
       (f.totals #>> '{subtotal,minor}')::bigint AS subtotal_minor,
       (f.totals #>> '{shipping,minor}')::bigint AS shipping_minor,
       (f.totals #>> '{tax_included,minor}')::bigint AS tax_minor,
       (f.totals #>> '{total,minor}')::bigint AS total_minor,
       f.replaces ->> 'order' AS replaces
FROM log.events placed
CROSS JOIN LATERAL jsonb_to_record(placed.state::jsonb) AS f (
    number text, at timestamptz, cart_id uuid, payment_id uuid, shipping_method text, payment_method text, lines jsonb,
    totals jsonb, replaces jsonb)
LEFT JOIN (
    SELECT e.stream, max(g.at) FILTER (WHERE e.tag = 'ordering/confirmed-1') AS confirmed_at,
           max(g.at) FILTER (WHERE e.tag IN ('ordering/shipped-1', 'ordering/parcel-sent-1')) AS shipped_at,
           max(g.at) FILTER (WHERE e.tag = 'ordering/cancelled-1') AS cancelled_at,
           max(g.reason) FILTER (WHERE e.tag = 'ordering/cancelled-1') AS cancel_reason, max(g.carrier) AS carrier,
           (array_agg(s.stands ORDER BY e.version DESC) FILTER (WHERE s.stands IS NOT NULL))[1] AS stands
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS g (at timestamptz, reason text, carrier text, stands text)
    CROSS JOIN LATERAL (SELECT CASE e.tag
        WHEN 'ordering/confirmed-1' THEN 'confirmed' WHEN 'ordering/shipped-1' THEN 'shipped'
        WHEN 'ordering/cancelled-1' THEN 'cancelled' ELSE g.stands END AS stands) s
    WHERE e.tag IN (
        'ordering/confirmed-1', 'ordering/shipped-1', 'ordering/cancelled-1', 'ordering/pieces-cancelled-1',
        'ordering/part-processing-1', 'ordering/part-put-back-1', 'ordering/parcel-sent-1',
        'ordering/parcel-delivered-1', 'ordering/delivery-taken-back-1'
    ) GROUP BY e.stream
) later ON later.stream = placed.stream
WHERE placed.tag = 'ordering/placed-1';
COMMENT ON COLUMN insight.orders.replaces IS 'The number of the order whose goods came back for it; null where somebody bought.';
