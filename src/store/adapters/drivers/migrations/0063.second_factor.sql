-- What somebody has beside the password: a secret that an app makes codes of, and codes for the day it is lost.
CREATE TABLE work.second_factors (
    account uuid   PRIMARY KEY,
    sealed  text,
    waiting text,
    step    bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE work.second_factors IS 'Secrets that codes of the second factor are made of, sealed with their owners'' keys.';
COMMENT ON COLUMN work.second_factors.account IS 'Whose it is.';
COMMENT ON COLUMN work.second_factors.sealed IS 'The secret in use; null before the first code of it was shown.';
COMMENT ON COLUMN work.second_factors.waiting IS 'One that was handed out, and counts once a code of it is shown.';
COMMENT ON COLUMN work.second_factors.step IS 'The half minute of the last code that was taken: none of it or before is taken again.';

CREATE TABLE work.recovery_codes (
    account uuid  NOT NULL,
    digest  bytea NOT NULL,
    PRIMARY KEY (account, digest)
);
COMMENT ON TABLE work.recovery_codes IS 'Codes for whoever lost the second factor, by their keyed digest: each is deleted as it is used.';
COMMENT ON COLUMN work.recovery_codes.account IS 'Whose it is.';
COMMENT ON COLUMN work.recovery_codes.digest IS 'HMAC of account and code.';
