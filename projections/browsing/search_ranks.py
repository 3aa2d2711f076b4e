"""In which order a search shows what it found, as SQL.

All that has the words in its name is gathered first, roughly in order; what has them elsewhere only where names alone
don't suffice. The best of these are looked at closely. It speaks of ``asked``, what the words are looked for as, and of
``kinds``, the categories that are called so.
"""

from typing import Final, LiteralString

NAMED: Final = "="
"""Stands before each word of a name among the words of a product, where it says that the name has it."""
COUNTED: Final = 10_000
LONGEST: Final = 100
"""So many letters of such a word are told."""
CLOSELY: Final = 150
SOME_CLOSELY: Final = 60
"""How many of those that are roughly best are looked at closely: of those with all words, and of those with some."""
_BEFORE: Final = 1_000_000_000
"""More than any rank: those that were looked at go before all others."""
_OLDER: LiteralString = "(SELECT 0.009::float8 AS gentle, '{}'::jsonb AS explicits) AS older"
"""What all products have alike in a table that an older version made: a name that stands nowhere inside is looked for
out here.
"""
_GENTLY: LiteralString = " * CASE WHEN category = ANY(kinds) THEN 1.5 ELSE 1 END * gentle"
_OTHER: LiteralString = (
    " * CASE WHEN back[at - 1] = ANY(%(others)s::text[])"
    " OR back[at - 2] = ANY(%(others)s::text[]) AND back[at - 1] <> ALL(%(into)s::text[]) THEN 0.5 ELSE 1 END"
)
_RANK: LiteralString = (
    "least(100000000 * sqrt(ts_rank_cd('{0.1, 0.4, 0.6, 1.0}', fetched, query))"
    f" * CASE WHEN fetched @@ exact THEN 3 ELSE 1 END{_OTHER}{_GENTLY}, 900000000)::int"
)
"""A word counts more in a name than elsewhere, and more in a short name than in a long one, and said twice it counts no
twice as much; what has all words as they were typed goes before what has them in another form (who looks for gaming
means no game), what is of the very kind that was asked for before what isn't, and what only goes with it behind; what
can be had and what sells well goes a little (``gentle``) before what doesn't. No product says a word so often that the
number has no room.
"""
_BACK: LiteralString = (
    "LATERAL (SELECT string_to_array(reverse(translate(lower(p.name), '-/', '  ')), ' ') AS back OFFSET 0) AS said,"
    " LATERAL (SELECT least(array_position(back, %(head_0)s), array_position(back, %(head_1)s)) AS at OFFSET 0) AS it"
)
"""Each name from its end, and where its ``head`` stands last in it: patterns would take longer to make than to use."""
_FETCHED: LiteralString = " CROSS JOIN LATERAL (SELECT p.search || ''::tsvector AS fetched OFFSET 0) AS once"
"""The words of a product as they were brought from where they lie: each look at the column itself brings them anew."""
_ROUGHLY: LiteralString = f"least(1000000{_GENTLY}, 300000000)::int"
"""The same by what stands in the row itself: the words of all texts lie elsewhere, and are fetched for few."""


def best(named: LiteralString, found: LiteralString, *, some: bool, whole: bool) -> LiteralString:
    """Tables ``named`` and ``rest`` of what is roughly found, and ``best`` and ``ranked`` of what is looked at closely
    and of all. *named* has to hold for what is found by its name alone, *found* for all, those among them. As long as
    there are enough by name, ``rest`` is asked for only if the *whole* order is.
    """
    most: LiteralString = f"{SOME_CLOSELY}" if some else f"{CLOSELY}"
    few: LiteralString = f"(SELECT n FROM many) < {most}"
    by_name = found_in(f"p.id, 3 * {_ROUGHLY} AS rank", named)
    elsewhere = found_in(f"p.id, {_ROUGHLY} AS rank", found if whole else f"{few} AND {found}")
    return (
        f"named AS MATERIALIZED ({by_name}), many AS MATERIALIZED (SELECT count(*) AS n FROM named),"
        f" rest AS MATERIALIZED ({elsewhere} WHERE each.id NOT IN (SELECT id FROM named)),"
        f" near AS (SELECT id FROM (TABLE named UNION ALL SELECT * FROM rest WHERE {few}) AS candidates"
        f"  ORDER BY rank DESC, id LIMIT {most}),"
        f" best AS MATERIALIZED (SELECT each.* FROM {_OLDER} CROSS JOIN LATERAL"
        f"  (SELECT p.id, {_BEFORE} + {_RANK} AS rank FROM near JOIN read.products p ON p.id = near.id{_FETCHED},"
        f"   asked, kinds, {_BACK}) AS each),"
        " ranked AS (TABLE best UNION ALL (SELECT id, rank FROM (TABLE named UNION ALL TABLE rest) AS others"
        "  WHERE id NOT IN (SELECT id FROM best)))"
    )


def total(found: LiteralString, *, some: bool, whole: bool) -> LiteralString:
    """How many there are, up to one more than are counted: known without counting where all of them were gathered."""
    gathered: LiteralString = "n + (SELECT count(*) FROM rest)"
    if whole:
        return f"(SELECT {gathered} FROM many)"
    enough: LiteralString = f"{SOME_CLOSELY}" if some else f"{CLOSELY}"
    return (
        f"(SELECT CASE WHEN n BETWEEN {enough} AND {COUNTED} THEN (SELECT count(*) FROM ("
        f"{found_in('p.id', found)} LIMIT {COUNTED + 1}) AS seen)"
        f" ELSE {gathered} END FROM many)"
    )


def found_in(
    columns: LiteralString, where: LiteralString, source: LiteralString = "read.products p, asked, kinds"
) -> LiteralString:
    """*columns* of each product ``p`` of which *where* holds, in tables that an older version made as well."""
    found: LiteralString = f"SELECT {columns} FROM {source} WHERE {where}"
    return f"SELECT each.* FROM {_OLDER} CROSS JOIN LATERAL ({found}) AS each"
