"""Invoices for programs: listed and taken as PDF by whoever may see the order, and by nobody else."""

from uuid import uuid4

import pytest

from store.application.invoicing.messages import IssuePapers
from store.application.shared.bus import Caller
from store.domain.shared.ids import order_of
from tests.entrypoints.rest.conftest import ADDRESS
from tests.harness.pdf import text_of

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]
PDF = "application/pdf"


def written(api, order):
    """What the worker does a moment later."""
    by = Caller(actor="system:invoicing", correlation=uuid4())
    api.back_room.bus().do(IssuePapers(order_id=order_of(order["number"])), by)
    return order


def mine(order):
    return {"authorization": f"Bearer {order['access_token']}"}


def test_the_invoice_is_taken_as_pdf_by_whoever_holds_the_orders_token(api):
    order = api.order()
    at = f"/orders/{order['number']}/invoice"
    assert api.expects(409, "GET", at, headers=mine(order))["type"] == "/problems/InvoiceBeingWritten"
    assert api.expects(200, "GET", f"/orders/{order['number']}/documents", headers=mine(order))["due"]
    written(api, order)
    answer = api.asks("GET", at, headers=mine(order))
    assert (answer.status_code, answer.headers["content-type"]) == (200, PDF)
    assert answer.headers["cache-control"] == "private, no-cache"
    [document] = api.expects(200, "GET", f"/orders/{order['number']}/documents", headers=mine(order))["documents"]
    assert document["total"] == order["total"]
    assert answer.headers["content-disposition"] == f'inline; filename="invoice-{document["number"]}.pdf"'
    said = text_of(answer.content)
    for words in (document["number"], order["number"], "Ann Example", "10115 BERLIN", "Thing number 0", "VAT rate"):
        assert words in said
    again = api.asks("GET", at, headers=mine(order) | {"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.asks("GET", at, headers=api.staff).content == answer.content


def test_it_is_in_the_language_of_whoever_asks(api):
    order = written(api, api.order())
    at = f"/orders/{order['number']}/invoice"

    def told(**how):
        answer = api.asks("GET", at, headers=mine(order) | how.pop("headers", {}), params=how)
        assert "Accept-Language" in answer.headers["vary"]
        return answer.headers["content-language"], text_of(answer.content)

    language, english = told()
    assert (language, "Billed to" in english) == ("en", True)
    language, austrian = told(headers={"accept-language": "tlh, pl;q=0.9, de-AT;q=0.8, en;q=0.7"})
    assert (language, "Rechnung an" in austrian) == ("de-AT", True)
    language, french = told(language="FR", headers={"accept-language": "de"})
    assert (language, "Facturé à" in french) == ("fr", True)
    token = {"access_token": order["access_token"]}
    page = api.client.get(f"/orders/{order['number']}/invoice", params=token, headers={"accept-language": "it"})
    assert "Intestata a" in text_of(page.content)
    for language in ("xx", "de'; --", "../en"):
        refused = api.expects(400, "GET", at, params={"language": language}, headers=mine(order))
        assert [it["field"] for it in refused["errors"]] == ["language"]


def test_a_cancellation_has_its_credit_note(api):
    order = written(api, api.order())
    api.expects(
        201, "POST", f"/orders/{order['number']}/cancellation", json={"reason": "not_wanted"}, headers=mine(order)
    )
    written(api, order)
    listed = api.expects(200, "GET", f"/orders/{order['number']}/documents", headers=mine(order))
    invoice, note = listed["documents"]
    assert (note["kind"], note["corrects"], note["total"]) == ("credit_note", invoice["number"], order["total"])
    wanted = {"paper": note["number"]}
    answer = api.asks("GET", f"/orders/{order['number']}/invoice", params=wanted, headers=mine(order))
    assert f"takes back invoice {invoice['number']}" in text_of(answer.content)


def test_nobody_else_takes_it_or_learns_that_it_is_there(api):
    order, other = written(api, api.order()), written(api, api.order())
    for at in ("invoice", "documents"):
        for headers in ({}, mine(other), {"authorization": f"Bearer {'x' * 32}"}):
            refused = api.expects(404, "GET", f"/orders/{order['number']}/{at}", headers=headers)
            assert refused["type"] == "/problems/NoSuchOrder"
    [theirs] = api.expects(200, "GET", f"/orders/{other['number']}/documents", headers=mine(other))["documents"]
    for paper in (theirs["number"], "HF-1999-000001", "../../etc/passwd"):
        at, wanted = f"/orders/{order['number']}/invoice", {"paper": paper}
        refused = api.expects(404, "GET", at, params=wanted, headers=mine(order))
        assert refused["type"] == "/problems/NoSuchPaper"


def test_a_hostile_name_is_a_name_on_paper(api):
    name = '#read("/etc/passwd") *x* = [a]'
    order = written(api, api.order(shipping_address=ADDRESS | {"name": name}))
    assert name in text_of(api.asks("GET", f"/orders/{order['number']}/invoice", headers=mine(order)).content)


def test_shoppers_have_a_link_on_their_order_and_a_page_while_it_is_being_written(api):
    order = api.order()
    at = f"/orders/{order['number']}"
    token = {"access_token": order["access_token"]}
    coming = api.asks_page(f"{at}/invoice", params=token)
    assert (coming.status_code, coming.headers["retry-after"]) == (409, "2")
    assert "is being written" in coming.text
    assert "being written" in api.asks_page(at, params=token).text
    written(api, order)
    assert f"{at}/invoice?access_token=" in api.asks_page(at, params=token).text
    assert api.asks_page(f"{at}/invoice", params=token).headers["content-type"] == PDF
    assert api.asks_page(f"{at}/invoice", params=token | {"paper": "HF-C-1"}).status_code == 404
    api.client.cookies.clear()
    assert api.asks_page(f"{at}/invoice").status_code == 404
