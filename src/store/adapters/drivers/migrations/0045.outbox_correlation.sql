-- The chain of one wish shows the mails it called for.
CREATE INDEX outbox_correlation ON work.outbox (correlation);
