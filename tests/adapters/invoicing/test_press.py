"""What stands on paper is what the facts say, in the reader's manner; what people wrote is text and no more."""

import re
from string import Formatter

import pytest
from msgspec import structs

from store.adapters.drivers.typesetting import picture
from store.adapters.invoicing.press_typst import TEMPLATE, TypstPress
from store.adapters.invoicing.words import WORDS
from store.application.invoicing.messages import Paper
from store.application.invoicing.ports import Press
from store.domain.invoicing.events import Buyer, Reduction, TaxAt
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.entrypoints.shared.formats import envelope
from tests.domain.invoicing.test_papers import ANN, INVOICE, NOTE, SALE, eur
from tests.harness.pdf import pages_of, text_of

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]
PRESS = TypstPress("Hearth & Field", "Europe/Berlin", envelope)
PAPER = Paper(INVOICE, ANN.value, INVOICE)


def selling(**changes):
    return structs.replace(PAPER, issued=structs.replace(INVOICE, sale=structs.replace(SALE, **changes)))


def said(paper, language="en"):
    return text_of(PRESS.printed(paper, language))


def test_an_invoice_says_all_that_the_law_wants():
    assert isinstance(PRESS, Press)
    text = said(PAPER)
    for words in (
        "Invoice", "HF-2026-000001", "Hearth & Field", "1 Kiln Lane", "VAT number IE6388047V", "Ann", "1 Main Street",
        "Ireland", "AAAAA-BBBBB", "May 31, 2026", "Mug", "MUG", "€12.00", "€24.00", "€4.90", "€28.90", "23%", "€23.50",
        "€5.40",
    ):
        assert words in text


def test_what_was_taken_off_and_each_rate_stand_on_it():
    text = said(selling(
        reductions=(Reduction("Spring sale", eur(240)),),
        taxes=(TaxAt(190_000, eur(1000), eur(190)), TaxAt(55_000, eur(2000), eur(110))),
    ))
    for words in ("Spring sale", "−€2.40", "19%", "€1.90", "5.5%", "€1.10"):
        assert words in text


VAT, ON_TOP, CHARGE = "All prices include VAT", "without VAT, which is added", "article 138"


@pytest.mark.story("US-3.2", "tax rates by location")
@pytest.mark.parametrize(("changes", "said_of_tax"), [
    ({}, VAT),
    ({"total": SALE.total + eur(540)}, ON_TOP),
    ({"exempt": "reverse-charge", "taxes": (TaxAt(0, SALE.total, eur(0)),)}, CHARGE),
])
def test_how_prices_stand_to_the_tax_is_said_as_it_is(changes, said_of_tax):
    text = " ".join(said(selling(**changes)).split())
    assert [words for words in (VAT, ON_TOP, CHARGE) if words in text] == [said_of_tax]


def test_a_business_finds_its_number_on_it():
    text = said(structs.replace(PAPER, buyer=structs.replace(ANN.value, vat_id="ATU12345675")))
    assert "VAT number ATU12345675" in text


def test_a_credit_note_names_its_invoice():
    text = said(structs.replace(PAPER, issued=NOTE))
    for words in ("Credit note", "HF-C-2026-000001", "a part of invoice HF-2026-000001", "€14.45", "Credited"):
        assert words in text


def test_who_was_forgotten_is_not_named():
    text = said(structs.replace(PAPER, buyer=None))
    assert "erased at their request" in " ".join(text.split())
    assert "Ann" not in text


@pytest.mark.parametrize(("language", "amount", "day"), [
    ("de", "28,90\N{NO-BREAK SPACE}€", "31. Mai 2026"), ("en-IE", "€28.90", "31 May 2026"),
    ("tlh", "€28.90", "May 31, 2026"),
])
def test_amounts_and_days_are_written_in_the_readers_manner(language, amount, day):
    text = said(PAPER, language)
    assert amount in text
    assert day in text


@pytest.mark.parametrize(("language", "invoice", "note"), [
    ("de", "Rechnung an", "einen Teil der Rechnung HF-2026-000001 vom"),
    ("de-AT", "Rechnung an", "einen Teil der Rechnung HF-2026-000001 vom"),
    ("es", "Facturado a", "una parte de la factura HF-2026-000001"),
    ("fr-CA", "Facturé à", "une partie de la facture HF-2026-000001"),
    ("it", "Intestata a", "una parte della fattura HF-2026-000001"),
    ("nl", "Factuur aan", "een deel van factuur HF-2026-000001"),
    ("pl", "Billed to", "a part of invoice HF-2026-000001"),
])
def test_it_is_written_in_the_readers_language(language, invoice, note):
    assert invoice in said(PAPER, language)
    assert note in " ".join(said(structs.replace(PAPER, issued=NOTE), language).split())


def places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", sorted(TypstPress.languages))
def test_each_language_says_all_of_it(language):
    assert {name: places(text) for name, text in WORDS[language].items()} == {
        name: places(text) for name, text in WORDS["en"].items()
    }


def test_no_french_line_begins_with_a_mark():
    assert [text for text in WORDS["fr"].values() if re.search(r"[^\u00a0][;:!?]", text)] == []


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "¥2,890"), ("KWD", "KWD2.890")])
def test_each_currency_has_its_own_decimals(currency, amount):
    total = Money(2890, currency)
    line = structs.replace(SALE.lines[0], unit_price=total, total=total, paid=total)
    sale = {"total": total, "shipping": Money(0, currency), "lines": (line,), "taxes": (TaxAt(0, total, total),)}
    assert amount in said(selling(**sale))


def test_many_lines_go_on_over_pages_with_their_heads_and_one_sum():
    line = SALE.lines[0]
    many = tuple(structs.replace(line, sku=Sku(f"MUG-{n}"), name=f"Mug {n}") for n in range(60))
    pages = pages_of(PRESS.printed(selling(lines=many), "en"))
    assert len(pages) > 2
    assert all("Goods" in page and "HF-2026-000001" in page for page in pages[:-1])
    assert "Mug 59" in "".join(pages)
    assert "".join(pages).count("Total") == 1


def test_what_people_wrote_is_text_and_no_more():
    hostile = '#read("/etc/passwd") *x* $y$ #[z]'
    buyer = Buyer(hostile, hostile, "Dublin", "1", "IE")
    line = structs.replace(SALE.lines[0], name=hostile, options={"x": hostile})
    text = said(structs.replace(selling(lines=(line,)), buyer=buyer))
    assert text.count(hostile) >= 4
    assert "root:" not in text


def test_the_same_paper_is_the_same_file_and_is_kept_for_years():
    pdf = PRESS.printed(PAPER, "en")
    assert pdf == PRESS.printed(PAPER, "en")
    assert b"pdfaid" in pdf
    assert len(pdf) < 60_000


def test_it_can_be_looked_at():
    assert picture(TEMPLATE, PRESS.said(PAPER, "en")).startswith(b"\x89PNG")
