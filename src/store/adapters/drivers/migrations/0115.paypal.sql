-- What the shop has to know to find a payment at PayPal again, and which of its notices were dealt with.
CREATE TABLE work.paypal_orders (
    payment       uuid        PRIMARY KEY,
    paypal_order  text        UNIQUE,
    taking        boolean     NOT NULL DEFAULT false,
    given_up      boolean     NOT NULL DEFAULT false,
    made_at       timestamptz NOT NULL DEFAULT now(),
    CHECK (paypal_order IS NOT NULL OR given_up),
    CHECK (NOT (taking AND given_up))
);
COMMENT ON TABLE work.paypal_orders IS 'The order at PayPal of each payment. Its money is only ever taken by a row that says so first, and never by one that was given up.';
COMMENT ON COLUMN work.paypal_orders.payment IS 'The payment.';
COMMENT ON COLUMN work.paypal_orders.paypal_order IS 'PayPal''s name for its order.';
COMMENT ON COLUMN work.paypal_orders.taking IS 'Its money is about to be taken, or was.';
COMMENT ON COLUMN work.paypal_orders.given_up IS 'Nothing is to be taken any more.';
COMMENT ON COLUMN work.paypal_orders.made_at IS 'When it was written down.';

CREATE TABLE work.paypal_events (
    id           text        PRIMARY KEY,
    kind         text        NOT NULL,
    payment      uuid,
    received_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE work.paypal_events IS 'Notices from PayPal that were dealt with, kept for 30 days.';
COMMENT ON COLUMN work.paypal_events.id IS 'PayPal''s name for the notice.';
COMMENT ON COLUMN work.paypal_events.kind IS 'What it is about.';
COMMENT ON COLUMN work.paypal_events.payment IS 'The payment.';
COMMENT ON COLUMN work.paypal_events.received_at IS 'When it came.';
CREATE INDEX paypal_events_old ON work.paypal_events (received_at);
