-- Who wants to be told once when something is back. No fact: an address is kept until it was used, and no longer.
CREATE TABLE work.waiting (
    id        uuid        PRIMARY KEY,
    sku       text        NOT NULL,
    digest    bytea       NOT NULL,
    subject   uuid        NOT NULL,
    sealed    text,
    account   uuid,
    asked_at  timestamptz NOT NULL,
    told_at   timestamptz,
    UNIQUE (sku, digest)
);
COMMENT ON TABLE work.waiting IS 'Who wants to be told once when something is back; each address once for each SKU.';
COMMENT ON COLUMN work.waiting.id IS 'Random: whoever has the letter can stop such letters by it.';
COMMENT ON COLUMN work.waiting.sku IS 'What they wait for.';
COMMENT ON COLUMN work.waiting.digest IS 'A keyed digest of the address.';
COMMENT ON COLUMN work.waiting.subject IS 'Whose key the address is sealed with.';
COMMENT ON COLUMN work.waiting.sealed IS 'The address, sealed; null once it was written to.';
COMMENT ON COLUMN work.waiting.account IS 'Who was logged in, if anybody was.';
COMMENT ON COLUMN work.waiting.asked_at IS 'Since when they wait.';
COMMENT ON COLUMN work.waiting.told_at IS 'When they were written to.';
CREATE INDEX waiting_account ON work.waiting (account);
CREATE INDEX waiting_digest ON work.waiting (digest);
GRANT SELECT ON work.waiting TO store_projector;
