-- At which rates orders in other currencies were priced, for analysts, from the facts alone.
-- depends: 0036.insight

CREATE VIEW insight.order_rates AS
SELECT e.stream AS order_id, f.number, rate.base, rate.currency, rate.rate, rate.per, rate.source, rate.day,
       (f.totals #>> '{total,minor}')::bigint AS total_minor,
       round(insight.amount((f.totals #>> '{total,minor}')::numeric, rate.currency) * rate.per / rate.rate, 6)
           AS own_total
FROM log.events e
CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (number text, totals jsonb, reckoned jsonb)
CROSS JOIN LATERAL (
    SELECT said ->> 'base' AS base, said ->> 'currency' AS currency, (said ->> 'rate')::numeric AS rate,
           coalesce(said ->> 'per', '1')::numeric AS per, said ->> 'source' AS source, (said ->> 'day')::date AS day
    FROM (SELECT f.reckoned #> '{conversion,exchange}' AS said) AS kept
) AS rate
WHERE e.tag = 'ordering/placed-1' AND rate.rate IS NOT NULL;
COMMENT ON VIEW insight.order_rates IS 'Orders in another currency than the shop''s own, and at which rate they were priced.';
COMMENT ON COLUMN insight.order_rates.order_id IS 'The order.';
COMMENT ON COLUMN insight.order_rates.number IS 'The number customers see.';
COMMENT ON COLUMN insight.order_rates.base IS 'The shop''s own currency (ISO 4217).';
COMMENT ON COLUMN insight.order_rates.currency IS 'Currency of the order (ISO 4217).';
COMMENT ON COLUMN insight.order_rates.rate IS 'So much of the currency of the order';
COMMENT ON COLUMN insight.order_rates.per IS 'was worth so much of the shop''s own.';
COMMENT ON COLUMN insight.order_rates.source IS 'Who published that.';
COMMENT ON COLUMN insight.order_rates.day IS 'For which day.';
COMMENT ON COLUMN insight.order_rates.total_minor IS 'What was to be paid, in minor units of the currency of the order.';
COMMENT ON COLUMN insight.order_rates.own_total IS 'What that was worth in the shop''s own currency at that rate, to six decimals.';
