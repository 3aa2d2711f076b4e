-- Read models: everything here can be computed again from the log.
CREATE SCHEMA read;

CREATE TABLE read.projections (
    name         text PRIMARY KEY,
    revision     int         NOT NULL,
    incarnation  int         NOT NULL,
    position     bigint      NOT NULL,
    state        text        NOT NULL CHECK (state IN ('running', 'stopped')),
    error        text,
    failed_at    bigint,
    updated_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE read.projections IS 'How far each read model is, and why one stopped.';
COMMENT ON COLUMN read.projections.failed_at IS 'Position of the fact a stopped projection could not take in.';
