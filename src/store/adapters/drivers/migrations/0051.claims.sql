-- Whose a claim is: its process, and which of that process's claims. Who lost it can write no answer.
ALTER TABLE work.idempotency ADD COLUMN claim bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN work.idempotency.claim IS 'Who carries it out: the number of a process, times 2^32, plus a number of the claim; 0 for one of an older version.';
