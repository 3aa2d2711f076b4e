-- Accounts elsewhere that open one here, and browsers on their way to those who know people elsewhere.
CREATE TABLE work.linked_logins (
    provider   text        NOT NULL,
    who        text        NOT NULL,
    account    uuid        NOT NULL,
    claimed_at timestamptz NOT NULL,
    token      text,
    PRIMARY KEY (provider, who)
);
COMMENT ON TABLE work.linked_logins IS 'Whose account an account elsewhere opens: each opens one. Whether it still does, the log says.';
COMMENT ON COLUMN work.linked_logins.provider IS 'Who knows them: google, facebook or github.';
COMMENT ON COLUMN work.linked_logins.who IS 'Keyed digest of what the provider calls them.';
COMMENT ON COLUMN work.linked_logins.account IS 'Whose it is.';
COMMENT ON COLUMN work.linked_logins.claimed_at IS 'When it was claimed: a claim that no fact followed is given away after a while.';
COMMENT ON COLUMN work.linked_logins.token IS 'Refresh token of the provider, sealed with its owner''s key; null where there is none.';
CREATE INDEX linked_logins_account ON work.linked_logins (account);

CREATE TABLE work.login_errands (
    digest     bytea       PRIMARY KEY,
    sealed     bytea       NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE work.login_errands IS 'Browsers that were sent to a provider, and people who say where a mail reaches them: each taken once.';
COMMENT ON COLUMN work.login_errands.digest IS 'SHA-256 of what the browser comes back with.';
COMMENT ON COLUMN work.login_errands.sealed IS 'What it was sent for, or who was introduced, under a key of the shop.';
COMMENT ON COLUMN work.login_errands.expires_at IS 'When it is too old.';
