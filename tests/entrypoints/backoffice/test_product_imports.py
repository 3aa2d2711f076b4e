"""Products by file, in the back office: looked through, taken in, taken back, with what became of each."""

import re
from uuid import uuid4

import pytest

from store.entrypoints.wiring.imports import importer

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
HERE = "/backoffice/product-imports"
HEAD = "key,name,category,sku,price\n"


def works(desk):
    while importer(desk.shop, "EUR").next():
        pass
    desk.settle()


def sends(desk, text, file="goods.csv", **form):
    return desk.post(HERE, form, files={"file": (file, text.encode(), "text/csv")})


def goods(tag, price="9.00"):
    return f"{HEAD}mug-{tag},Mug {tag},Imports,MUG-{tag},{price}\npot-{tag},Pot {tag},Imports,POT-{tag},dear\n"


def test_a_file_is_shown_first_then_taken_in_and_taken_back(desk):
    tag = uuid4().hex[:8]
    page = sends(desk, goods(tag), source="kiln").headers["location"]
    waiting = desk.get(page).text
    assert "The file is being looked through" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    works(desk)
    looked = desk.get(page).text
    assert "One product would be taken in" in looked
    assert "dear" in looked
    assert f"Mug {tag}" not in desk.get("/backoffice/products", params={"q": tag}).text
    assert desk.post(f"{page}/start").status_code == 303
    works(desk)
    assert "One product was taken in" in desk.get(page).text
    assert f"Mug {tag}" in desk.get("/backoffice/products", params={"q": tag}).text
    refused = desk.get(page, params={"result": "refused"}).text
    assert f"Pot {tag}" not in re.sub(r"<title>.*?</title>", "", refused)
    report = desk.get(f"{page}/report.csv")
    assert report.text.splitlines()[0] == "line,key,name,result,why"
    assert f"2,mug-{tag},Mug {tag},new," in report.text
    desk.post(f"{page}/undo")
    works(desk)
    assert "taken out again" in desk.get(page).text
    assert "Withdrawn" in desk.get("/backoffice/products", params={"q": tag, "stage": "withdrawn"}).text


def test_each_fact_says_who_imported_it_and_from_which_file(desk):
    tag = uuid4().hex[:8]
    page = sends(desk, goods(tag)).headers["location"]
    works(desk)
    desk.post(f"{page}/start")
    works(desk)
    found = desk.get("/backoffice/products", params={"q": f"Mug {tag}"}).text
    sheet = desk.get(re.search(r'href="(/backoffice/products/[0-9a-f-]{36})"', found)[1]).text
    assert "import of goods.csv" in sheet


def test_what_was_done_twice_says_so(desk):
    page = sends(desk, goods(uuid4().hex[:8])).headers["location"]
    works(desk)
    for act, status in (("nonsense", 400), ("start", 303), ("start", 303)):
        assert desk.post(f"{page}/{act}").status_code == status
    assert "Nothing was done" in desk.get(page).text


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_no_file_another_kind_and_a_wrong_number_are_told_beside_their_fields(desk):
    for answer, words in (
        (desk.post(HERE, {"source": "x"}), "Choose a file."),
        (sends(desk, "x", "goods.exe"), "whose name ends in .csv"),
        (sends(desk, goods("x"), stock="many"), "A number of pieces"),
        (sends(desk, goods("x"), source="x" * 61), "at most 60 characters"),
    ):
        assert (answer.status_code, words in answer.text) == (422, True), answer.text
    assert desk.get(f"{HERE}/{uuid4()}").status_code == 404
