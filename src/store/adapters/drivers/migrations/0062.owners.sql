-- When somebody last proved who they are; addresses that are kept for whoever had them.
ALTER TABLE work.sessions ADD COLUMN proven_at timestamptz;
UPDATE work.sessions SET proven_at = opened_at;
ALTER TABLE work.sessions ALTER COLUMN proven_at SET NOT NULL;
COMMENT ON COLUMN work.sessions.proven_at IS 'When whoever is logged in last said the password: at the login, or since.';

ALTER TABLE work.blind_index ADD COLUMN till timestamptz;
COMMENT ON COLUMN work.blind_index.till IS 'Until when a former value is kept for its owner; null for one that is in use.';
CREATE INDEX blind_index_owner ON work.blind_index (owner);
COMMENT ON COLUMN work.mail_tokens.purpose IS 'What it is good for: verify, reset, new-email, undo-email and others.';
COMMENT ON COLUMN work.mail_tokens.address IS 'Keyed digest of the address that the mail went to, or of that and the one before.';
