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

-- Analysts see the things that belong to somebody under names of their own: made with a salt that nobody may read, so that no
-- account can be looked up by them, and whatever else is learnt of an account leads to no row here. Parcels' tracking numbers
-- lead to persons at their carriers, and are left out.
CREATE TABLE work.salts (
    purpose text PRIMARY KEY,
    salt    uuid NOT NULL DEFAULT gen_random_uuid()
);
COMMENT ON TABLE work.salts IS 'What pseudonyms are made with. Whoever deletes a row makes all of them new.';
COMMENT ON COLUMN work.salts.purpose IS 'What for.';
COMMENT ON COLUMN work.salts.salt IS '122 random bits.';
REVOKE ALL ON work.salts FROM store_app;
INSERT INTO work.salts (purpose) VALUES ('insight');

CREATE OR REPLACE VIEW insight.facts AS
SELECT e.position, m.recorded_at, m.effective_at, split_part(e.tag, '/', 1) AS kind,
       CASE WHEN split_part(e.tag, '/', 1) IN ('identity', 'customers', 'notifications', 'privacy', 'audit')
            THEN encode(substring(sha256(convert_to(salt.salt::text || e.stream::text, 'UTF8')) FOR 16), 'hex')::uuid
            ELSE e.stream END AS stream,
       e.version, e.tag, split_part(m.actor, ':', 1) AS actor_kind, m.correlation, m.causation,
       (SELECT jsonb_object_agg(field.key, CASE
            WHEN field.key IN ('account_id', 'staff_id', 'subject', 'about_id', 'holder', 'copy_id', 'erasure_id', 'hold_id')
                 AND jsonb_typeof(field.value) = 'string'
            THEN to_jsonb(encode(substring(sha256(convert_to(salt.salt::text || (field.value #>> '{}'), 'UTF8')) FOR 16), 'hex')::uuid)
            ELSE field.value END)
        FROM jsonb_each(e.state::jsonb) AS field
        WHERE field.key NOT IN ('type', 'tracking', 'keys', 'subjects', 'digest', 'wanted')
              AND NOT coalesce(field.value ? 'sealed' AND field.value ? 'subject', false)) AS payload
FROM log.events e
CROSS JOIN (SELECT s.salt FROM work.salts s WHERE s.purpose = 'insight') AS salt
CROSS JOIN LATERAL json_to_record(e.metadata::json) AS m (
    actor text, correlation uuid, recorded_at timestamptz, effective_at timestamptz, causation uuid);
COMMENT ON COLUMN insight.facts.stream IS 'The one thing it happened to: an order, a cart, the pieces of a SKU. Accounts and what is theirs go by pseudonyms.';
COMMENT ON COLUMN insight.facts.payload IS 'What is said about it, as JSON; what belongs to a person is left out, and accounts go by pseudonyms.';
