-- Carts that somebody turned into another currency, as analysts see them: in that currency, at the prices of that moment.
-- depends: 0121.left_carts 0092.order_rates
CREATE OR REPLACE VIEW insight.carts AS
SELECT opened.stream AS cart_id, f.at AS opened_at, life.changed_at,
       CASE WHEN life.checked_out > life.reopened THEN 'converted'
            WHEN life.merged THEN 'merged'
            WHEN life.expired = life.newest THEN 'expired'
            WHEN life.changed_at < now() - interval '24 hours' THEN 'abandoned' ELSE 'open' END AS status,
       CASE WHEN life.checked_out > life.reopened THEN life.converted_at END AS converted_at,
       CASE WHEN life.checked_out > life.reopened THEN life.number END AS order_number,
       coalesce(inside.lines, 0) AS lines, coalesce(inside.pieces, 0) AS pieces, coalesce(life.currency, f.currency) AS currency,
       coalesce(inside.value_minor, 0) AS value_minor
FROM log.events opened
CROSS JOIN LATERAL json_to_record(opened.state::json) AS f (at timestamptz, currency text)
JOIN (
    SELECT e.stream, max(g.at) AS changed_at, max(e.version) AS newest,
           coalesce(max(e.version) FILTER (WHERE e.tag = 'cart/checked-out-1'), 0) AS checked_out,
           coalesce(max(e.version) FILTER (WHERE e.tag = 'cart/reopened-1'), 0) AS reopened,
           coalesce(max(e.version) FILTER (WHERE e.tag = 'cart/expired-1'), 0) AS expired,
           bool_or(e.tag = 'cart/merged-1') AS merged,
           max(g.at) FILTER (WHERE e.tag = 'cart/checked-out-1') AS converted_at,
           (array_agg(g.number ORDER BY e.version DESC) FILTER (WHERE e.tag = 'cart/checked-out-1'))[1] AS number,
           (array_agg(g.currency ORDER BY e.version DESC) FILTER (WHERE e.tag = 'cart/currency-switched-1'))[1] AS currency
    FROM log.events e
    CROSS JOIN LATERAL json_to_record(e.state::json) AS g (at timestamptz, number text, currency text)
    WHERE e.tag IN ('cart/opened-1', 'cart/line-put-1', 'cart/line-removed-1', 'cart/checked-out-1', 'cart/reopened-1',
                    'cart/merged-1', 'cart/set-aside-1', 'cart/brought-back-1', 'cart/aside-removed-1',
                    'cart/expired-1', 'cart/currency-switched-1')
    GROUP BY e.stream
) life ON life.stream = opened.stream
LEFT JOIN (
    SELECT last.stream, count(*)::int AS lines, sum(last.quantity)::int AS pieces,
           sum(last.quantity * (coalesce(switched.price, last.price) ->> 'minor')::bigint)::bigint AS value_minor
    FROM (
        SELECT DISTINCT ON (e.stream, g.sku) e.stream, e.version, e.tag, g.sku, g.quantity, g.price FROM log.events e
        CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS g (sku text, quantity int, price jsonb)
        WHERE e.tag IN ('cart/line-put-1', 'cart/line-removed-1', 'cart/set-aside-1', 'cart/brought-back-1')
        ORDER BY e.stream, g.sku, e.version DESC
    ) last
    LEFT JOIN LATERAL (
        SELECT x.state::jsonb -> 'prices' -> last.sku AS price FROM log.events x
        WHERE x.stream = last.stream AND x.version > last.version AND x.tag = 'cart/currency-switched-1'
        ORDER BY x.version DESC LIMIT 1
    ) switched ON true
    WHERE last.tag IN ('cart/line-put-1', 'cart/brought-back-1') AND NOT EXISTS (
        SELECT FROM log.events x WHERE x.stream = last.stream AND x.version > last.version AND x.tag = 'cart/expired-1'
    )
    GROUP BY last.stream
) inside ON inside.stream = opened.stream
WHERE opened.tag = 'cart/opened-1';
COMMENT ON COLUMN insight.carts.currency IS 'Of the amount: the one that was chosen last.';
