-- What registers said of VAT numbers lately. No fact: what an order rests on stands with the order.
-- depends: 0136.held_again
CREATE TABLE work.vat_checks (
    digest       bytea       PRIMARY KEY,
    register     text        NOT NULL,
    answer       text        NOT NULL CHECK (answer IN ('valid', 'invalid', 'unavailable')),
    at           timestamptz NOT NULL,
    consultation text        NOT NULL
);
COMMENT ON TABLE work.vat_checks IS 'What a register of VAT numbers said of one, for as long as that counts.';
COMMENT ON COLUMN work.vat_checks.digest IS 'A keyed digest of the number, which stands nowhere here.';
COMMENT ON COLUMN work.vat_checks.register IS 'Which one was asked.';
COMMENT ON COLUMN work.vat_checks.answer IS 'Whether the number is given out; unavailable where nothing was said in time.';
COMMENT ON COLUMN work.vat_checks.at IS 'When it was asked.';
COMMENT ON COLUMN work.vat_checks.consultation IS 'By which number the register can say so again; empty where it gave none.';
CREATE INDEX vat_checks_at ON work.vat_checks (at);
