-- Somebody is forgotten: what was proven of it, and how much was taken away meanwhile.
CREATE TABLE work.erasure_proofs (
    erasure   uuid        NOT NULL,
    part      int         NOT NULL,
    document  text        NOT NULL,
    made_at   timestamptz NOT NULL,
    PRIMARY KEY (erasure, part)
);
COMMENT ON TABLE work.erasure_proofs IS 'What became unreadable when somebody was forgotten. Names streams, fields and numbers of rows, and nobody.';
COMMENT ON COLUMN work.erasure_proofs.erasure IS 'The erasure.';
COMMENT ON COLUMN work.erasure_proofs.part IS 'From 1: what had to stay for a while is proven later.';
COMMENT ON COLUMN work.erasure_proofs.document IS 'JSON kept as text: its SHA-256 stands in the log.';
COMMENT ON COLUMN work.erasure_proofs.made_at IS 'When it was looked at.';

CREATE TABLE work.erasure_counts (
    erasure  uuid   NOT NULL,
    part     int    NOT NULL,
    place    text   NOT NULL,
    count    bigint NOT NULL,
    PRIMARY KEY (erasure, part, place)
);
COMMENT ON TABLE work.erasure_counts IS 'What was taken away so far: whoever goes on after a crash adds to it.';
COMMENT ON COLUMN work.erasure_counts.erasure IS 'The erasure.';
COMMENT ON COLUMN work.erasure_counts.part IS 'The part of its proof that it goes into.';
COMMENT ON COLUMN work.erasure_counts.place IS 'From where: a table, the pictures.';
COMMENT ON COLUMN work.erasure_counts.count IS 'Rows or files.';

-- The list of erasures is read at each start.
CREATE INDEX events_erasures ON log.events (position) WHERE tag = 'privacy/erasure-begun-1';
