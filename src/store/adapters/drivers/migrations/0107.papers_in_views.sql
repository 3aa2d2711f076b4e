-- Invoices and credit notes for analysts, from the facts alone. A test compares them with the read models.
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
