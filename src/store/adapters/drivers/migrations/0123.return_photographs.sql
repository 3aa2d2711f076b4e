-- What somebody shows of goods that they send back: sealed with the key of the order, and shown to whoever decides.
-- depends: 0121.left_carts
CREATE TABLE work.return_photographs (
    name    text        PRIMARY KEY,
    subject uuid        NOT NULL,
    sealed  text        NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE work.return_photographs IS 'Photographs of goods that somebody sends back, sealed.';
COMMENT ON COLUMN work.return_photographs.name IS 'Random; the facts of a return name it, sealed.';
COMMENT ON COLUMN work.return_photographs.subject IS 'Whose key it is sealed with.';
COMMENT ON COLUMN work.return_photographs.sealed IS 'A JPEG, sealed.';
COMMENT ON COLUMN work.return_photographs.kept_at IS 'Since when it is here.';
CREATE INDEX return_photographs_subject ON work.return_photographs (subject);
