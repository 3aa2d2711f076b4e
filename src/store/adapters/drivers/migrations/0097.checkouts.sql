-- What somebody said at a checkout that isn't over. No fact: it goes with the purchase, and with the person.
-- depends: 0096.coupons
CREATE TABLE work.checkouts (
    cart       uuid        PRIMARY KEY,
    subject    uuid        NOT NULL,
    sealed     text,
    digest     bytea,
    touched_at timestamptz NOT NULL
);
COMMENT ON TABLE work.checkouts IS 'What was said at checkouts that are not over, sealed.';
COMMENT ON COLUMN work.checkouts.cart IS 'The cart that is to be bought.';
COMMENT ON COLUMN work.checkouts.subject IS 'Whose key it is sealed with.';
COMMENT ON COLUMN work.checkouts.sealed IS 'Its fields as they were typed, sealed; null while the first are being kept.';
COMMENT ON COLUMN work.checkouts.digest IS 'A keyed digest of the address, by which it is found when somebody is forgotten.';
COMMENT ON COLUMN work.checkouts.touched_at IS 'When the last field was kept.';
CREATE INDEX checkouts_subject ON work.checkouts (subject);
CREATE INDEX checkouts_digest ON work.checkouts (digest);
CREATE INDEX checkouts_touched ON work.checkouts (touched_at);
