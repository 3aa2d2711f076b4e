"""Whatever the database holds has a word that says what it is, and the page about it is true."""

from tests.architecture.schema import PAGE, page, tables


def test_every_table_and_column_has_a_comment(migrated_url):
    silent = [
        f"{schema}.{name}" + (f".{column.name}" if column else "")
        for schema, known in tables(migrated_url).items() for name, table in known.items()
        for column in [None, *table.columns] if not (column or table).words
    ]
    assert not silent, "say what it is, in the migration (or the read model) that makes it: COMMENT ON ..."


def test_the_page_about_the_database_is_what_the_database_says(migrated_url):
    assert PAGE.read_text() == page(migrated_url), "`make schema` writes docs/schema.md anew"
