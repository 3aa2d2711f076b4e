-- Cards that somebody adds without buying, and what the shop has to know to find such a thing at Stripe again.
ALTER TABLE work.saved_cards ADD COLUMN adding boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.saved_cards.id IS 'The payment that the card was first used for, or the try by which it was added.';
COMMENT ON COLUMN work.saved_cards.adding IS 'It was, or is to be, added without buying.';
CREATE INDEX saved_cards_unfinished ON work.saved_cards (wished_at) WHERE adding AND sealed IS NULL;

CREATE TABLE work.stripe_setups (
    adding    uuid        PRIMARY KEY,
    intent    text        UNIQUE,
    given_up  boolean     NOT NULL DEFAULT false,
    made_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (intent IS NOT NULL OR given_up)
);
COMMENT ON TABLE work.stripe_setups IS 'The SetupIntent of each try to add a card, written before it is confirmed: a card is only ever kept by one that stands here.';
COMMENT ON COLUMN work.stripe_setups.adding IS 'The try.';
COMMENT ON COLUMN work.stripe_setups.intent IS 'Stripe''s name for it.';
COMMENT ON COLUMN work.stripe_setups.given_up IS 'No card is to be kept by it any more.';
COMMENT ON COLUMN work.stripe_setups.made_at IS 'When it was written down.';
