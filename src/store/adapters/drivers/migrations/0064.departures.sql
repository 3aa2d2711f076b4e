-- Accounts that are to be deleted, and when: whoever deletes them finds them here, and asks the log whether they still are.
CREATE TABLE work.departures (
    account uuid        PRIMARY KEY,
    due_at  timestamptz NOT NULL
);
COMMENT ON TABLE work.departures IS 'Accounts that somebody wants deleted. The log has the last word.';
COMMENT ON COLUMN work.departures.account IS 'Which one.';
COMMENT ON COLUMN work.departures.due_at IS 'When it is to be done; before, its owner may still think better of it.';
CREATE INDEX departures_due ON work.departures (due_at);
