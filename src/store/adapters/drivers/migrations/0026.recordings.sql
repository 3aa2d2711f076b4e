-- What commands asked of the world, for carrying them out again elsewhere. Kept for some days.
CREATE TABLE work.recordings (
    number       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           uuid        NOT NULL,
    correlation  uuid        NOT NULL,
    at           timestamptz NOT NULL,
    recording    text        NOT NULL
);
COMMENT ON TABLE work.recordings IS 'Commands with the clock, ids and answers they were given (docs/capsules.md). Persons are sealed in them.';
CREATE INDEX recordings_correlation ON work.recordings (correlation);
CREATE INDEX recordings_old ON work.recordings (at);
