"""The statements that count searches in ``work.searches``, and thin them out."""

from typing import Final, LiteralString

ALONE: Final[LiteralString] = "SELECT pg_advisory_xact_lock(hashtextextended('store/searches', 0))"
"""Processes write one after the other: none meets the rows of another half way, and no bound is passed by two."""
SOON: Final[LiteralString] = "SET LOCAL synchronous_commit TO off"

KNOWN: Final[LiteralString] = "SELECT DISTINCT words FROM work.searches WHERE words = ANY (%s)"
NAMED: Final[LiteralString] = "SELECT count(*) FROM work.searches WHERE day = %s AND words IS NOT NULL"

COUNT: Final[LiteralString] = """
INSERT INTO work.searches AS s (day, query, words, searches, nothing, guessed)
SELECT %(day)s::date, * FROM unnest(%(queries)s::bytea[], %(words)s::text[], %(searches)s::int[], %(nothing)s::int[],
                              %(guessed)s::int[])
ON CONFLICT (day, query) DO UPDATE SET (words, searches, nothing, guessed, seen_at) =
    (coalesce(s.words, excluded.words), s.searches + excluded.searches, s.nothing + excluded.nothing,
     s.guessed + excluded.guessed, now())
"""
TELL_APART: Final[LiteralString] = """
WITH come AS (
    INSERT INTO work.search_visitors (day, query, visitor)
    SELECT s.day, v.query, v.visitor FROM unnest(%(queries)s::bytea[], %(visitors)s::bytea[]) AS v (query, visitor)
    JOIN work.searches s ON s.day = %(day)s AND s.query = v.query AND s.visitors < %(enough)s
    ON CONFLICT DO NOTHING RETURNING query
)
UPDATE work.searches s SET visitors = least(s.visitors + c.more, %(enough)s)
FROM (SELECT query, count(*) AS more FROM come GROUP BY query) c
WHERE s.day = %(day)s AND s.query = c.query RETURNING s.query, s.visitors, s.words
"""
NAME: Final[LiteralString] = """
UPDATE work.searches s SET words = n.words FROM unnest(%(queries)s::bytea[], %(words)s::text[]) AS n (query, words)
WHERE s.day = %(day)s AND s.query = n.query
"""
BOUND: Final[LiteralString] = """
WITH gone AS (
    DELETE FROM work.searches WHERE (day, query) IN (
        SELECT day, query FROM work.searches WHERE day = %(day)s AND words IS NULL AND query <> ''
        ORDER BY visitors DESC, searches DESC, seen_at DESC OFFSET %(most)s
    ) RETURNING *
)
INSERT INTO work.searches AS s (day, query, searches, nothing, guessed, clicks, added, bought)
SELECT day, '', sum(searches), sum(nothing), sum(guessed), sum(clicks), sum(added), sum(bought) FROM gone GROUP BY day
ON CONFLICT (day, query) DO UPDATE SET (searches, nothing, guessed, clicks, added, bought) =
    (s.searches + excluded.searches, s.nothing + excluded.nothing, s.guessed + excluded.guessed,
     s.clicks + excluded.clicks, s.added + excluded.added, s.bought + excluded.bought)
"""
"""Of a day's searches that nobody knows the words of, those by the fewest visitors become a part of the rest."""
FOLD: Final[LiteralString] = """
WITH gone AS (
    DELETE FROM work.searches
    WHERE query <> '' AND (day < %(named)s OR day < %(unnamed)s AND words IS NULL) RETURNING *
)
INSERT INTO work.searches AS s (day, query, searches, nothing, guessed, clicks, added, bought)
SELECT day, '', sum(searches), sum(nothing), sum(guessed), sum(clicks), sum(added), sum(bought) FROM gone GROUP BY day
ON CONFLICT (day, query) DO UPDATE SET (searches, nothing, guessed, clicks, added, bought) =
    (s.searches + excluded.searches, s.nothing + excluded.nothing, s.guessed + excluded.guessed,
     s.clicks + excluded.clicks, s.added + excluded.added, s.bought + excluded.bought)
"""
OPEN: Final[LiteralString] = """
UPDATE work.searches s SET clicks = s.clicks + %(times)s, ranks = ARRAY(
    SELECT coalesce(s.ranks[place], 0) + coalesce((%(ranks)s::int[])[place], 0)
    FROM generate_series(1, %(deepest)s) AS place ORDER BY place
) WHERE s.query = %(query)s AND s.day >= %(since)s
"""
PUT_IN: Final[LiteralString] = """
WITH put AS (
    INSERT INTO work.search_carts AS c (cart, item, query)
    SELECT %(cart)s, %(item)s, s.query FROM work.searches s
    WHERE s.query = %(query)s AND s.day >= %(since)s AND (SELECT count(*) FROM work.search_carts) < %(most)s
    ON CONFLICT (cart, item, query) DO UPDATE SET gone = false RETURNING query, xmax = 0 AS new
)
UPDATE work.searches s SET added = s.added + 1 FROM put WHERE put.new AND s.query = put.query AND s.day >= %(since)s
"""
"""An article counts once for each cart, however often it is put in and taken out: ``xmax`` is 0 of a new row alone."""
TAKE_OUT: Final[LiteralString] = "UPDATE work.search_carts SET gone = true WHERE cart = %s AND item = %s"
BUY: Final[LiteralString] = """
WITH sold AS (DELETE FROM work.search_carts WHERE cart = %(cart)s RETURNING query, gone)
UPDATE work.searches s SET bought = s.bought + 1
FROM (SELECT DISTINCT query FROM sold WHERE NOT gone) q WHERE s.query = q.query AND s.day >= %(since)s
"""
"""With the order its traces go, so that a second press of the button counts nothing."""
