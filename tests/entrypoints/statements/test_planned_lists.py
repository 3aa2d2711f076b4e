"""What everybody asks for is planned once, however many products there are."""

import psycopg
import pytest

from projections.browsing import search_sql, stitching
from store.adapters.drivers.statement import statement_of
from store.application.browsing.ports import Wanted

pytestmark = [
    pytest.mark.requirement("R9.3"),
    pytest.mark.story("US-2.1", "pages come within two seconds"),
]
TIMES = 9
FILL = """
INSERT INTO read.products
    (id, slug, name, brand, category, path, for_sale, listed, currency, price, few, popular, card, priced, detail,
    search)
SELECT gen_random_uuid(), slug || n, name || n, brand, category, path, for_sale, listed + n, currency, price + n, few,
    n, card, priced, detail, search
FROM read.products, generate_series(1, 2000) AS n
"""
LATER = search_sql.cursor_of("newest", 7, "00000000-0000-0000-0000-000000000001")


@pytest.mark.parametrize("asked", [
    Wanted(), Wanted(sort="price"), Wanted(sort="popular"), Wanted(cursor=LATER), Wanted(in_stock=True, limit=8),
], ids=["newest", "cheapest", "popular", "a page further on", "at home"])
def test_a_list_of_all_is_planned_once_where_there_are_thousands(shop, module_url, asked):
    """The server makes plans for the values of the first five, and then one for all if that is no dearer."""
    del shop
    with psycopg.connect(module_url) as db:
        db.execute(FILL)
        db.execute("ANALYZE read.products")
        values = search_sql.values_of(asked)
        statement = statement_of(search_sql.page_of(asked, stitching.card("p"), values))
        db.pgconn.prepare(b"list", statement.text)
        for _ in range(TIMES):
            found = db.pgconn.exec_prepared(b"list", statement.bind(values))
            assert found.ntuples in {0, asked.limit + 1}, found.error_message
        (for_all,) = db.execute("SELECT generic_plans FROM pg_prepared_statements WHERE name = 'list'").fetchone()
        assert for_all >= TIMES - 5
        db.rollback()
        db.autocommit = True
        db.execute("VACUUM read.products")  # as if they had never been there
