-- What a session is good for, and when it ends however busy it is.
DELETE FROM work.sessions;
ALTER TABLE work.sessions
    ADD COLUMN role text NOT NULL,
    ADD COLUMN ends_at timestamptz NOT NULL;
COMMENT ON COLUMN work.sessions.expires_at IS 'Moves on while the session is used, up to ends_at.';
CREATE INDEX sessions_account ON work.sessions (account);
