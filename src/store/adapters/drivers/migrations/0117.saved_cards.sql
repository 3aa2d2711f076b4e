-- Cards that somebody keeps for next time: what stands for them at the gateway, sealed. Never a number.
CREATE TABLE work.saved_cards (
    id         uuid        PRIMARY KEY,
    account    uuid        NOT NULL,
    subject    uuid        NOT NULL,
    method     text        NOT NULL,
    sealed     text,
    wished_at  timestamptz NOT NULL
);
COMMENT ON TABLE work.saved_cards IS 'Cards that somebody keeps for next time.';
COMMENT ON COLUMN work.saved_cards.id IS 'The payment that the card was first used for.';
COMMENT ON COLUMN work.saved_cards.account IS 'Whose it is.';
COMMENT ON COLUMN work.saved_cards.subject IS 'Whose key it is sealed with.';
COMMENT ON COLUMN work.saved_cards.method IS 'At which gateway it is kept.';
COMMENT ON COLUMN work.saved_cards.sealed IS 'What stands for it there, its brand, last four digits and end; null while it is only wished.';
COMMENT ON COLUMN work.saved_cards.wished_at IS 'When somebody wished it.';
CREATE INDEX saved_cards_account ON work.saved_cards (account);
CREATE INDEX saved_cards_subject ON work.saved_cards (subject);
