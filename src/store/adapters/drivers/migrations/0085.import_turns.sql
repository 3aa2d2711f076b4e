-- Whose files of products were worked on when: so that everybody's turn comes, however many files somebody else sent.
CREATE TABLE work.import_turns (
    seller    uuid        PRIMARY KEY,
    served_at timestamptz
);
COMMENT ON TABLE work.import_turns IS 'When whose files of products had their turn.';
COMMENT ON COLUMN work.import_turns.seller IS 'The vendor; for the shop itself an id of noughts alone.';
COMMENT ON COLUMN work.import_turns.served_at IS 'When one of theirs was last taken up; null before that.';
