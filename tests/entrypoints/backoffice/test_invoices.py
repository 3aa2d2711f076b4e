"""Invoices at the desk: listed, narrowed down, printed, and taken away as a file that adds up."""

import csv
import io
from uuid import uuid4

import pytest

from store.application.invoicing.messages import IssuePapers
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.shared.bus import Caller
from store.domain.invoicing.papers import Papers
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import order_of, papers_of
from store.entrypoints.shared import csv_files
from tests.harness.pdf import text_of

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]
HERE = "/backoffice/invoices"


def written(desk, number):
    desk.shop.bus().do(IssuePapers(order_id=order_of(number)), Caller(actor="system:invoicing", correlation=uuid4()))
    desk.settle()
    id = papers_of(order_of(number))
    return Papers.replay(id, desk.shop.journal().read([id])[id].events)


def cancelled(desk, number):
    desk.back_room.do(CancelOrder(call_off=CallOff(number=number, by=Canceller.STAFF, reason="x")))
    return written(desk, number)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_papers_are_listed_and_lead_to_the_paper_and_its_order(desk):
    desk.settle()
    assert "being written" in desk.get(HERE).text
    papers = cancelled(desk, desk.number)
    page = desk.get(HERE, params={"q": desk.number.lower()}).text
    at, note = f"/backoffice/orders/{desk.number}", papers.credit_notes[0].number
    for words in (papers.invoice.number, note, "Ben Hill", at):
        assert words in page
    answer = desk.get(f"{at}/invoice", params={"paper": note})
    assert answer.headers["content-type"] == "application/pdf"
    assert papers.invoice.number in text_of(answer.content)


def test_they_are_narrowed_down_by_kind_days_and_words_and_a_wrong_day_says_so(desk):
    papers = cancelled(desk, desk.number)
    on, number = papers.invoice.on.isoformat(), papers.invoice.number
    note = papers.credit_notes[0].number

    def listed(**filters):
        text = desk.get(HERE, params={"q": desk.number} | filters).text
        return [it for it in (number, note) if f">{it}</a>" in text]

    assert listed() == listed(since=on, until=on) == [number, note]
    assert listed(kind="credit_note") == [note]
    assert listed(q=desk.mug.name.upper()[:7]) == [number, note]
    assert listed(until="1999-01-01") == listed(q="100%") == []
    assert desk.get(HERE, params={"since": "tomorrow"}).status_code == 422


def test_the_list_and_the_file_are_paged(desk, monkeypatch):
    written(desk, desk.number)
    written(desk, desk.buy())
    words = {"q": desk.mug.name}
    whole = rows_of(desk.get(f"{HERE}.csv", params=words))
    assert [row["number"] for row in whole] == sorted((row["number"] for row in whole), reverse=True)
    monkeypatch.setattr(csv_files, "AT_ONCE", 1)
    assert rows_of(desk.get(f"{HERE}.csv", params=words)) == whole
    assert len(whole) == 2


def test_the_file_has_a_line_for_each_rate_and_adds_up_and_names_nobody(desk):
    papers = cancelled(desk, desk.number)
    answer = desk.get(f"{HERE}.csv", params={"q": desk.number})
    assert answer.headers["cache-control"] == "private, no-store"
    invoice, note = sorted(rows_of(answer), key=lambda row: row["kind"], reverse=True)
    assert (invoice["number"], note["corrects"]) == (papers.invoice.number, papers.invoice.number)
    assert float(invoice["gross"]) == -float(note["gross"]) > 0
    assert "Ben" not in answer.text


def test_who_may_not_see_orders_sees_no_invoices(office):
    assert office.get(HERE).status_code == 303
    assert office.get(f"{HERE}.csv").status_code == 303
    assert office.get(f"/backoffice/orders/{office.number}/invoice").status_code == 303
