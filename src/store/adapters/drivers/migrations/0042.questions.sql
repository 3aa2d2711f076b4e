-- What analysts ask in SQL: who asked what, and what they keep to ask again.
CREATE TABLE work.questions_asked (
    id         uuid        PRIMARY KEY,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    actor      text        NOT NULL,
    through    text        NOT NULL,
    statement  text        NOT NULL,
    rows       bigint,
    seconds    double precision,
    error      text
);
COMMENT ON TABLE work.questions_asked IS 'Each question that was asked in SQL, kept for 90 days. Neither rows nor error: it was under way when its process ended.';
COMMENT ON COLUMN work.questions_asked.id IS 'The question.';
COMMENT ON COLUMN work.questions_asked.asked_at IS 'When it was asked.';
COMMENT ON COLUMN work.questions_asked.actor IS 'Who asked.';
COMMENT ON COLUMN work.questions_asked.through IS 'Where: page, api, or the format of the file they took along.';
COMMENT ON COLUMN work.questions_asked.statement IS 'What was asked, as it was typed.';
COMMENT ON COLUMN work.questions_asked.rows IS 'Rows of the answer.';
COMMENT ON COLUMN work.questions_asked.seconds IS 'How long it took.';
COMMENT ON COLUMN work.questions_asked.error IS 'Why there was no answer.';
CREATE INDEX questions_asked_newest ON work.questions_asked (asked_at DESC);

CREATE TABLE work.questions_saved (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    statement  text        NOT NULL,
    saved_by   text        NOT NULL,
    saved_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE work.questions_saved IS 'Questions kept to be asked again, by name; everybody who may ask sees them all.';
COMMENT ON COLUMN work.questions_saved.id IS 'The question.';
COMMENT ON COLUMN work.questions_saved.name IS 'What it is called; saving under the same name replaces it.';
COMMENT ON COLUMN work.questions_saved.statement IS 'What is asked.';
COMMENT ON COLUMN work.questions_saved.saved_by IS 'Who saved it last.';
COMMENT ON COLUMN work.questions_saved.saved_at IS 'When.';
CREATE UNIQUE INDEX questions_saved_name ON work.questions_saved (lower(name));
