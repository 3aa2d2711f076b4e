-- Pictures of goods that came in: each gets its sizes, and one that no product ever showed goes again.
CREATE TABLE work.pictures (
    name      text        PRIMARY KEY,
    product   uuid        NOT NULL,
    begun_at  timestamptz NOT NULL,
    looked_at boolean     NOT NULL DEFAULT false,
    sized_at  timestamptz,
    taken_at  timestamptz,
    tries     int         NOT NULL DEFAULT 0,
    failure   text
);
COMMENT ON TABLE work.pictures IS 'Pictures of goods that came in, written down before their files are kept.';
COMMENT ON COLUMN work.pictures.name IS 'What the file is called.';
COMMENT ON COLUMN work.pictures.product IS 'For which product it came.';
COMMENT ON COLUMN work.pictures.begun_at IS 'When.';
COMMENT ON COLUMN work.pictures.looked_at IS 'Whether the facts of its product were found to name it.';
COMMENT ON COLUMN work.pictures.sized_at IS 'When its sizes were made; null while they are not.';
COMMENT ON COLUMN work.pictures.taken_at IS 'When somebody last began to make them.';
COMMENT ON COLUMN work.pictures.tries IS 'How often that was.';
COMMENT ON COLUMN work.pictures.failure IS 'Why it last did not come off.';
CREATE INDEX pictures_due ON work.pictures (begun_at) WHERE sized_at IS NULL;
CREATE INDEX pictures_fresh ON work.pictures (begun_at) WHERE NOT looked_at;
