"""Invoices and the ledger as analysts see them are what the shop's own pages go by."""

from functools import partial

import psycopg
import pytest

from projections.invoicing.owed import owed_papers
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.import_rows import ImportProducts
from store.domain.ordering.events import Canceller
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.invoicing import Scrivener
from tests.adapters.test_cancelling_races import buy
from tests.application.processes.examples import MUG, NINE, goods
from tests.harness.projections import SOMEBODY

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.requirement("R4.4")]
PAPERS = """
SELECT number, kind, "on", order_id, order_number, corrects, country, currency, net_minor, tax_minor, total_minor
FROM insight.invoices ORDER BY number
"""
LISTED = """
SELECT number, kind, "on", "order", order_number, corrects, nullif(tax_place, ''), currency, net, tax, total
FROM read.invoices ORDER BY number
"""
TAXES = "SELECT number, rate_ppm, net_minor, tax_minor FROM insight.invoice_taxes ORDER BY number, rate_ppm"
RATES = "SELECT number, ppm, net, tax FROM read.invoice_taxes ORDER BY number, ppm"
LEDGER = """
SELECT position, at, account, debit_minor, credit_minor, currency, order_id, order_number, stream, version, tag
FROM insight.ledger ORDER BY position, account
"""
BOOKED = """
SELECT position, at, account, debit, credit, currency, "order", order_number, stream, version, tag
FROM read.ledger ORDER BY position, account
"""


def test_what_analysts_see_of_papers_and_ledger_is_what_has_been_learnt(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with postgres_shop(settings) as shop:
        shop.runner().prepare()
        shop.bus().do(ImportProducts(source="test", rows=(goods("mug", NINE, 100),)), SOMEBODY)
        shop.runner().catch_up()
        number, *_ = [buy(shop, 3) for _ in range(3)]
        for pieces in ({MUG: 1}, {MUG: 1}, {}):
            wish = CallOff(number=number, by=Canceller.STAFF, reason="x", pieces=pieces)
            shop.bus().do(CancelOrder(call_off=wish), SOMEBODY)
        shop.runner().catch_up()
        Scrivener(partial(owed_papers, pool=shop.pool()), shop.bus())()
        shop.runner().catch_up()
    with psycopg.connect(migrated_url) as db:
        for seen, learnt in ((PAPERS, LISTED), (TAXES, RATES), (LEDGER, BOOKED)):
            rows = db.execute(seen).fetchall()
            assert rows == db.execute(learnt).fetchall()
            assert len(rows) > 5
