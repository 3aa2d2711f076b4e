-- What was signed about the log, and what came of comparing the two.
CREATE TABLE log.checkpoints (
    number     int  PRIMARY KEY,
    statement  text NOT NULL,
    signature  text NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE log.checkpoints IS
    'Signed statements of which facts the log holds up to a position. The same stand in a file outside of the database.';
COMMENT ON COLUMN log.checkpoints.statement IS 'JSON kept as text: what was signed is what is read (docs/contexts/audit.md).';
COMMENT ON COLUMN log.checkpoints.signature IS 'Ed25519 over the statement, base64; the key is not in the database.';
COMMENT ON COLUMN log.checkpoints.made_at IS 'For metrics; what counts is the time in the statement.';
CREATE TRIGGER checkpoints_stay BEFORE UPDATE OR DELETE ON log.checkpoints
    FOR EACH ROW EXECUTE FUNCTION log.refuse();
CREATE TRIGGER checkpoints_stay_all BEFORE TRUNCATE ON log.checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();

CREATE TABLE work.verifications (
    id           uuid        PRIMARY KEY,
    whole        boolean     NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    state        text        NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'failed')),
    beat_at      timestamptz,
    checked      bigint      NOT NULL DEFAULT 0,
    total        bigint      NOT NULL DEFAULT 0,
    finished_at  timestamptz,
    checkpoint   int,
    result       text,
    error        text
);
COMMENT ON TABLE work.verifications IS 'Comparisons of the log with what was signed about it: asked for, under way, done.';
COMMENT ON COLUMN work.verifications.whole IS 'False: only what came after the last checkpoint that was found true.';
COMMENT ON COLUMN work.verifications.beat_at IS 'Last sign of life of whoever carries it out.';
COMMENT ON COLUMN work.verifications.checkpoint IS 'The last checkpoint it covered.';
COMMENT ON COLUMN work.verifications.result IS 'What was found, as JSON.';
CREATE INDEX verifications_newest ON work.verifications (asked_at DESC);
