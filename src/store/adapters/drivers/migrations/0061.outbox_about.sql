-- Mails are about accounts too, not only about orders.
ALTER TABLE work.outbox RENAME COLUMN order_id TO about;
COMMENT ON COLUMN work.outbox.about IS 'The stream it is about: an order, an account.';
COMMENT ON COLUMN work.mails.number IS 'The order''s number; empty where it is about none.';
