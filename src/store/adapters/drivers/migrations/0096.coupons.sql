-- How often somebody used a coupon. No fact: a person is known by a keyed digest, and is forgotten with the row.
CREATE TABLE work.coupon_uses (
    coupon  uuid        NOT NULL,
    digest  bytea       NOT NULL,
    cart    uuid        NOT NULL,
    subject uuid        NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (coupon, cart)
);
COMMENT ON TABLE work.coupon_uses IS 'How often somebody used a coupon that one person may use only so often.';
COMMENT ON COLUMN work.coupon_uses.coupon IS 'Which one.';
COMMENT ON COLUMN work.coupon_uses.digest IS 'A keyed digest of the mailbox it was used for.';
COMMENT ON COLUMN work.coupon_uses.cart IS 'The cart it was used with: its order holds the use, or it is to become one.';
COMMENT ON COLUMN work.coupon_uses.subject IS 'Whose key the order is sealed with.';
COMMENT ON COLUMN work.coupon_uses.at IS 'When it was used.';
CREATE INDEX coupon_uses_digest ON work.coupon_uses (coupon, digest);
CREATE INDEX coupon_uses_cart ON work.coupon_uses (cart);
CREATE INDEX coupon_uses_subject ON work.coupon_uses (subject);
