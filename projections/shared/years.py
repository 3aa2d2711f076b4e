"""Tables that are kept year by year: a partition for each year in which something happened.

A year is made when its first row comes. Its indexes are its own and not the table's, so that a year that is long over
can do with fewer of them and be packed (:mod:`projections.ordering.archive`).
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

from msgspec import Struct
from psycopg import Connection, sql

from projections.shared.indexing import index_year
from projections.shared.projection import Projection

ARCHIVED: Final = "_archived"
"""What the partition of a year that was archived is called at the end."""
HOT: Final = 2
"""The newest years, which are looked at first and never archived."""


class Year(Struct, frozen=True):
    """One that there are rows of."""

    year: int
    part: str

    @property
    def archived(self) -> bool:
        """Whether it was packed, and has few indexes."""
        return self.part.endswith(ARCHIVED)


def years_of(table: LiteralString, db: Connection[Any]) -> list[Year]:
    """Those of *table* in the schema that the connection works in, in order."""
    rows = db.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(%s)",
        (table,),
    ).fetchall()
    return sorted((Year(int(part[len(table) + 1:].removesuffix(ARCHIVED)), part) for (part,) in rows),
                  key=lambda one: one.year)


def year_of(instant: str) -> int:
    """In which year something happened, of an instant as it stands in the log."""
    return int(instant[:4]) if instant.endswith("Z") else datetime.fromisoformat(instant).astimezone(UTC).year


def first_instant(year: int) -> str:
    """When it begins."""
    return f"{year:04d}-01-01T00:00:00Z"


def open_years(projection: Projection, table: LiteralString, years: Iterable[int], db: Connection[Any]) -> list[Year]:
    """Have a partition for each of *years*; all there are then.

    Nobody who reads or writes waits for that. Indexes come with it where the copy has them already, see
    :func:`~projections.shared.indexing.make_indexes`.
    """
    there = years_of(table, db)
    missing = set(years) - {one.year for one in there}
    if not missing:
        return there
    loaded = db.execute(
        "SELECT FROM read.copies WHERE name = %s AND schema = current_schema() AND loaded", (projection.name,)
    ).fetchone() is not None
    for year in sorted(missing):
        part = f"{table}_{year:04d}"
        db.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
            sql.Identifier(part), sql.Identifier(table)
        ))
        attach(table, Year(year, part), db)
        if loaded:
            index_year(projection, table, part, db)
    return years_of(table, db)


def attach(table: LiteralString, year: Year, db: Connection[Any]) -> None:
    """Make it a part of *table*."""
    db.execute(sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
        sql.Identifier(table), sql.Identifier(year.part),
        sql.Literal(first_instant(year.year)), sql.Literal(first_instant(year.year + 1)),
    ))
