"""Writes docs/schema.md: what the database holds, asked of a database that was just migrated.

``python -m tests.architecture.schema`` (``make schema``) writes it; a test says if it is stale.
"""

import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from msgspec import Struct

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/schema.md"
SCHEMAS = {
    "insight": "What analysts look at", "log": "What happened", "read": "What has been learnt", "work": "The work",
}
INTRODUCTION = """\
# What the database holds

Asked of the database itself; written by `make schema`, and a test fails when it is stale. Four schemas: `log` and
`work` belong to `store_owner`, `read` to `store_projector`, and what analysts look at is in `insight`
([roles](adr/0090-four-roles.md), [views](adr/0091-views-over-the-facts.md)).
"""
_COLUMNS: LiteralString = """
SELECT n.nspname, c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), a.attname,
       format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), ''),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
ORDER BY n.nspname, c.relname, a.attnum
"""


_HEAD = ["| column | type | what it says |", "| --- | --- | --- |"]


class Column(Struct, frozen=True):
    """One of a table, or of a view."""

    name: str
    kind: str
    words: str
    key: bool


class Table(Struct):
    """A table, or a view."""

    words: str
    columns: list[Column]


def tables(url: str) -> dict[str, dict[str, Table]]:
    """By schema and name."""
    found: dict[str, dict[str, Table]] = defaultdict(dict)
    with psycopg.connect(url) as db:
        for schema, name, words, column, kind, said, key in db.execute(_COLUMNS, (list(SCHEMAS),)).fetchall():
            table = found[schema].setdefault(name, Table(_line(words), []))
            table.columns.append(Column(column, kind, _line(said), key))
    return found


def page(url: str) -> str:
    """The whole of docs/schema.md."""
    found = tables(url)
    lines = [INTRODUCTION]
    for schema, title in SCHEMAS.items():
        lines += [f"## {title}: `{schema}`", "", "```mermaid", "erDiagram", *_relations(found[schema])]
        for name, table in found[schema].items():
            lines += [f"    {name} {{", *(f"        {_plain(c.kind)} {c.name}{' PK' * c.key}" for c in table.columns)]
            lines.append("    }")
        lines += ["```", ""]
        for name, table in found[schema].items():
            lines += [f"### {schema}.{name}", "", table.words, "", *_HEAD]
            lines += [f"| `{c.name}` | {c.kind} | {_cell(c.words)} |" for c in table.columns] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _relations(known: dict[str, Table]) -> list[str]:
    """Who names whose identity: a column that is called as the first one of another table, which is named after it."""
    homes: dict[str, str] = {}
    for name, table in known.items():
        first = table.columns[0].name
        if first == f"{name.removesuffix('s')}_id" or first == f"{name.removesuffix('ies')}y_id" or name == "variants":
            homes[first] = name
    return [
        f"    {homes[column.name]} ||--o{{ {name} : {column.name}"
        for name, table in known.items() for column in table.columns
        if column.name in homes and homes[column.name] != name
    ]


def _line(words: str) -> str:
    return " ".join(words.split())


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _plain(kind: str) -> str:
    """A type as Mermaid can read it."""
    return kind.replace("[]", "_list").replace(" ", "_")


def main() -> None:
    """Write it."""
    from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
    from store.entrypoints.wiring.migrate import migrate
    from store.entrypoints.wiring.settings import Settings

    with tempfile.TemporaryDirectory(prefix="store-schema-") as folder:
        settings: dict[str, Any] = {"fsync": "off"}
        with EmbeddedPostgres(Path(folder) / "postgres", settings=settings) as server:
            migrate(Settings(database_url=server.url(), data_dir=Path(folder), embedded=True))
            PAGE.write_text(page(server.url()))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")


if __name__ == "__main__":
    main()
