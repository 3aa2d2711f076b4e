-- Staff who look at the shop as a customer: a session of the customer that hangs on one of the staff.
ALTER TABLE work.sessions
    ADD COLUMN acting uuid,
    ADD COLUMN parent uuid REFERENCES work.sessions (id) ON DELETE CASCADE;
COMMENT ON COLUMN work.sessions.acting IS 'Who of the staff acts under it for the account; null where the account''s owner does.';
COMMENT ON COLUMN work.sessions.parent IS 'The session of the staff that it hangs on: it ends with that one.';
CREATE INDEX sessions_parent ON work.sessions (parent) WHERE parent IS NOT NULL;
