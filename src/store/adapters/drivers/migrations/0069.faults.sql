-- A fault of ours while facts are read for a webhook shows where the webhook is looked at.
ALTER TABLE work.webhooks
    ADD COLUMN faulty_since timestamptz,
    ADD COLUMN fault        text NOT NULL DEFAULT '';
COMMENT ON COLUMN work.webhooks.faulty_since IS 'Since when its facts could not be read or sent, by a fault of ours; null while they can.';
COMMENT ON COLUMN work.webhooks.fault IS 'The name of that fault; what it says stands in the log of the worker alone.';
