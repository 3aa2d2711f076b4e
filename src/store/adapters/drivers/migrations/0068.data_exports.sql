-- Copies of all that is kept about somebody: asked for, made in the background, taken within some days, gone.
CREATE TABLE work.data_exports (
    id       uuid        PRIMARY KEY,
    account  uuid        NOT NULL,
    asked_at timestamptz NOT NULL,
    position bigint      NOT NULL DEFAULT 0,
    state    text        NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'ready', 'failed')),
    step     int         NOT NULL DEFAULT 0,
    beat_at  timestamptz,
    made_at  timestamptz,
    till     timestamptz,
    size     bigint      NOT NULL DEFAULT 0,
    sealed   text,
    error    text
);
COMMENT ON TABLE work.data_exports IS 'Copies of what is kept about somebody, sealed with their key.';
COMMENT ON COLUMN work.data_exports.id IS 'The copy.';
COMMENT ON COLUMN work.data_exports.account IS 'Whose it is.';
COMMENT ON COLUMN work.data_exports.asked_at IS 'When it was asked for.';
COMMENT ON COLUMN work.data_exports.position IS 'Where the log was then: read models have to be that far.';
COMMENT ON COLUMN work.data_exports.state IS 'asked, running, ready or failed.';
COMMENT ON COLUMN work.data_exports.step IS 'How far whoever makes it is.';
COMMENT ON COLUMN work.data_exports.beat_at IS 'Last sign of life of whoever makes it.';
COMMENT ON COLUMN work.data_exports.made_at IS 'When it was made.';
COMMENT ON COLUMN work.data_exports.till IS 'Until when it can be taken; then the row goes.';
COMMENT ON COLUMN work.data_exports.size IS 'How many bytes it has.';
COMMENT ON COLUMN work.data_exports.sealed IS 'The copy itself, sealed; null before it is made.';
COMMENT ON COLUMN work.data_exports.error IS 'The name of what kept it from being made.';
CREATE UNIQUE INDEX data_exports_one ON work.data_exports (account) WHERE state IN ('asked', 'running');
CREATE INDEX data_exports_account ON work.data_exports (account, asked_at DESC);
