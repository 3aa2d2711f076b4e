-- The log: facts by stream and version, never updated, never deleted.
CREATE SCHEMA log;

CREATE TABLE log.incarnations (
    number      int PRIMARY KEY,
    base        bigint NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE log.incarnations IS
    'Lives of the log. After a restore into a new cluster transaction ids start again: a new life, a higher base.';
INSERT INTO log.incarnations (number, base) VALUES (1, 0);

-- Partitioned by hash of the stream, since (stream, version) has to stay unique over all of them.
CREATE TABLE log.events (
    stream    uuid   NOT NULL,
    version   int    NOT NULL CHECK (version > 0),
    position  bigint NOT NULL,
    tag       text   NOT NULL,
    state     text   NOT NULL,
    metadata  text   NOT NULL,
    hash      bytea  NOT NULL,
    PRIMARY KEY (stream, version)
) PARTITION BY HASH (stream);
CREATE TABLE log.events_0 PARTITION OF log.events FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE log.events_1 PARTITION OF log.events FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE log.events_2 PARTITION OF log.events FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE log.events_3 PARTITION OF log.events FOR VALUES WITH (MODULUS 4, REMAINDER 3);
CREATE INDEX events_position ON log.events (position);
CREATE INDEX events_correlation ON log.events ((metadata::json ->> 'correlation'));
COMMENT ON TABLE log.events IS 'Every fact of the shop. state and metadata are JSON kept as text: what was hashed is what is read.';
COMMENT ON COLUMN log.events.position IS 'base + (transaction id << 16 | place within the transaction); grows, with holes.';
COMMENT ON COLUMN log.events.hash IS 'SHA-256 over the hash before it in the stream and all that is stored here but the position.';

CREATE FUNCTION log.first_position() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT base + (pg_current_xact_id()::text::bigint << 16) FROM log.incarnations ORDER BY number DESC LIMIT 1
$$;
CREATE FUNCTION log.horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT base + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 16)
    FROM log.incarnations ORDER BY number DESC LIMIT 1
$$;
COMMENT ON FUNCTION log.horizon IS 'Nothing can appear below this position any more: readers of the log stay under it.';

CREATE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are never changed';
END
$$;
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE ON log.events FOR EACH ROW EXECUTE FUNCTION log.refuse();
-- Statement triggers are not inherited, and a partition can be named.
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON log.events_0 FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON log.events_1 FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON log.events_2 FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
CREATE TRIGGER facts_stay_all BEFORE TRUNCATE ON log.events_3 FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
