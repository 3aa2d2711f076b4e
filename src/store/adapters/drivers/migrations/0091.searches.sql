-- What people look for, counted. No fact and nobody's: written in batches that may be lost, thinned out by an errand.
-- depends: 0036.insight

CREATE TABLE work.searches (
    day      date        NOT NULL,
    query    bytea       NOT NULL,
    words    text,
    visitors smallint    NOT NULL DEFAULT 0,
    searches int         NOT NULL DEFAULT 0,
    nothing  int         NOT NULL DEFAULT 0,
    guessed  int         NOT NULL DEFAULT 0,
    clicks   int         NOT NULL DEFAULT 0,
    ranks    int[]       NOT NULL DEFAULT '{}',
    added    int         NOT NULL DEFAULT 0,
    bought   int         NOT NULL DEFAULT 0,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (day, query)
);
COMMENT ON TABLE work.searches IS 'How often something was looked for on a day, and what came of it. Words stand here once several visitors used them; a row with an empty query has all the rest of its day.';
COMMENT ON COLUMN work.searches.day IS 'The day, as the shop has it.';
COMMENT ON COLUMN work.searches.query IS 'A keyed digest of the words, another one each day; empty for the rest of the day.';
COMMENT ON COLUMN work.searches.words IS 'What was looked for; null until enough visitors of a day did.';
COMMENT ON COLUMN work.searches.visitors IS 'By how many different visitors, counted up to five.';
COMMENT ON COLUMN work.searches.searches IS 'How often.';
COMMENT ON COLUMN work.searches.nothing IS 'How often nothing was found.';
COMMENT ON COLUMN work.searches.guessed IS 'How often something else was, or only some of the words.';
COMMENT ON COLUMN work.searches.clicks IS 'How often a product was opened from what was found.';
COMMENT ON COLUMN work.searches.ranks IS 'How often the one at each place was, from the first on; the 21st is whatever stood behind.';
COMMENT ON COLUMN work.searches.added IS 'How often something opened so came into a cart, once for each article of a cart.';
COMMENT ON COLUMN work.searches.bought IS 'How many orders had something in them that was opened so.';
COMMENT ON COLUMN work.searches.seen_at IS 'When it was last looked for.';
CREATE INDEX searches_words ON work.searches (words, day) WHERE words IS NOT NULL;
CREATE INDEX searches_query ON work.searches (query);

CREATE TABLE work.search_visitors (
    day     date  NOT NULL,
    query   bytea NOT NULL,
    visitor bytea NOT NULL,
    PRIMARY KEY (day, query, visitor),
    FOREIGN KEY (day, query) REFERENCES work.searches ON DELETE CASCADE
);
COMMENT ON TABLE work.search_visitors IS 'Tells the first five visitors of a day apart who looked for the same. Deleted when the day is over.';
COMMENT ON COLUMN work.search_visitors.day IS 'The day.';
COMMENT ON COLUMN work.search_visitors.query IS 'What they looked for.';
COMMENT ON COLUMN work.search_visitors.visitor IS 'A keyed digest of their network together with what they looked for: another one for each search and each day.';

CREATE TABLE work.search_carts (
    cart     bytea       NOT NULL,
    item     bytea       NOT NULL,
    query    bytea       NOT NULL,
    gone     boolean     NOT NULL DEFAULT false,
    put_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cart, item, query)
);
COMMENT ON TABLE work.search_carts IS 'Which search an article in a cart was found by, so that an order can be counted for it. Deleted when the cart is bought, and after two days.';
COMMENT ON COLUMN work.search_carts.cart IS 'A keyed digest of the cart.';
COMMENT ON COLUMN work.search_carts.item IS 'A keyed digest of the article in it.';
COMMENT ON COLUMN work.search_carts.query IS 'What was looked for.';
COMMENT ON COLUMN work.search_carts.gone IS 'Whether it was taken out again.';
COMMENT ON COLUMN work.search_carts.put_at IS 'When it was put in.';
CREATE INDEX search_carts_old ON work.search_carts (put_at);

CREATE TABLE work.searches_hidden (
    words     text        PRIMARY KEY,
    hidden_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE work.searches_hidden IS 'What staff want suggested to nobody who types.';
COMMENT ON COLUMN work.searches_hidden.words IS 'The words.';
COMMENT ON COLUMN work.searches_hidden.hidden_at IS 'Since when.';

CREATE VIEW insight.searches AS
SELECT day, words, searches, nothing, guessed, clicks, added, bought FROM work.searches WHERE words IS NOT NULL
UNION ALL
SELECT day, NULL, sum(searches)::int, sum(nothing)::int, sum(guessed)::int, sum(clicks)::int, sum(added)::int, sum(bought)::int
FROM work.searches WHERE words IS NULL GROUP BY day;
COMMENT ON VIEW insight.searches IS 'What people looked for, by day; counted in batches, so the last seconds are missing, and what a crash took.';
COMMENT ON COLUMN insight.searches.day IS 'The day, as the shop has it.';
COMMENT ON COLUMN insight.searches.words IS 'What was looked for; null for all that too few visitors looked for.';
COMMENT ON COLUMN insight.searches.searches IS 'How often.';
COMMENT ON COLUMN insight.searches.nothing IS 'How often nothing was found.';
COMMENT ON COLUMN insight.searches.guessed IS 'How often something else was found, or only some of the words.';
COMMENT ON COLUMN insight.searches.clicks IS 'How often a product was opened from what was found.';
COMMENT ON COLUMN insight.searches.added IS 'How often something opened so came into a cart.';
COMMENT ON COLUMN insight.searches.bought IS 'How many orders had something in them that was opened so.';
