-- People are told by other ways than by mail, what did not come off says why, and what was given up can be tried again.
ALTER TABLE work.mails ADD COLUMN channel text NOT NULL DEFAULT 'email';
COMMENT ON TABLE work.mails IS 'The sandbox outbox: what would have been sent, sealed with the key of whom it is for.';
COMMENT ON COLUMN work.mails.channel IS 'By which way: email, sms or push.';
ALTER TABLE work.outbox
    ADD COLUMN failed_at timestamptz,
    ADD COLUMN failure   text,
    ADD COLUMN again_at  timestamptz,
    ADD COLUMN again_by  text;
COMMENT ON TABLE work.outbox IS 'What facts call for somebody to be told. id follows from the fact, so that a fact told twice calls for it once.';
COMMENT ON COLUMN work.outbox.outcome IS 'sent, erased (the person was forgotten), refused (there is no such address) or suppressed (nobody wants to be told); null while it is due.';
COMMENT ON COLUMN work.outbox.failed_at IS 'When it last did not come off.';
COMMENT ON COLUMN work.outbox.failure IS 'Why: the name of the failure and its sentence, which names nobody.';
COMMENT ON COLUMN work.outbox.again_at IS 'When somebody last had it tried again.';
COMMENT ON COLUMN work.outbox.again_by IS 'Who did.';
CREATE INDEX outbox_newest ON work.outbox (caused_at DESC, id);
