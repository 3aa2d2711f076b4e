"""How many products a list says there are is how many there are, whatever happened to them."""

from uuid import uuid4

import psycopg
import pytest

from store.application.catalogue.messages import WithdrawProduct
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.ids import product_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = pytest.mark.requirement("R2.4")
COUNTED = """
SELECT coalesce(s.place, c.place), coalesce(s.products, 0), coalesce(c.count, 0) FROM read.shelves s FULL JOIN (
    SELECT place, count(*) FROM read.products, unnest(path || '00000000-0000-0000-0000-000000000000'::uuid) AS place
    WHERE for_sale GROUP BY place
) AS c ON c.place = s.place
"""
SOMEBODY = Caller(actor="system:test", correlation=uuid4())


def row(n, *category):
    return ProductRow(key=f"{n}", name=f"Thing {n}", brand="B", category=category, slug=f"thing-{n}",
                      variants=(VariantRow(f"T-{n}", Money(100, "EUR"), 1),))


@pytest.fixture
def shop(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path)) as shop:
        shop.runner().prepare()
        yield shop


def bring(shop, *rows):
    shop.bus().do(ImportProducts(source="test", rows=rows), SOMEBODY)


def counts(shop, url):
    """What is kept, once it is found to be what is there."""
    shop.runner().catch_up()
    assert {status.state for status in shop.runner().status()} == {"running"}
    with psycopg.connect(url) as db:
        rows = db.execute(COUNTED).fetchall()
    assert all(kept == counted for _, kept, counted in rows), rows
    return sorted(kept for _, kept, _ in rows)


def test_products_that_come_move_and_go_are_counted_where_they_stand(shop, migrated_url):
    bring(shop, row(1, "Table", "Mugs"), row(2, "Table", "Bowls"), row(3, "Garden"))
    assert counts(shop, migrated_url) == [1, 1, 1, 2, 3]
    bring(shop, row(2, "Garden"))
    assert counts(shop, migrated_url) == [1, 1, 2, 3]
    shop.bus().do(WithdrawProduct(product_id=product_of("test", "3"), reason="broken"), SOMEBODY)
    bring(shop, row(4, "Table"))
    assert counts(shop, migrated_url) == [1, 1, 2, 3]


def test_one_batch_may_bring_move_and_take_away_the_same_product(shop, migrated_url):
    bring(shop, row(1, "Table"))
    bring(shop, row(1, "Garden"))
    shop.bus().do(WithdrawProduct(product_id=product_of("test", "1"), reason="broken"), SOMEBODY)
    assert counts(shop, migrated_url) == []
