"""A page of orders is asked of the newest years first, and of all only if they don't fill it.

Postgres would not look into the archive for such a page, but it plans for each year that there may be rows in.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, LiteralString

from psycopg import AsyncConnection

from projections.shared.years import HOT, first_instant


async def newest_first(
    statement: LiteralString, values: Mapping[str, Any], db: AsyncConnection[Any]
) -> list[tuple[Any, ...]]:
    """The rows of *statement*, which takes an ``edge``: nothing before it counts. Whatever the clock says, they are
    the same.
    """
    first, since, at = datetime.now(UTC).year - HOT + 1, values.get("since"), values["at"]
    if (since is None or since.year < first) and (at is None or at.year >= first):
        rows = await (await db.execute(statement, {**values, "edge": first_instant(first)})).fetchall()
        if len(rows) == values["limit"]:
            return rows
    return await (await db.execute(statement, {**values, "edge": "-infinity"})).fetchall()
