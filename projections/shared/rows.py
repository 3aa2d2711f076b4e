"""Many new rows at once."""

from collections.abc import Sequence
from typing import Any, LiteralString

from psycopg import Connection, sql


def copy_in(table: LiteralString, rows: Sequence[Sequence[Any]], db: Connection[Any]) -> None:
    """COPY *rows* into *table*, which may name its columns: nothing that is there already may be among them."""
    if not rows:
        return
    with db.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.SQL(table))) as copy:
        for row in rows:
            copy.write_row(row)
