-- What doesn't agree between the books of gateways and the shop's own, until somebody has dealt with it.
CREATE TABLE work.payment_findings (
    id         uuid        PRIMARY KEY,
    wrong      text        NOT NULL,
    method     text        NOT NULL,
    reference  text        NOT NULL,
    at         timestamptz NOT NULL,
    payment    uuid,
    number     text,
    theirs     bigint,
    ours       bigint,
    currency   text,
    repair     text        NOT NULL,
    found_at   timestamptz NOT NULL,
    closed_at  timestamptz,
    closed_as  text,
    actor      text,
    reason     text
);
COMMENT ON TABLE work.payment_findings IS 'What does not agree between the books of gateways and the shop''s own.';
COMMENT ON COLUMN work.payment_findings.id IS 'The same whenever the same is found.';
COMMENT ON COLUMN work.payment_findings.wrong IS 'What is wrong.';
COMMENT ON COLUMN work.payment_findings.method IS 'By which way to pay.';
COMMENT ON COLUMN work.payment_findings.reference IS 'The gateway''s name for it.';
COMMENT ON COLUMN work.payment_findings.at IS 'When the money moved.';
COMMENT ON COLUMN work.payment_findings.payment IS 'The payment, as far as it is known.';
COMMENT ON COLUMN work.payment_findings.number IS 'The number of its order.';
COMMENT ON COLUMN work.payment_findings.theirs IS 'What the gateway says it moved, in minor units.';
COMMENT ON COLUMN work.payment_findings.ours IS 'What the shop wrote down.';
COMMENT ON COLUMN work.payment_findings.currency IS 'Of these amounts (ISO 4217); where they differ, the gateway''s.';
COMMENT ON COLUMN work.payment_findings.repair IS 'What one press does about it: adopt, give_back, or nothing.';
COMMENT ON COLUMN work.payment_findings.found_at IS 'When it was found.';
COMMENT ON COLUMN work.payment_findings.closed_at IS 'When it was dealt with.';
COMMENT ON COLUMN work.payment_findings.closed_as IS 'How: adopted, given_back, looked_at, or solved by itself.';
COMMENT ON COLUMN work.payment_findings.actor IS 'Who dealt with it.';
COMMENT ON COLUMN work.payment_findings.reason IS 'Why it is all right, in the words of whoever looked.';
CREATE INDEX payment_findings_open ON work.payment_findings (found_at) WHERE closed_at IS NULL;

CREATE TABLE work.payment_comparisons (
    method       text        PRIMARY KEY,
    upto         timestamptz NOT NULL,
    whole_at     timestamptz NOT NULL
);
COMMENT ON TABLE work.payment_comparisons IS 'How far the books of each gateway were compared.';
COMMENT ON COLUMN work.payment_comparisons.method IS 'By which way to pay.';
COMMENT ON COLUMN work.payment_comparisons.upto IS 'Up to here.';
COMMENT ON COLUMN work.payment_comparisons.whole_at IS 'When the last eight days were last compared as a whole.';
