"""What was paid for gets an invoice, what is called off a credit note: each once, and together what was kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from store.application.invoicing.messages import GetPaper, IssuePapers, ListDocuments
from store.application.processes import papers_of_orders
from store.application.processes.papers_of_orders import Bought, credit_of, sale_of
from store.domain.invoicing.errors import InvoiceBeingWritten, NoSuchPaper
from store.domain.invoicing.events import Buyer, CreditNoteIssued, InvoiceIssued, PapersMadeOut, TaxAt
from store.domain.ordering.cancelling import Leave
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Canceller, OrderCancelled, Share
from store.domain.ordering.order import Order
from store.domain.shared.ids import OrderNumber, papers_of, series_of
from store.domain.shared.personal import Erased, Personal
from tests.application.processes.examples import ANN, HAT, HOME, MUG, NUMBER, ORDER
from tests.application.processes.test_cancelling_an_order import bought, cancel, eur
from tests.domain.ordering.test_cancelling import BOTH
from tests.domain.ordering.test_order import CONFIRMED
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]

ISSUE = IssuePapers(order_id=ORDER)
PAPERS, INVOICES, NOTES = papers_of(ORDER), series_of("HF-2026"), series_of("HF-C-2026")
FIRST = "HF-2026-000001"


@pytest.fixture
def shop():
    return bought()


def issued(shop):
    shop.shop.bus().do(ISSUE, SOMEBODY)
    return shop.shop.journal().read([PAPERS])[PAPERS].events


def test_an_order_that_was_paid_for_gets_the_next_number_and_a_copy_of_all_it_was(shop):
    given, made_out, invoice = shop.when(ISSUE).then(_what_follows(shop)).facts
    assert (given.number, given.order_id) == (FIRST, ORDER)
    assert made_out.buyer == Personal(ANN, Buyer("Ann Example", "1 Main Street", "Berlin", "10115", "DE"))
    assert (invoice.number, invoice.order, invoice.cause, invoice.on) == (FIRST, NUMBER, 2, date(2026, 5, 31))
    assert invoice.seller.name
    sale = invoice.sale
    assert [(it.sku, it.quantity, it.paid.minor, it.tax_ppm) for it in sale.lines] == [
        (MUG, 2, 1800, 190_000), (HAT, 1, 2500, 190_000),
    ]
    assert (sale.shipping, sale.total, sale.tax_place) == (eur(490), eur(4790), "DE")
    assert sale.taxes == (TaxAt(190_000, eur(4790 - 764), eur(764)),)


def _what_follows(shop):
    """Carry it out in a shop beside, to look at it."""
    beside = bought()
    papers = issued(beside)
    series = beside.shop.journal().read([INVOICES])[INVOICES].events
    shop.facts = (*series, *papers)
    return {INVOICES: series, PAPERS: papers}


def test_asked_again_nothing_is_written(shop):
    issued(shop)
    shop.when(ISSUE).then_nothing()
    assert shop.outcome == []


def test_what_nobody_paid_for_gets_nothing():
    bought("challenge").when(ISSUE).then_nothing()


def test_an_order_that_costs_nothing_is_invoiced_too():
    nothing = {"subtotal": eur(0), "shipping": eur(0), "tax_included": eur(0), "total": eur(0), "tax_ppm": 190_000}
    totals = structs.replace(BOTH.totals, **nothing)
    lines = tuple(structs.replace(it, unit_price=eur(0), total=eur(0), tax_included=eur(0)) for it in BOTH.lines)
    free = Bought.replay(BOTH.order_id, (structs.replace(BOTH, totals=totals, lines=lines), CONFIRMED))
    sale = sale_of(free, totals, free.paid_at)
    assert (sale.total, sale.taxes) == (eur(0), (TaxAt(190_000, eur(0), eur(0)),))
    free.catch_up([OrderCancelled(
        at=NOON, order_id=BOTH.order_id, reason="x", by=Canceller.STAFF, share=Share(eur(0), eur(0), eur(0)),
    )])
    assert free.credits == []


def test_pieces_that_are_called_off_get_a_credit_note_that_names_the_invoice(shop):
    issued(shop)
    shop.shop.bus().do(cancel(pieces={MUG: 1}), SOMEBODY)
    note = issued(shop)[-1]
    assert isinstance(note, CreditNoteIssued)
    assert (note.number, note.invoice, note.cause) == ("HF-C-2026-000001", FIRST, 3)
    assert [(it.sku, it.quantity, it.amount.minor) for it in note.credit.lines] == [(MUG, 1, 900)]
    share = shop.shop.journal().read([ORDER])[ORDER].events[-1].share
    assert (note.credit.total, note.credit.shipping, note.credit.tax) == (
        share.total, share.shipping, share.tax_included
    )


def test_what_was_paid_for_and_called_off_before_anybody_wrote_gets_both(shop):
    shop.shop.bus().do(cancel(pieces={MUG: 1}), SOMEBODY)
    shop.shop.bus().do(cancel(by=Canceller.STAFF), SOMEBODY)
    _, invoice, *notes = issued(shop)
    assert [type(it) for it in (invoice, *notes)] == [InvoiceIssued, CreditNoteIssued, CreditNoteIssued]
    assert sum(note.credit.total.minor for note in notes) == invoice.sale.total.minor
    assert [note.number for note in notes] == ["HF-C-2026-000001", "HF-C-2026-000002"]


def test_numbers_begin_anew_with_the_year(shop):
    shop.clock.set(NOON.replace(year=2027))
    assert issued(shop)[-1].number == "HF-2027-000001"


def test_a_buyer_who_was_forgotten_is_not_named(shop):
    shop.shop.keys().destroy(ANN)
    assert [type(it) for it in issued(shop)] == [InvoiceIssued]
    assert shop.ask(GetPaper(number=NUMBER)).buyer is None


def test_whoever_is_forgotten_afterwards_is_gone_from_the_invoice_and_the_amounts_stay(shop):
    made_out, _ = issued(shop)
    assert isinstance(made_out, PapersMadeOut)
    shop.shop.keys().destroy(ANN)
    made_out, invoice = shop.shop.journal().read([PAPERS])[PAPERS].events
    assert isinstance(made_out.buyer.value, Erased)
    assert invoice.sale.total == eur(4790)


def test_papers_are_listed_and_found_by_their_number(shop):
    with pytest.raises(InvoiceBeingWritten, match="is being written"):
        shop.ask(GetPaper(number=NUMBER))
    assert shop.ask(ListDocuments(number=NUMBER)).due
    issued(shop)
    assert not shop.ask(ListDocuments(number=NUMBER)).due
    shop.shop.bus().do(cancel(), SOMEBODY)
    assert shop.ask(ListDocuments(number=NUMBER)).due
    issued(shop)
    listed = shop.ask(ListDocuments(number=NUMBER))
    assert [(it.number, it.kind, it.total.amount, it.corrects) for it in listed.documents] == [
        (FIRST, "invoice", "47.90", None), ("HF-C-2026-000001", "credit_note", "47.90", FIRST),
    ]
    paper = shop.ask(GetPaper(number=NUMBER))
    assert (paper.issued.number, paper.buyer.name) == (FIRST, HOME.name)
    assert shop.ask(GetPaper(number=NUMBER, paper="HF-C-2026-000001")).invoice.number == FIRST
    for number, error in [("HF-2026-000002", NoSuchPaper), ("'; --", NoSuchPaper)]:
        with pytest.raises(error):
            shop.ask(GetPaper(number=NUMBER, paper=number))
    with pytest.raises(NoSuchOrder):
        shop.ask(GetPaper(number=OrderNumber("ZZZZZ-00000")))


def test_an_order_nobody_paid_for_has_no_invoice_coming():
    shop = bought("challenge")
    assert not shop.ask(ListDocuments(number=NUMBER)).due
    with pytest.raises(NoSuchPaper):
        shop.ask(GetPaper(number=NUMBER))


@pytest.mark.requirement("R4.1")
@settings(max_examples=40, deadline=None)
@each(data=st.data())
def test_however_it_is_called_off_all_papers_come_to_what_was_kept_at_every_rate(data):
    skus = [line.sku for line in BOTH.lines]
    rates = data.draw(st.fixed_dictionaries({sku: st.sampled_from([70_000, 190_000]) for sku in skus}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers_of_orders, "rate_of", lambda line, _: rates[line.sku])
        _call_off_and_compare(data)


def _call_off_and_compare(data):
    facts, totals, back = [BOTH, CONFIRMED], BOTH.totals, {}
    sale = sale_of(Bought.replay(BOTH.order_id, facts), totals, NOON)
    assert sum(it.net.minor + it.tax.minor for it in sale.taxes) == totals.total.minor
    assert sale.tax == totals.tax_included
    while not isinstance(facts[-1], OrderCancelled):
        order = Order.replay(BOTH.order_id, facts)
        wanted = data.draw(st.fixed_dictionaries({sku: st.integers(0, left) for sku, left in order.left.items()}))
        pieces = wanted if any(wanted.values()) else order.left
        order.call_off_pieces(pieces, Canceller.STAFF, "x", at=NOON, leave=Leave(timedelta(days=1)))
        facts += order.fresh
        called_off = Bought.replay(BOTH.order_id, facts).called_off[-1]
        credit = credit_of(called_off, order, totals)
        assert (credit.total, credit.tax) == (called_off.share.total, called_off.share.tax_included)
        assert sum(it.amount.minor for it in credit.lines) + credit.shipping.minor == credit.total.minor
        for it in credit.taxes:
            net, tax = back.get(it.ppm, (0, 0))
            back[it.ppm] = (net + it.net.minor, tax + it.tax.minor)
    assert back == {it.ppm: (it.net.minor, it.tax.minor) for it in sale.taxes}
