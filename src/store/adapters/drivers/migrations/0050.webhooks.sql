-- Webhooks of partners: where each stands, and what was sent. Who wanted what stands in the log.
CREATE TABLE work.webhooks (
    id             uuid        PRIMARY KEY,
    version        int         NOT NULL DEFAULT 0,
    started        int         NOT NULL DEFAULT 0,
    life           int         NOT NULL DEFAULT 0,
    position       bigint      NOT NULL DEFAULT 0,
    tries          int         NOT NULL DEFAULT 0,
    failing_since  timestamptz,
    next_try_at    timestamptz,
    last_at        timestamptz,
    last_status    int,
    last_words     text        NOT NULL DEFAULT '',
    delivered      bigint      NOT NULL DEFAULT 0,
    failed         bigint      NOT NULL DEFAULT 0,
    holder         text,
    leased_until   timestamptz
);
COMMENT ON TABLE work.webhooks IS 'How far each webhook''s partner has confirmed. Rows of removed ones stay, so that what was counted does not shrink.';
COMMENT ON COLUMN work.webhooks.id IS 'The webhook.';
COMMENT ON COLUMN work.webhooks.version IS 'Version of the webhook when a worker last looked at it.';
COMMENT ON COLUMN work.webhooks.started IS 'Version of the webhook that last said where to begin.';
COMMENT ON COLUMN work.webhooks.life IS 'Incarnation of the log that the position belongs to; 0 before the first fact.';
COMMENT ON COLUMN work.webhooks.position IS 'The partner has confirmed everything up to here.';
COMMENT ON COLUMN work.webhooks.tries IS 'Failures in a row.';
COMMENT ON COLUMN work.webhooks.failing_since IS 'When the first of them was.';
COMMENT ON COLUMN work.webhooks.next_try_at IS 'Until when nothing is tried.';
COMMENT ON COLUMN work.webhooks.last_at IS 'When the partner was last called.';
COMMENT ON COLUMN work.webhooks.last_status IS 'The status it answered; null where it spoke no HTTP.';
COMMENT ON COLUMN work.webhooks.last_words IS 'What there is to say about that.';
COMMENT ON COLUMN work.webhooks.delivered IS 'Attempts that were confirmed.';
COMMENT ON COLUMN work.webhooks.failed IS 'Attempts that were not.';
COMMENT ON COLUMN work.webhooks.holder IS 'The worker that delivers.';
COMMENT ON COLUMN work.webhooks.leased_until IS 'Until when it has it for itself.';

CREATE TABLE work.webhook_deliveries (
    id        uuid        PRIMARY KEY,
    number    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    webhook   uuid        NOT NULL,
    started   int         NOT NULL,
    after     text        NOT NULL,
    until     text        NOT NULL,
    facts     int         NOT NULL,
    reset     boolean     NOT NULL,
    state     text        NOT NULL DEFAULT 'open',
    begun_at  timestamptz NOT NULL,
    again_by  text
);
COMMENT ON TABLE work.webhook_deliveries IS 'Which facts were sent together, the newest two hundred of each webhook. The facts stand in the log.';
COMMENT ON COLUMN work.webhook_deliveries.id IS 'The header webhook-id: the same at every try.';
COMMENT ON COLUMN work.webhook_deliveries.number IS 'Order of sending.';
COMMENT ON COLUMN work.webhook_deliveries.webhook IS 'The webhook.';
COMMENT ON COLUMN work.webhook_deliveries.started IS 'Version of the webhook that said where to begin.';
COMMENT ON COLUMN work.webhook_deliveries.after IS 'Facts after this position …';
COMMENT ON COLUMN work.webhook_deliveries.until IS '… up to this one.';
COMMENT ON COLUMN work.webhook_deliveries.facts IS 'How many there are.';
COMMENT ON COLUMN work.webhook_deliveries.reset IS 'Whether the partner was told that the log is another one.';
COMMENT ON COLUMN work.webhook_deliveries.state IS 'open, delivered or left (rewound before it arrived).';
COMMENT ON COLUMN work.webhook_deliveries.begun_at IS 'When it was first tried.';
COMMENT ON COLUMN work.webhook_deliveries.again_by IS 'Who wants it sent once more; null once that was done.';
CREATE INDEX webhook_deliveries_newest ON work.webhook_deliveries (webhook, number DESC);
CREATE INDEX webhook_deliveries_wanted ON work.webhook_deliveries (webhook) WHERE again_by IS NOT NULL;

CREATE TABLE work.webhook_attempts (
    delivery  uuid             REFERENCES work.webhook_deliveries ON DELETE CASCADE,
    number    int,
    at        timestamptz      NOT NULL,
    status    int,
    words     text             NOT NULL,
    seconds   double precision NOT NULL,
    PRIMARY KEY (delivery, number)
);
COMMENT ON TABLE work.webhook_attempts IS 'Each try of a delivery. Nothing of what was sent or answered, only that it was.';
COMMENT ON COLUMN work.webhook_attempts.delivery IS 'The delivery.';
COMMENT ON COLUMN work.webhook_attempts.number IS 'From 1.';
COMMENT ON COLUMN work.webhook_attempts.at IS 'When it was over.';
COMMENT ON COLUMN work.webhook_attempts.status IS 'What the partner answered; null where it spoke no HTTP.';
COMMENT ON COLUMN work.webhook_attempts.words IS 'What there is to say about that.';
COMMENT ON COLUMN work.webhook_attempts.seconds IS 'How long it took.';
