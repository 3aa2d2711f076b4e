-- Sessions of everybody: which device, which version, how long idle; what their refresh tokens were; links in mails.
DELETE FROM work.sessions;
ALTER TABLE work.sessions
    ADD COLUMN id        uuid        NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN version   int         NOT NULL DEFAULT 1,
    ADD COLUMN device    text        NOT NULL,
    ADD COLUMN idle      interval    NOT NULL,
    ADD COLUMN opened_at timestamptz NOT NULL,
    ADD COLUMN seen_at   timestamptz NOT NULL,
    ADD UNIQUE (id);
COMMENT ON COLUMN work.sessions.id IS 'What passes and refresh tokens name the session by.';
COMMENT ON COLUMN work.sessions.version IS 'Passes of an older version are good for nothing.';
COMMENT ON COLUMN work.sessions.device IS 'The family of browser and system, no more.';
COMMENT ON COLUMN work.sessions.idle IS 'How long it lasts while nobody uses it.';
COMMENT ON COLUMN work.sessions.opened_at IS 'When somebody logged in.';
COMMENT ON COLUMN work.sessions.seen_at IS 'When it was last used, to five minutes.';

CREATE TABLE work.refresh_tokens (
    token        bytea PRIMARY KEY,
    session      uuid  NOT NULL REFERENCES work.sessions (id) ON DELETE CASCADE,
    exchanged_at timestamptz,
    successor    bytea
);
COMMENT ON TABLE work.refresh_tokens IS 'Refresh tokens by their SHA-256: a family for each session, which they go with.';
COMMENT ON COLUMN work.refresh_tokens.token IS 'SHA-256 of what the client holds.';
COMMENT ON COLUMN work.refresh_tokens.session IS 'The session, and so the family.';
COMMENT ON COLUMN work.refresh_tokens.exchanged_at IS 'When it was exchanged; null for the one that is good.';
COMMENT ON COLUMN work.refresh_tokens.successor IS 'SHA-256 of the one it was exchanged for.';
CREATE INDEX refresh_tokens_session ON work.refresh_tokens (session);

CREATE TABLE work.mail_tokens (
    token      bytea       PRIMARY KEY,
    purpose    text        NOT NULL,
    account    uuid        NOT NULL,
    address    bytea       NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
COMMENT ON TABLE work.mail_tokens IS 'Secrets in links of mails, by their SHA-256: each good once, for a while.';
COMMENT ON COLUMN work.mail_tokens.token IS 'SHA-256 of what the link holds.';
COMMENT ON COLUMN work.mail_tokens.purpose IS 'What it is good for: verify or reset.';
COMMENT ON COLUMN work.mail_tokens.account IS 'For whom.';
COMMENT ON COLUMN work.mail_tokens.address IS 'Keyed digest of the address that the mail went to.';
COMMENT ON COLUMN work.mail_tokens.expires_at IS 'When it is too old.';
COMMENT ON COLUMN work.mail_tokens.used_at IS 'When it was used, or another of its kind was.';
CREATE INDEX mail_tokens_account ON work.mail_tokens (account, purpose);
