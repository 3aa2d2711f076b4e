"""The page and the API for questions in SQL."""

import csv
from io import StringIO

import pytest
from litestar.testing import TestClient

from store.application.identity.messages import EnrolStaff, Secret
from store.application.identity.roles import GRANTS
from store.application.insight.examples import EXAMPLES
from store.application.shared.authority import Grant
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.shared import permissions
from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from tests.entrypoints.backoffice.conftest import EMAIL, KEY, PASSWORD, Browser

STAFF = {"authorization": "Bearer the-token", "x-api-key": KEY}
HERE = "/backoffice/insight"


@pytest.fixture(scope="session")
def asked_shop(traded):
    build()
    from msgspec.structs import replace

    settings = replace(traded.settings, staff_token="the-token", rate_limit_keys=(KEY,))
    with postgres_shop(settings) as shop:
        shop.bus().do(
            EnrolStaff(email=EMAIL, name="Ann Field", password=Secret(PASSWORD)),
            Caller(actor="test", correlation=shop.ids().next()),
        )
    with TestClient(create_app(settings), base_url="http://shop.test") as client:
        yield client


@pytest.fixture
def desk(asked_shop):
    asked_shop.cookies.clear()
    browser = Browser(asked_shop)
    assert browser.log_in().status_code == 303
    yield browser
    asked_shop.cookies.clear()


def asks(client, sql, **more):
    return client.post("/api/v1/insight/queries", json={"sql": sql} | more, headers=STAFF)


def test_the_page_begins_with_examples_and_says_what_there_is(desk):
    page = desk.get(HERE)
    assert page.status_code == 200
    for example in EXAMPLES:
        assert f"?example={example.slug}" in page.text
    assert "What was to be paid, in minor units." in page.text
    filled = desk.get(f"{HERE}?example=declines").text
    assert "string_agg(DISTINCT decline_reason" in filled


def test_an_answer_stands_below_its_question(desk):
    page = desk.post(HERE, {"statement": "SELECT 'a<b' AS word, 1.50 AS price, NULL AS nothing, true AS yes"})
    assert page.status_code == 200
    assert "One row" in page.text
    for cell in ('<td class="nowrap">a&lt;b</td>', '<td class="end figures">1.50</td>', ">null<", ">true</td>"):
        assert cell in page.text
    assert "Ann Field" in page.text, "who asked is seen at once"


def test_no_rows_is_an_answer_too(desk):
    assert "The answer has no rows" in desk.post(HERE, {"statement": "SELECT number FROM orders WHERE false"}).text


def test_a_plot_is_drawn_without_a_script(desk):
    form = {"statement": EXAMPLES[0].statement, "plot": "bar", "x": "day", "y": "carts"}
    page = desk.post(HERE, form).text
    assert page.count('class="bar-mark"') == 12
    assert "carts by day" in page
    assert "<polyline" in desk.post(HERE, form | {"plot": "line", "x": "gone", "y": "gone"}).text
    assert "<svg viewBox" not in desk.post(HERE, form | {"plot": "pie"}).text
    assert "<svg viewBox" not in desk.post(HERE, form | {"statement": "SELECT number FROM orders"}).text


def test_a_mistake_is_said_in_words_under_its_place(desk):
    page = desk.post(HERE, {"statement": "SELECT number,\n  wrong + 1\nFROM orders"})
    assert page.status_code == 422
    assert "Column &#34;wrong&#34; does not exist." in page.text
    assert "Line 2, column 3:" in page.text
    assert "<code>  <mark>wrong</mark> + 1</code>" in page.text
    at_the_end = desk.post(HERE, {"statement": "SELECT number,"})
    assert at_the_end.status_code == 422
    assert "<mark> </mark>" in at_the_end.text


@pytest.mark.parametrize("statement", ["SET ROLE postgres", "SELECT * FROM log.events", "SELECT pg_sleep(100)", ""])
def test_what_may_not_be_asked_is_refused_with_a_way_out(desk, statement):
    page = desk.post(HERE, {"statement": statement})
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_an_answer_can_be_taken_along(desk):
    form = {"statement": "SELECT number, total_minor FROM orders ORDER BY number", "format": "csv"}
    answer = desk.post(f"{HERE}/file", form)
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    rows = list(csv.reader(StringIO(answer.text)))
    assert rows[0] == ["number", "total_minor"]
    assert len(rows) > 10
    assert len(desk.post(f"{HERE}/file", form | {"format": "jsonl"}).text.splitlines()) == len(rows) - 1
    assert desk.post(f"{HERE}/file", form | {"format": "parquet"}).content[:4] == b"PAR1"
    assert desk.post(f"{HERE}/file", form | {"format": "exe"}).status_code == 400
    refused = desk.post(f"{HERE}/file", form | {"statement": "SELECT wrong"})
    assert refused.status_code == 422
    assert "content-disposition" not in refused.headers


def test_a_question_is_saved_found_replaced_and_dropped(desk):
    statement = "SELECT count(*) FROM orders"
    saved = desk.post(f"{HERE}/saved", {"statement": statement, "name": " Orders  so far "})
    assert saved.status_code == 303
    page = desk.get(saved.headers["location"]).text
    assert statement in page
    assert ">Orders so far</a>" in page
    again = desk.post(f"{HERE}/saved", {"statement": "SELECT 2", "name": "orders SO far"})
    assert again.headers["location"] == saved.headers["location"], "the same one, under its name"
    assert ">Orders so far</a>" not in desk.get(HERE).text
    id = saved.headers["location"].partition("=")[2]
    assert desk.post(f"{HERE}/saved/{id}/drop").status_code == 303
    assert "orders SO far" not in desk.get(HERE).text
    for name in ("", "x" * 81):
        assert desk.post(f"{HERE}/saved", {"statement": statement, "name": name}).status_code == 422


def test_programs_ask_the_same(asked_shop):
    answer = asks(asked_shop, "SELECT number, total_minor, placed_at FROM orders ORDER BY number", limit=2)
    assert answer.status_code == 200
    body = answer.json()
    assert body["columns"] == [
        {"name": "number", "kind": "text"}, {"name": "total_minor", "kind": "whole"},
        {"name": "placed_at", "kind": "instant"},
    ]
    assert len(body["rows"]) == 2
    assert body["more"] is True
    views = asked_shop.get("/api/v1/insight/views", headers=STAFF).json()
    assert {view["name"] for view in views} >= {"orders", "facts"}
    assert all(column["words"] for view in views for column in view["columns"])


def test_programs_are_told_what_is_wrong_and_where(asked_shop):
    refused = asks(asked_shop, "SELECT number\nFROM nowhere")
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"] == "/problems/QuestionRefused"
    assert (problem["facts"]["line"], problem["facts"]["column"]) == (2, 6)
    for body in ({}, {"sql": "SELECT 1", "limit": 0}, {"sql": "SELECT 1", "limit": 1001}, {"sql": "SELECT 1", "x": 1}):
        assert asked_shop.post("/api/v1/insight/queries", json=body, headers=STAFF).status_code == 400


def test_nobody_asks_without_the_permission(asked_shop, desk, monkeypatch):
    fewer = permissions.STAFF - {permissions.Permission.ASK_DATA}
    monkeypatch.setitem(GRANTS, Role.SUPER_ADMIN, Grant(fewer))
    assert desk.get(HERE).status_code == 403
    assert desk.post(HERE, {"statement": "SELECT 1"}).status_code == 403
    assert desk.post(f"{HERE}/file", {"statement": "SELECT 1", "format": "csv"}).status_code == 403
    desk.client.cookies.clear()
    assert asked_shop.post("/api/v1/insight/queries", json={"sql": "SELECT 1"}).status_code == 401
    assert asked_shop.get(HERE, follow_redirects=False).status_code in {303, 401}


def test_a_form_from_elsewhere_asks_nothing(desk):
    assert desk.post(HERE, {"statement": "SELECT 1"}, token=False).status_code == 403
