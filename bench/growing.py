"""Grows a catalogue that was learnt from facts, without writing any: the same rows again under other names.

What a million products cost to *read* can be measured in minutes then; what they cost to write is told by smaller ones.
"""

from typing import Any, Final, LiteralString

from psycopg import Connection, sql

_INDEXES: Final[LiteralString] = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE indrelid IN ('read.products'::regclass, 'read.variants'::regclass) AND NOT indisunique"
)
_COLUMNS: Final[LiteralString] = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'read' AND table_name = 'products'"
    " AND is_generated = 'NEVER' ORDER BY ordinal_position"
)
_PRODUCTS: Final[LiteralString] = """
INSERT INTO read.products ({columns}) SELECT {again} FROM grown p, jsonb_populate_record(p, jsonb_build_object(
    'id', md5(p.id::text || %(turn)s)::uuid, 'slug', p.slug || '-grown-' || %(turn)s, 'name', p.name || ' ' || %(turn)s,
    'listed', p.listed + %(turn)s::int
)) AS again
"""
_VARIANTS: Final[LiteralString] = """
INSERT INTO read.variants SELECT (jsonb_populate_record(v, jsonb_build_object(
    'sku', v.sku || '-GROWN-' || %(turn)s, 'product', md5(v.product::text || %(turn)s)::uuid
))).* FROM grown_variants v
"""


def grow(db: Connection[Any], times: int) -> None:
    """Make it *times* as large. Indexes are made anew at the end, which takes less than keeping them up."""
    db.autocommit = True
    indexes = db.execute(_INDEXES).fetchall()
    for name, _ in indexes:
        db.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(*name.split("."))))
    db.execute("CREATE TEMP TABLE grown AS TABLE read.products")
    db.execute("CREATE TEMP TABLE grown_variants AS SELECT * FROM read.variants WHERE product IS NOT NULL")
    columns = [name for (name,) in db.execute(_COLUMNS)]
    products = sql.SQL(_PRODUCTS).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        again=sql.SQL(", ").join(sql.Identifier("again", name) for name in columns),
    )
    for turn in range(1, times):
        for statement in (products, sql.SQL(_VARIANTS)):
            db.execute(statement, {"turn": str(turn)})
    for table in ("shelves", "words"):
        db.execute(sql.SQL("UPDATE {} SET products = products * %s").format(sql.Identifier("read", table)), (times,))
    for _, definition in indexes:
        db.execute(definition)
    for table in ("products", "variants", "shelves", "words"):
        db.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier("read", table)))
