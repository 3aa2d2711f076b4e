-- What the shop needs to do its work and may forget again.
CREATE SCHEMA work;

CREATE TABLE work.idempotency (
    day         date        NOT NULL,
    principal   text        NOT NULL,
    route       text        NOT NULL,
    key         text        NOT NULL,
    body        text        NOT NULL,
    leased_till timestamptz NOT NULL,
    subject     uuid        NOT NULL,
    answer      text,
    final       boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (day, principal, route, key)
) PARTITION BY RANGE (day);
CREATE TABLE work.idempotency_rest PARTITION OF work.idempotency DEFAULT;
COMMENT ON TABLE work.idempotency IS 'Requests answered in the last 24 hours; the answer is sealed with its subject''s key.';
COMMENT ON COLUMN work.idempotency.body IS 'Keyed digest of the request, so that the same key with another body is noticed and nothing can be guessed from it.';

CREATE TABLE work.blind_index (
    purpose  text  NOT NULL,
    digest   bytea NOT NULL,
    owner    uuid  NOT NULL,
    PRIMARY KEY (purpose, digest)
);
COMMENT ON TABLE work.blind_index IS 'Keyed digests that make personal values unique and findable; rows go when a person is erased.';

CREATE TABLE work.credentials (
    account   uuid PRIMARY KEY,
    password  text NOT NULL
);
COMMENT ON TABLE work.credentials IS 'Argon2id hashes. Not facts: they are replaced and forgotten.';

CREATE TABLE work.sessions (
    token      bytea       PRIMARY KEY,
    account    uuid        NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE work.sessions IS 'Who is logged in; token is the SHA-256 of what the cookie holds.';

CREATE TABLE work.mails (
    id       uuid        PRIMARY KEY,
    number   text        NOT NULL,
    kind     text        NOT NULL,
    sent_at  timestamptz NOT NULL,
    subject  uuid        NOT NULL,
    sealed   text        NOT NULL
);
COMMENT ON TABLE work.mails IS 'The sandbox outbox: mails that would have been sent, sealed with the key of whom they are for.';
CREATE INDEX mails_newest ON work.mails (sent_at DESC, id);
