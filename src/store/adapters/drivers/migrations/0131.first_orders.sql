-- Who is about to place a first order. No fact: persons are known by keyed digests, and are forgotten with the row.
-- depends: 0124.ledger_in_views
CREATE TABLE work.first_orders (
    digest  bytea       PRIMARY KEY,
    cart    uuid        NOT NULL,
    subject uuid        NOT NULL,
    at      timestamptz NOT NULL
);
COMMENT ON TABLE work.first_orders IS 'Who ordered while something was for first orders: one cart for each of them.';
COMMENT ON COLUMN work.first_orders.digest IS 'A keyed digest of the account, or of the mailbox.';
COMMENT ON COLUMN work.first_orders.cart IS 'The cart whose order is their first, or is to become it.';
COMMENT ON COLUMN work.first_orders.subject IS 'Whose key the order is sealed with.';
COMMENT ON COLUMN work.first_orders.at IS 'When it was to be bought, the last time.';
CREATE INDEX first_orders_subject ON work.first_orders (subject);
