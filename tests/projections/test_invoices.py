"""Invoices as they are listed, and what is owed and not written yet."""

import pytest
from msgspec import structs

from projections.invoicing.invoices import Invoices
from projections.invoicing.owed import owed_papers
from store.domain.ordering.events import Canceller, OrderCancelled, OrderConfirmed, PiecesCancelled, Share
from store.domain.shared.ids import Sku, fact_id, series_of
from tests.domain.invoicing.test_papers import ID, INVOICE, MADE_OUT, NOON, NOTE, ORDER, eur, number
from tests.harness.projections import SOMEBODY, learning

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]

CONFIRMED = OrderConfirmed(at=NOON, order_id=ORDER)
SHARE = Share(eur(1200), eur(245), eur(270))
PIECES = PiecesCancelled(
    at=NOON, order_id=ORDER, pieces={Sku("MUG"): 1}, reason="x", by=Canceller.STAFF, share=SHARE
)
REST = OrderCancelled(at=NOON, order_id=ORDER, reason="x", by=Canceller.STAFF, share=SHARE)
OWED = 'SELECT "order", version FROM read.papers_owed ORDER BY position'


@pytest.fixture
def invoices(migrated_url):
    with learning(migrated_url, Invoices()) as learner:
        yield learner


def test_a_paper_is_owed_from_the_fact_that_calls_for_it_until_it_is_written(invoices):
    invoices.given(ORDER, CONFIRMED, PIECES).then(OWED, [ORDER, 1], [ORDER, 2])
    [first, second] = owed_papers(9, invoices.connections)
    assert (first.order_id, first.correlation, first.cause) == (ORDER, SOMEBODY.correlation, fact_id(ORDER, 1))
    assert second.cause == fact_id(ORDER, 2)
    assert len(owed_papers(1, invoices.connections)) == 1
    written = [structs.replace(INVOICE, cause=1), structs.replace(NOTE, cause=2)]
    invoices.given(series_of("HF-2026"), number(1)).given(ID, MADE_OUT, *written).then(OWED)
    invoices.given(ORDER, REST).then(OWED, [ORDER, 3])


def test_what_gives_nothing_back_and_what_nobody_paid_for_calls_for_none(invoices):
    nothing = Share(eur(0), eur(0), eur(0))
    invoices.given(
        ORDER, structs.replace(PIECES, share=nothing), structs.replace(REST, share=nothing),
        structs.replace(REST, share=None),
    ).then(OWED)


def test_papers_are_listed_with_what_they_come_to_at_each_rate(invoices):
    invoices.given(ID, MADE_OUT, INVOICE, NOTE)
    invoices.then(
        'SELECT number, kind, "on", "order", order_number, corrects, net, tax, total, currency, tax_place, words'
        " FROM read.invoices ORDER BY kind DESC",
        [INVOICE.number, "invoice", INVOICE.on, ORDER, INVOICE.order, None, 2350, 540, 2890, "EUR", "IE",
         "hf-2026-000001\naaaaa-bbbbb\nmug"],
        [NOTE.number, "credit_note", NOTE.on, ORDER, NOTE.order, INVOICE.number, 1175, 270, 1445, "EUR", "",
         "hf-c-2026-000001\naaaaa-bbbbb\nhf-2026-000001\nmug"],
    )
    invoices.then(
        "SELECT number, ppm, net, tax FROM read.invoice_taxes ORDER BY net",
        [NOTE.number, 230_000, 1175, 270], [INVOICE.number, 230_000, 2350, 540],
    )

