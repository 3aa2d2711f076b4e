-- Files of products that somebody sent: how far each is, and what became of its rows.
CREATE TABLE work.imports (
    id       uuid        PRIMARY KEY,
    file     text        NOT NULL,
    source   text        NOT NULL,
    actor    text        NOT NULL,
    vendor   uuid,
    stock    int         NOT NULL,
    state    text        NOT NULL DEFAULT 'checking',
    reached  int         NOT NULL DEFAULT 0,
    asked_at timestamptz NOT NULL,
    beat_at  timestamptz,
    error    text        NOT NULL DEFAULT '',
    data     bytea
);
COMMENT ON TABLE work.imports IS 'Files of products that somebody sent.';
COMMENT ON COLUMN work.imports.id IS 'Also the correlation of all facts it led to.';
COMMENT ON COLUMN work.imports.file IS 'What the file is called.';
COMMENT ON COLUMN work.imports.source IS 'Where the goods come from: the same source and key is the same product.';
COMMENT ON COLUMN work.imports.actor IS 'In whose name it is done.';
COMMENT ON COLUMN work.imports.vendor IS 'Whose goods they are; null for the shop''s own.';
COMMENT ON COLUMN work.imports.stock IS 'First stock of variants that say nothing of it.';
COMMENT ON COLUMN work.imports.state IS 'checking, checked, importing, done, undoing, undone, called off or failed.';
COMMENT ON COLUMN work.imports.reached IS 'The last line that is done with in this state.';
COMMENT ON COLUMN work.imports.asked_at IS 'When it was sent.';
COMMENT ON COLUMN work.imports.beat_at IS 'When whoever works on it last showed a sign of life.';
COMMENT ON COLUMN work.imports.error IS 'Why it failed.';
COMMENT ON COLUMN work.imports.data IS 'The file; null once nothing needs it any more.';
CREATE INDEX imports_busy ON work.imports (asked_at) WHERE state IN ('checking', 'importing', 'undoing');
CREATE INDEX imports_newest ON work.imports (asked_at DESC);

CREATE TABLE work.import_rows (
    import  uuid NOT NULL REFERENCES work.imports ON DELETE CASCADE,
    line    int  NOT NULL,
    key     text NOT NULL,
    name    text NOT NULL,
    result  text NOT NULL,
    words   text NOT NULL,
    product uuid,
    before  int  NOT NULL,
    after   int  NOT NULL,
    PRIMARY KEY (import, line)
);
COMMENT ON TABLE work.import_rows IS 'What became of the products in a file.';
COMMENT ON COLUMN work.import_rows.import IS 'In which import.';
COMMENT ON COLUMN work.import_rows.line IS 'The line it begins on.';
COMMENT ON COLUMN work.import_rows.key IS 'What the source calls it.';
COMMENT ON COLUMN work.import_rows.name IS 'What it is called.';
COMMENT ON COLUMN work.import_rows.result IS 'new, changed, same or refused; waiting until it is taken in; taken out, as before or stayed once it was undone.';
COMMENT ON COLUMN work.import_rows.words IS 'Why it was refused.';
COMMENT ON COLUMN work.import_rows.product IS 'Which product it is.';
COMMENT ON COLUMN work.import_rows.before IS 'At which version that stood before.';
COMMENT ON COLUMN work.import_rows.after IS 'And at which after.';
