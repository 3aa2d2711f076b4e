-- The ledger as analysts see it, with exchanges: what their purses pay out goes back to the payment of the first order.
-- depends: 0128.credit_in_ledger_view

CREATE OR REPLACE VIEW insight.ledger AS
WITH placed AS (
    SELECT e.stream, f.number, f.payment_id, f.totals #>> '{total,currency}' AS currency, goods.paid AS goods,
           (f.totals #>> '{shipping,minor}')::bigint - coalesce(
               (SELECT sum((off #>> '{shipping,minor}')::bigint)
                FROM jsonb_array_elements(f.totals -> 'discounts') AS off), 0)::bigint
               + coalesce((f.totals #>> '{shipping_tax_added,minor}')::bigint, 0) AS shipping,
           (f.totals #>> '{tax_included,minor}')::bigint AS tax,
           (f.totals #>> '{tax_included,minor}')::bigint - goods.tax AS tax_in_shipping
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (number text, payment_id uuid, lines jsonb, totals jsonb)
    CROSS JOIN LATERAL (
        SELECT sum((line #>> '{total,minor}')::bigint - coalesce((line #>> '{discount,minor}')::bigint, 0)
                   + coalesce((line #>> '{tax_added,minor}')::bigint, 0))::bigint AS paid,
               sum((line #>> '{tax_included,minor}')::bigint)::bigint AS tax
        FROM jsonb_array_elements(f.lines) AS line
    ) goods
    WHERE e.tag = 'ordering/placed-1'
), off AS (
    SELECT e.position, e.stream, e.version, e.tag, f.at, (f.share #>> '{goods,minor}')::bigint AS goods,
           (f.share #>> '{shipping,minor}')::bigint AS shipping,
           (f.share #>> '{tax_included,minor}')::bigint AS tax,
           sum((f.share #>> '{shipping,minor}')::bigint) OVER (PARTITION BY e.stream ORDER BY e.version)::bigint
               AS shipping_so_far
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, share jsonb)
    WHERE e.tag IN ('ordering/cancelled-1', 'ordering/pieces-cancelled-1', 'ordering/pieces-returned-1')
      AND f.share IS NOT NULL
), booked AS (
    SELECT e.position, e.stream, e.version, e.tag, f.at, p.stream AS order_id, p.number, p.currency, side.account,
           side.amount
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz)
    JOIN placed p ON p.stream = e.stream
    CROSS JOIN LATERAL (VALUES
        ('receivable', p.goods + p.shipping), ('goods', p.tax - p.tax_in_shipping - p.goods),
        ('shipping', p.tax_in_shipping - p.shipping), ('tax', -p.tax)
    ) AS side (account, amount)
    WHERE e.tag = 'ordering/confirmed-1'
    UNION ALL
    SELECT o.position, o.stream, o.version, o.tag, o.at, p.stream, p.number, p.currency, side.account, side.amount
    FROM off o
    JOIN placed p ON p.stream = o.stream
    CROSS JOIN LATERAL (
        SELECT CASE WHEN p.shipping = 0 THEN 0 ELSE p.tax_in_shipping * o.shipping_so_far / p.shipping
            - p.tax_in_shipping * (o.shipping_so_far - o.shipping) / p.shipping END AS shipping
    ) tax_in
    CROSS JOIN LATERAL (VALUES
        ('goods', o.goods - (o.tax - tax_in.shipping)), ('shipping', o.shipping - tax_in.shipping), ('tax', o.tax),
        ('refunds', -(o.goods + o.shipping))
    ) AS side (account, amount)
    UNION ALL
    SELECT e.position, e.stream, e.version, e.tag, f.at, p.stream, p.number, moved.money ->> 'currency', side.account,
           (moved.money ->> 'minor')::bigint * side.sign
    FROM log.events e
    JOIN (VALUES
        ('payments/captured-1', 'gateway', 'receivable'), ('payments/wrong-amount-taken-1', 'gateway', 'unexplained'),
        ('payments/refunded-1', 'refunds', 'gateway'), ('payments/refund-returned-1', 'gateway', 'refunds'),
        ('payments/found-1', 'gateway', 'refunds'), ('payments/lowered-1', 'refunds', 'receivable')
    ) AS means (tag, debited, credited) ON means.tag = e.tag
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, amount jsonb, taken jsonb)
    CROSS JOIN LATERAL (SELECT coalesce(f.taken, f.amount) AS money) moved
    LEFT JOIN placed p ON p.payment_id = e.stream
    CROSS JOIN LATERAL (VALUES (means.debited, 1), (means.credited, -1)) AS side (account, sign)
    UNION ALL
    SELECT e.position, e.stream, e.version, e.tag, f.at, coalesce(f.order_id, e.stream), coalesce(p.number, ''),
           f.amount ->> 'currency', side.account, (f.amount ->> 'minor')::bigint * side.sign
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, amount jsonb, order_id uuid, why text)
    LEFT JOIN placed p ON p.stream = f.order_id
    CROSS JOIN LATERAL (VALUES
        (CASE WHEN e.tag <> 'credit/granted-1' THEN 'credit' WHEN f.why = 'goodwill' THEN 'goodwill' ELSE 'refunds' END, 1),
        (CASE e.tag WHEN 'credit/granted-1' THEN 'credit' WHEN 'credit/spent-1' THEN 'receivable'
         WHEN 'credit/paid-out-1' THEN 'refunds' ELSE 'goodwill' END, -1)
    ) AS side (account, sign)
    WHERE e.tag IN ('credit/granted-1', 'credit/spent-1', 'credit/taken-back-1', 'credit/paid-out-1')
)
SELECT position, at, account, greatest(amount, 0) AS debit_minor, greatest(-amount, 0) AS credit_minor, currency,
       order_id, number AS order_number, stream, version, tag
FROM booked WHERE amount <> 0;
COMMENT ON COLUMN insight.ledger.account IS 'receivable, gateway, refunds, credit, tax, unexplained, goods, shipping or goodwill.';
