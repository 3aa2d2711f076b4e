"""Numbers follow one another; an order has one invoice, and what is taken back of it is taken back once."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from store.domain.invoicing.errors import AlreadyCredited, AlreadyInvoiced, MoreThanInvoiced, NothingToCredit
from store.domain.invoicing.events import (
    Buyer,
    Credit,
    CreditNoteIssued,
    GivenBackLine,
    InvoiceIssued,
    NumberGiven,
    PapersMadeOut,
    Sale,
    Seller,
    SoldLine,
    TaxAt,
)
from store.domain.invoicing.papers import Papers
from store.domain.invoicing.series import Series, series_name
from store.domain.shared.ids import OrderId, OrderNumber, PaperNumber, Sku, SubjectId, papers_of, series_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]

NOON, DAY = datetime(2026, 5, 31, 12, tzinfo=UTC), date(2026, 5, 31)
ORDER, NUMBER = OrderId(UUID(int=1)), OrderNumber("AAAAA-BBBBB")
ID, SERIES = papers_of(ORDER), series_of("HF-2026")
SELLER = Seller("Hearth & Field", ("1 Kiln Lane", "Dublin"), "IE6388047V")
ANN = Personal(SubjectId(UUID(int=9)), Buyer("Ann", "1 Main Street", "Dublin", "D02 X285", "IE"))


def eur(minor):
    return Money(minor, "EUR")


SALE = Sale(
    NOON, NOON, (SoldLine(Sku("MUG"), "Mug", 2, eur(1200), eur(2400), eur(2400), 230_000),), "standard", eur(490),
    (TaxAt(230_000, eur(2350), eur(540)),), "IE", eur(2890),
)
CREDIT = Credit(
    (GivenBackLine(Sku("MUG"), "Mug", 1, eur(1200), 230_000),), eur(245), (TaxAt(230_000, eur(1175), eur(270)),),
    eur(1445), "changed their mind",
)


def number(counter, name="HF-2026", on=DAY, order=ORDER):
    text = PaperNumber(f"{name}-{counter:06}")
    return NumberGiven(at=NOON, series=name, counter=counter, number=text, on=on, order_id=order)


MADE_OUT = PapersMadeOut(at=NOON, order_id=ORDER, buyer=ANN)
INVOICE = InvoiceIssued(
    at=NOON, order_id=ORDER, order=NUMBER, cause=2, number=PaperNumber("HF-2026-000001"), on=DAY, seller=SELLER,
    sale=SALE,
)
NOTE = CreditNoteIssued(
    at=NOON, order_id=ORDER, order=NUMBER, cause=3, number=PaperNumber("HF-C-2026-000001"), invoice=INVOICE.number,
    on=DAY, seller=SELLER, credit=CREDIT,
)
invoice_for = partial(
    Papers.invoice_for, sale=SALE, given=number(1), order=NUMBER, cause=2, seller=SELLER, buyer=ANN, at=NOON
)
credit = partial(Papers.credit, credit=CREDIT, given=number(1, "HF-C-2026"), cause=3, seller=SELLER, at=NOON)
give = partial(Series.give, name="HF-2026", order=ORDER, on=DAY, at=NOON)
blank, invoiced = given(Papers, ID), given(Papers, ID, MADE_OUT, INVOICE)


def test_numbers_follow_one_another_from_one_on():
    given(Series, SERIES).when(give).then(number(1))
    given(Series, SERIES, number(1), number(2)).when(give).then(number(3))


def test_where_a_clock_went_back_the_day_on_the_papers_does_not():
    later = DAY + timedelta(days=1)
    given(Series, SERIES, number(1, on=later)).when(give).then(number(2, on=later))


def test_each_year_has_a_series_and_credit_notes_have_their_own():
    assert series_name("HF", 2026) == "HF-2026"
    assert series_name("HF", 2027, credit=True) == "HF-C-2027"


def test_an_order_gets_an_invoice_made_out_to_whoever_bought():
    blank.when(invoice_for).then(MADE_OUT, INVOICE)


def test_a_buyer_who_was_forgotten_is_not_named():
    gone = Personal(ANN.subject, Erased())
    blank.when(invoice_for, buyer=gone).then(INVOICE)
    blank.when(invoice_for, buyer=None).then(INVOICE)


def test_what_has_an_invoice_gets_no_second_one():
    invoiced.when(invoice_for, given=number(2)).then_raises(AlreadyInvoiced, number=INVOICE.number)


def test_a_credit_note_names_the_invoice_that_it_takes_something_back_of():
    invoiced.when(credit).then(NOTE)


def test_without_an_invoice_there_is_nothing_to_take_back():
    blank.when(credit).then_raises(NothingToCredit)


def test_what_was_credited_is_not_credited_again():
    again = number(2, "HF-C-2026")
    given(Papers, ID, MADE_OUT, INVOICE, NOTE).when(credit, given=again).then_raises(
        AlreadyCredited, number=NOTE.number
    )


def test_no_more_is_taken_back_than_was_invoiced():
    papers = Papers.replay(ID, (MADE_OUT, INVOICE, NOTE))
    assert papers.left == eur(1445)
    given(Papers, ID, MADE_OUT, INVOICE, NOTE).when(
        credit, credit=Credit((), eur(1446), (), eur(1446), "x"), cause=4
    ).then_raises(MoreThanInvoiced, left="EUR 14.45")


def test_a_refusal_is_a_sentence():
    assert str(AlreadyInvoiced(INVOICE.number)).startswith("This order has its invoice, HF-2026-000001.")


def test_all_tax_of_a_paper_is_what_its_rates_come_to():
    assert (SALE.tax, CREDIT.tax) == (eur(540), eur(270))
