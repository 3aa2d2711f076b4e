-- Money that is held again: which hold of a payment is meant, and what it took the place of.
ALTER TABLE work.stripe_intents ADD COLUMN generation int NOT NULL DEFAULT 0, ADD COLUMN before text UNIQUE;
COMMENT ON COLUMN work.stripe_intents.generation IS 'How often it was held again.';
COMMENT ON COLUMN work.stripe_intents.before IS 'The intent that this one takes the place of, until that is known to hold nothing any more.';
ALTER TABLE work.paypal_orders ADD COLUMN generation int NOT NULL DEFAULT 0, ADD COLUMN held text,
    ADD COLUMN renewing boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.paypal_orders.generation IS 'How often it was held again.';
COMMENT ON COLUMN work.paypal_orders.held IS 'The authorization that holds it now, where that is not the first one.';
COMMENT ON COLUMN work.paypal_orders.renewing IS 'It is about to be held again.';
