"""Stock by file: what would change is shown first, each line by itself, and nothing is done twice."""

import re
from html import unescape

import pytest

from store.domain.shared.ids import stock_of

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "bulk stock updates")]

HERE = "/backoffice/stock-file"


def send(desk, text, reason=""):
    return desk.post(HERE, {"reason": reason}, files={"file": ("stock.csv", text.encode(), "text/csv")})


def do(desk, page):
    form = {name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])
            for name in ("key", "csv")}
    return desk.post(f"{HERE}/do", form)


def on_hand(desk):
    page = desk.get(f"/backoffice/stock/{desk.mug.sku}").text
    return int(re.search(r"<dt>On hand</dt><dd[^>]*>(\d+)<", page)[1])


def test_a_file_is_shown_first_and_then_done_line_by_line(desk):
    sku = desk.mug.sku
    page = send(desk, f"sku,received,change,cause,reason\n{sku},5,,,the potter\n{sku},,-2,damaged,fell\nNO-SUCH,1,,,\n")
    assert page.status_code == 200
    assert "2 lines would change something" in page.text
    assert "There is no SKU" in page.text
    assert on_hand(desk) == 50
    done = do(desk, page)
    assert "2 lines were done" in done.text
    assert on_hand(desk) == 53
    assert "2 lines were done" in do(desk, page).text
    assert on_hand(desk) == 53, "the same page does nothing twice"
    text = desk.get(f"/backoffice/history/inventory/{sku}").text
    assert "the potter" in text
    assert "off as damaged" in text


def test_a_count_is_refused_if_pieces_came_meanwhile(desk):
    page = send(desk, f"sku;on_hand\n{desk.mug.sku};40\n", reason="stocktake")
    assert "One line would change something" in page.text
    desk.post(f"/backoffice/stock/{desk.mug.sku}", {"act": "receive", "quantity": "1", "reason": "late"})
    assert "came or went since you looked" in do(desk, page).text
    assert on_hand(desk) == 51


def test_the_file_that_is_taken_away_can_be_sent_back_and_changes_nothing(desk):
    desk.settle()
    taken = desk.get(f"{HERE}/stock.csv")
    assert taken.headers["content-disposition"] == 'attachment; filename="stock.csv"'
    first, *rows = taken.text.splitlines()
    assert first == "sku,name,on_hand,reserved,available,low_at"
    mine = next(row for row in rows if row.startswith(f"{desk.mug.sku},"))
    assert mine == f"{desk.mug.sku},{desk.mug.name},50,2,48,"
    before = desk.back_room.facts(stock_of(desk.mug.sku))
    page = send(desk, f"{first}\n{mine}\n")
    assert "0 lines would change something" in page.text
    assert "as it is" in page.text
    assert desk.back_room.facts(stock_of(desk.mug.sku)) == before


@pytest.mark.parametrize(("line", "words"), [
    (",5", "No SKU stands in it"), ("MUG,", "Fill one of"), ("MUG,many", "no whole number"),
    ("MUG,1e3", "no whole number"),
    ("MUG,9999999999", "no whole number"), ("'=cmd(),5", "There is no SKU"),
])
def test_a_line_that_cannot_be_says_why(desk, line, words):
    assert words in send(desk, f"sku,on_hand\n{line}\n").text


@pytest.mark.parametrize("text", ["", "hello", "name,price\na,1\n", "sku\nMUG\n", "sku,on_hand\n" + "MUG,1\n" * 501])
def test_what_is_no_list_of_stock_is_not_taken(desk, text):
    page = send(desk, text)
    assert page.status_code == 422
    assert "This file was not taken" in page.text


def test_nothing_is_done_without_a_file_that_was_shown(desk):
    for form in ({}, {"csv": "sku,on_hand\r\nMUG,1\r\n"}, {"key": "x", "csv": "hello"}):
        assert desk.post(f"{HERE}/do", form).status_code == 422
