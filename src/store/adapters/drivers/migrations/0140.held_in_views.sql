-- Analysts see money that is held, until when, and what ran out before it was taken.
-- depends: 0139.vat_checks

CREATE OR REPLACE VIEW insight.payments AS
SELECT asked.stream AS payment_id, f.order_id, f.number AS order_number, f.method,
       coalesce(later.stands, 'requested') AS status,
       f.at AS requested_at, later.captured_at, later.declined_at, later.decline_reason,
       coalesce(later.challenged, false) AS challenged, f.amount ->> 'currency' AS currency,
       (f.amount ->> 'minor')::bigint AS asked_minor, later.captured_minor,
       later.held_at, later.held_until, later.ran_out_because, later.lost_at
FROM log.events asked
CROSS JOIN LATERAL jsonb_to_record(asked.state::jsonb) AS f (
    order_id uuid, number text, method text, at timestamptz, amount jsonb)
LEFT JOIN (
    SELECT e.stream, bool_or(e.tag = 'payments/challenge-required-1') AS challenged,
           max(g.at) FILTER (WHERE e.tag IN ('payments/captured-1', 'payments/found-1')) AS captured_at,
           max(g.at) FILTER (WHERE e.tag = 'payments/declined-1') AS declined_at,
           max(g.reason) FILTER (WHERE e.tag = 'payments/declined-1') AS decline_reason,
           max((coalesce(g.amount, g.taken) ->> 'minor')::bigint) FILTER (WHERE e.tag IN (
               'payments/captured-1', 'payments/found-1', 'payments/wrong-amount-taken-1'
           )) AS captured_minor,
           min(g.at) FILTER (WHERE e.tag = 'payments/authorised-1') AS held_at,
           (array_agg(g.until ORDER BY e.version DESC) FILTER (
               WHERE e.tag IN ('payments/authorised-1', 'payments/held-again-1')
           ))[1] AS held_until,
           (array_agg(g.reason ORDER BY e.version DESC) FILTER (
               WHERE e.tag IN ('payments/not-held-again-1', 'payments/lost-1')
           ))[1] AS ran_out_because,
           max(g.at) FILTER (WHERE e.tag = 'payments/lost-1') AS lost_at,
           (array_agg(CASE e.tag
               WHEN 'payments/wrong-amount-taken-1' THEN 'wrong_amount' WHEN 'payments/captured-1' THEN 'captured'
               WHEN 'payments/found-1' THEN 'captured' WHEN 'payments/declined-1' THEN 'declined'
               WHEN 'payments/authorised-1' THEN 'held' WHEN 'payments/held-again-1' THEN 'held'
               WHEN 'payments/not-held-again-1' THEN 'running_out' WHEN 'payments/lost-1' THEN 'lost'
               WHEN 'payments/let-go-1' THEN 'let_go' ELSE 'challenged' END ORDER BY e.version DESC))[1] AS stands
    FROM log.events e
    CROSS JOIN LATERAL jsonb_to_record(e.state::jsonb) AS g (
        at timestamptz, reason text, amount jsonb, taken jsonb, until timestamptz)
    WHERE e.tag IN (
        'payments/challenge-required-1', 'payments/captured-1', 'payments/declined-1', 'payments/wrong-amount-taken-1',
        'payments/found-1', 'payments/authorised-1', 'payments/held-again-1', 'payments/not-held-again-1',
        'payments/lost-1', 'payments/let-go-1'
    ) GROUP BY e.stream
) later ON later.stream = asked.stream
WHERE asked.tag = 'payments/requested-1';
COMMENT ON COLUMN insight.payments.status IS 'requested, challenged (the bank asks the shopper), held, running_out (held, and not for longer), lost (held no more, and still due), let_go, captured, declined or wrong_amount.';
COMMENT ON COLUMN insight.payments.captured_minor IS 'What was taken, in minor units; null while nothing was.';
COMMENT ON COLUMN insight.payments.held_at IS 'When the money was held first; null where it was taken at once.';
COMMENT ON COLUMN insight.payments.held_until IS 'Until when it is held, or was, as its gateway said last.';
COMMENT ON COLUMN insight.payments.ran_out_because IS 'Why it could not be held for longer, or was held no more, the last time.';
COMMENT ON COLUMN insight.payments.lost_at IS 'When it was held no more although it was due, the last time.';
