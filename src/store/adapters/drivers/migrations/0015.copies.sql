-- A read model may stand there several times: as people read it, as it is built anew beside that, as it was before.
ALTER TABLE read.projections RENAME TO copies;
ALTER TABLE read.copies DROP CONSTRAINT projections_state_check;
ALTER TABLE read.copies DROP CONSTRAINT projections_pkey;
ALTER TABLE read.copies
    ADD COLUMN schema       text NOT NULL DEFAULT 'read',
    ADD COLUMN tables       text[] NOT NULL DEFAULT '{}',
    ADD COLUMN loaded       boolean NOT NULL DEFAULT true,
    ADD COLUMN takes_over   boolean NOT NULL DEFAULT false,
    ADD COLUMN as_of        timestamptz,
    ADD COLUMN till         bigint,
    ADD COLUMN began_at     timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN holder       text,
    ADD COLUMN leased_until timestamptz,
    ADD COLUMN facts        bigint NOT NULL DEFAULT 0,
    ADD COLUMN batches      bigint NOT NULL DEFAULT 0,
    ADD COLUMN seconds      double precision NOT NULL DEFAULT 0,
    ADD COLUMN failures     bigint NOT NULL DEFAULT 0,
    ADD COLUMN facts_before bigint NOT NULL DEFAULT 0,
    ADD COLUMN rate         double precision NOT NULL DEFAULT 0,
    ADD PRIMARY KEY (name, schema),
    ADD CHECK (state IN ('running', 'stopped', 'finished')),
    ADD CHECK (schema <> 'read' OR as_of IS NULL);
UPDATE read.copies SET tables = CASE name
    WHEN 'goods' THEN '{categories,products,variants,shelves}'::text[]
    WHEN 'orders' THEN '{orders}' WHEN 'open_payments' THEN '{open_payments}' ELSE '{}' END;
COMMENT ON TABLE read.copies IS 'Copies of read models, and how far each is. In the schema read: what people read. In read_next: one being built. In read_kept: the one before, for going back. In read_asof_*: as things were known at an instant.';
COMMENT ON COLUMN read.copies.tables IS 'Its tables in that schema, those first that others refer to.';
COMMENT ON COLUMN read.copies.loaded IS 'False while it is filled for the first time, without indexes, in large batches.';
COMMENT ON COLUMN read.copies.takes_over IS 'It takes the place of the one that people read as soon as it has caught up.';
COMMENT ON COLUMN read.copies.as_of IS 'Only facts recorded up to this instant were taken in.';
COMMENT ON COLUMN read.copies.till IS 'Where one that is to end has to end.';
COMMENT ON COLUMN read.copies.holder IS 'The runner that looks after it, until leased_until.';
COMMENT ON COLUMN read.copies.seconds IS 'Time all batches took together.';
COMMENT ON COLUMN read.copies.facts_before IS 'facts when rate was last taken.';
COMMENT ON COLUMN read.copies.rate IS 'Facts a second, between the last two times its lease was renewed.';

CREATE VIEW read.projections AS
    SELECT name, revision, incarnation, position, state, error, failed_at, updated_at
    FROM read.copies WHERE schema = 'read';
COMMENT ON VIEW read.projections IS 'How far each read model is that people read, and why one stopped.';

CREATE TABLE read.runners (
    holder       text PRIMARY KEY,
    only_names   text[] NOT NULL,
    alive_until  timestamptz NOT NULL
);
COMMENT ON TABLE read.runners IS 'Who shares the read models; only_names is empty for one that takes any.';

CREATE SCHEMA read_next;
CREATE SCHEMA read_kept;
CREATE SCHEMA read_swap;
COMMENT ON SCHEMA read_next IS 'Read models that are being built anew, beside those in read.';
COMMENT ON SCHEMA read_kept IS 'Read models as they were before the last switch.';
COMMENT ON SCHEMA read_swap IS 'Empty: tables pass through it while two copies change places.';
