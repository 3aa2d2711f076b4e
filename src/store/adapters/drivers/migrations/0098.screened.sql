-- What purchases have in common, for as long as the fraud check counts them. Keyed digests, which lead back to nobody.
-- depends: 0097.checkouts
CREATE TABLE work.screened (
    cart    uuid        NOT NULL,
    kind    text        NOT NULL,
    digest  bytea       NOT NULL,
    subject uuid        NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (cart, kind)
);
COMMENT ON TABLE work.screened IS 'What purchases have in common that the fraud check counts.';
COMMENT ON COLUMN work.screened.cart IS 'The cart that was to be bought.';
COMMENT ON COLUMN work.screened.kind IS 'email, address, card or network.';
COMMENT ON COLUMN work.screened.digest IS 'A keyed digest of it; that of an e-mail address is as for who waits.';
COMMENT ON COLUMN work.screened.subject IS 'The person of the order, as the key store knows one.';
COMMENT ON COLUMN work.screened.seen_at IS 'When somebody wanted to buy it, the last time.';
CREATE INDEX screened_alike ON work.screened (digest, kind, seen_at);
CREATE INDEX screened_subject ON work.screened (subject);
CREATE INDEX screened_seen ON work.screened (seen_at);
