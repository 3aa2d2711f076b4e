-- What the shop has to know to find a payment at Stripe again, and which of its notices were dealt with.
CREATE TABLE work.stripe_intents (
    payment   uuid        PRIMARY KEY,
    intent    text        UNIQUE,
    given_up  boolean     NOT NULL DEFAULT false,
    made_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (intent IS NOT NULL OR given_up)
);
COMMENT ON TABLE work.stripe_intents IS 'The PaymentIntent of each payment, written before it is confirmed: money is only ever taken by an intent that stands here.';
COMMENT ON COLUMN work.stripe_intents.given_up IS 'Nothing is to be charged any more; whoever comes with an intent later cancels it.';

CREATE TABLE work.stripe_events (
    id           text        PRIMARY KEY,
    kind         text        NOT NULL,
    payment      uuid,
    received_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE work.stripe_events IS 'Notices from Stripe that were dealt with, kept for 30 days; payment is null for what is not ours.';
CREATE INDEX stripe_events_old ON work.stripe_events (received_at);
