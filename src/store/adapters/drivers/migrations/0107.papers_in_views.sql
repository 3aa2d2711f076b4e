-- Invoices, credit notes and the ledger for analysts: from the facts alone, by the rules of the shop
-- (store.domain.payments.ledger). A test compares them with the read models.
-- depends: 0036.insight

CREATE VIEW insight.invoices AS
SELECT f.number, CASE e.tag WHEN 'invoicing/invoice-issued-1' THEN 'invoice' ELSE 'credit_note' END AS kind,
       f."on", f.order_id, f."order" AS order_number, f.invoice AS corrects, f.sale ->> 'tax_place' AS country,
       said.body #>> '{total,currency}' AS currency,
       (SELECT sum((tax #>> '{net,minor}')::bigint) FROM jsonb_array_elements(said.body -> 'taxes') AS tax)::bigint
           AS net_minor,
       (SELECT sum((tax #>> '{tax,minor}')::bigint) FROM jsonb_array_elements(said.body -> 'taxes') AS tax)::bigint
           AS tax_minor,
       (said.body #>> '{total,minor}')::bigint AS total_minor
FROM log.events e
CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (
    number text, "on" date, order_id uuid, "order" text, invoice text, sale jsonb, credit jsonb)
CROSS JOIN LATERAL (SELECT coalesce(f.sale, f.credit) AS body) said
WHERE e.tag IN ('invoicing/invoice-issued-1', 'invoicing/credit-note-issued-1');
COMMENT ON VIEW insight.invoices IS 'Invoices and credit notes as they were written. No amount is below zero.';
COMMENT ON COLUMN insight.invoices.number IS 'The number on the paper.';
COMMENT ON COLUMN insight.invoices.kind IS 'invoice or credit_note.';
COMMENT ON COLUMN insight.invoices."on" IS 'The day on the paper, in the shop''s time zone.';
COMMENT ON COLUMN insight.invoices.order_id IS 'The order.';
COMMENT ON COLUMN insight.invoices.order_number IS 'The number customers see.';
COMMENT ON COLUMN insight.invoices.corrects IS 'The invoice that a credit note takes something back of.';
COMMENT ON COLUMN insight.invoices.country IS 'Where the tax is owed, two letters; null on credit notes.';
COMMENT ON COLUMN insight.invoices.currency IS 'Currency of the amounts (ISO 4217).';
COMMENT ON COLUMN insight.invoices.net_minor IS 'Without tax, in minor units.';
COMMENT ON COLUMN insight.invoices.tax_minor IS 'The tax, in minor units.';
COMMENT ON COLUMN insight.invoices.total_minor IS 'With tax, in minor units.';

CREATE VIEW insight.invoice_taxes AS
SELECT f.number, (tax ->> 'ppm')::int AS rate_ppm, tax #>> '{net,currency}' AS currency,
       (tax #>> '{net,minor}')::bigint AS net_minor, (tax #>> '{tax,minor}')::bigint AS tax_minor
FROM log.events e
CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (number text, sale jsonb, credit jsonb)
CROSS JOIN LATERAL jsonb_array_elements(coalesce(f.sale, f.credit) -> 'taxes') AS tax
WHERE e.tag IN ('invoicing/invoice-issued-1', 'invoicing/credit-note-issued-1');
COMMENT ON VIEW insight.invoice_taxes IS 'What of an invoice or a credit note is taxed at which rate.';
COMMENT ON COLUMN insight.invoice_taxes.number IS 'The number on the paper.';
COMMENT ON COLUMN insight.invoice_taxes.rate_ppm IS 'The rate, in millionths: 190000 is 19 %.';
COMMENT ON COLUMN insight.invoice_taxes.currency IS 'Currency of the amounts (ISO 4217).';
COMMENT ON COLUMN insight.invoice_taxes.net_minor IS 'Without tax, in minor units.';
COMMENT ON COLUMN insight.invoice_taxes.tax_minor IS 'The tax, in minor units.';

CREATE VIEW insight.ledger AS
WITH placed AS (
    SELECT e.stream, f.number, f.payment_id, f.totals #>> '{total,currency}' AS currency, goods.paid AS goods,
           (f.totals #>> '{shipping,minor}')::bigint - coalesce(
               (SELECT sum((off #>> '{shipping,minor}')::bigint)
                FROM jsonb_array_elements(f.totals -> 'discounts') AS off), 0)::bigint AS shipping,
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
    WHERE e.tag IN ('ordering/cancelled-1', 'ordering/pieces-cancelled-1') AND f.share IS NOT NULL
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
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS f (at timestamptz, amount jsonb, taken jsonb)
    CROSS JOIN LATERAL (SELECT coalesce(f.taken, f.amount) AS money) moved
    LEFT JOIN placed p ON p.payment_id = e.stream
    CROSS JOIN LATERAL (VALUES
        ('gateway', CASE e.tag WHEN 'payments/refunded-1' THEN -1 ELSE 1 END),
        (CASE e.tag WHEN 'payments/captured-1' THEN 'receivable' WHEN 'payments/refunded-1' THEN 'refunds'
         ELSE 'unexplained' END, CASE e.tag WHEN 'payments/refunded-1' THEN 1 ELSE -1 END)
    ) AS side (account, sign)
    WHERE e.tag IN ('payments/captured-1', 'payments/wrong-amount-taken-1', 'payments/refunded-1')
)
SELECT position, at, account, greatest(amount, 0) AS debit_minor, greatest(-amount, 0) AS credit_minor, currency,
       order_id, number AS order_number, stream, version, tag
FROM booked WHERE amount <> 0;
COMMENT ON VIEW insight.ledger IS 'The ledger in double entry: of each fact that moves money all debits are all credits.';
COMMENT ON COLUMN insight.ledger.position IS 'Place of the fact in the log: the sides of one entry have it in common.';
COMMENT ON COLUMN insight.ledger.at IS 'When it happened.';
COMMENT ON COLUMN insight.ledger.account IS 'receivable, gateway, refunds, tax, unexplained, goods or shipping.';
COMMENT ON COLUMN insight.ledger.debit_minor IS 'In minor units; 0 where it is a credit.';
COMMENT ON COLUMN insight.ledger.credit_minor IS 'In minor units; 0 where it is a debit.';
COMMENT ON COLUMN insight.ledger.currency IS 'Currency of the amounts (ISO 4217).';
COMMENT ON COLUMN insight.ledger.order_id IS 'The order it is about.';
COMMENT ON COLUMN insight.ledger.order_number IS 'The number customers see.';
COMMENT ON COLUMN insight.ledger.stream IS 'The thing that the fact behind it happened to.';
COMMENT ON COLUMN insight.ledger.version IS 'The number of the fact among those of that thing.';
COMMENT ON COLUMN insight.ledger.tag IS 'What happened.';
