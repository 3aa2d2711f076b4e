"""Looking back in the back office: the whole page at a moment, two moments, chains, searching and taking away."""

import csv
import json
import re
from html import unescape
from uuid import uuid4

import pytest

from store.application.identity.roles import GRANTS
from store.application.shared.authority import Grant
from store.domain.identity.events import Role
from store.domain.shared.ids import stock_of
from store.entrypoints.shared.permissions import STAFF, Permission
from store.entrypoints.wiring.register import KINDS

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-2.5", "changes leave an audit trail")]


def words(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def history(desk, **asked):
    return desk.get(f"/backoffice/history/inventory/{desk.mug.sku}", params=asked)


@pytest.mark.story("US-2.6", "stock history log")
def test_a_timeline_tells_facts_in_words_with_names_and_links(desk):
    page = history(desk)
    assert f"2 × {desk.mug.name} were put aside for order {desk.number}" in words(page)
    assert re.search(r'href="/backoffice/history/order/[0-9a-f-]{36}">' + desk.number, page.text)
    assert "Why did this happen?" in page.text
    assert re.search(r"On hand </dt> *|<dt>Available</dt><dd><span class=\"figures\">48", page.text)


def test_the_past_says_that_it_is_the_past_and_links_stay_there(desk):
    desk.post(f"/backoffice/stock/{desk.mug.sku}/receive", {"quantity": "5", "reason": "from the potter"})
    now, then = history(desk), history(desk, version=3)
    assert "You are looking at the past" not in now.text
    assert "You are looking at the past" in then.text
    assert "Back to now" in then.text
    assert "from the potter" not in then.text
    assert re.search(r'href="/backoffice/history/order/[0-9a-f-]{36}\?at=', then.text)
    assert 'hx-select="#moment"' in then.text
    assert 'type="range" min="1" max="4" value="3"' in then.text


def test_one_kind_of_fact_and_the_other_order_can_be_asked_for(desk):
    page = history(desk, fact="inventory/received-1", order="oldest")
    assert "took in 50 ×" in words(page)
    assert "were put aside" not in words(page)
    assert "No fact of this kind" in history(desk, fact="inventory/counted-1").text


def test_two_moments_stand_side_by_side(desk):
    path = f"/backoffice/history/inventory/{desk.mug.sku}/difference"
    page = desk.get(path, params={"v": ["1", "3"]})
    assert "2 fields differ" in words(page)
    assert "Reservations › " + desk.number in words(page)
    assert words(desk.get(path, params={"from": "1", "to": "3"})).count("added") == words(page).count("added")
    assert "Nothing is different" in desk.get(path, params={"from": "3"}).text
    assert desk.get(path, params={"from": "yesterday"}).status_code == 400
    assert desk.get(path, params={"from": "99"}).status_code == 400


@pytest.mark.story("US-4.3", "staff see an order and all behind it")
def test_a_wish_is_shown_as_a_tree_with_the_mail_it_called_for(desk):
    desk.settle()
    facts = desk.get(f"/backoffice/history/order/{desk.number}")
    wish = re.search(r"/backoffice/chains/([0-9a-f-]{36})", facts.text)[1]
    page = desk.get(f"/backoffice/chains/{wish}")
    said = words(page)
    assert f"The cart became order {desk.number}" in said
    assert "The money is there: the shop owes the goods" in said
    assert "Mail: Order confirmation" in said
    assert page.text.count('<ol class="chain"') == 2
    assert desk.get(f"/backoffice/chains/{uuid4()}").status_code == 404


def test_facts_are_searched_by_any_of_it_and_the_address_can_be_shared(desk):
    desk.settle()
    about = desk.get("/backoffice/activity", params={"about": desk.number})
    assert "were put aside for order" in words(about)
    assert "are to be paid for order" in words(about)
    both = desk.get("/backoffice/activity", params={"about": desk.number, "kind": "payment"})
    assert "were put aside for order" not in words(both)
    assert 'name="about" value="' + desk.number in both.text
    assert "No fact fits" in desk.get("/backoffice/activity", params={"about": desk.number, "actor": "staff"}).text
    later = {"about": desk.number, "since": "2199-01-01T00:00"}
    assert "No fact fits" in desk.get("/backoffice/activity", params=later).text
    for wrong in ({"kind": "unicorn"}, {"fact": "x"}, {"since": "soon"}, {"stream": "x"}, {"cursor": "x"}):
        assert desk.get("/backoffice/activity", params=wrong).status_code == 400, wrong


@pytest.mark.requirement("R4.4")
def test_what_is_shown_can_be_taken_away_and_that_is_a_fact(desk):
    desk.settle()
    desk.post(f"/backoffice/stock/{desk.mug.sku}/receive", {"quantity": "5", "reason": "=HYPERLINK(1)"})
    desk.settle()
    asked = {"about": desk.mug.sku, "form": "csv"}
    answer = desk.post("/backoffice/activity/export", asked)
    assert answer.headers["content-disposition"] == 'attachment; filename="facts.csv"'
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert rows[0]["reason"] == "'=HYPERLINK(1)"
    assert {row["fact"] for row in rows} >= {"inventory/received-1", "ordering/placed-1", "cart/line-put-1"}
    lines = desk.post("/backoffice/activity/export", asked | {"form": "jsonl"}).text.split("\n")
    told = [json.loads(line) for line in lines if line]
    assert [fact["version"] for fact in told] == [int(row["version"]) for row in rows]
    assert desk.post("/backoffice/activity/export", asked | {"form": "xlsx"}).status_code == 400
    desk.settle()
    assert "took facts away as csv, with persons sealed: about" in words(desk.get("/backoffice/activity?kind=export"))


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_persons_are_opened_only_for_those_who_may_see_them(desk, monkeypatch):
    desk.settle()
    asked = {"about": desk.number, "kind": "order", "form": "jsonl"}
    assert "Ben Hill" not in desk.post("/backoffice/activity/export", asked).text
    assert "Ben Hill" in desk.post("/backoffice/activity/export", asked | {"persons": "1"}).text
    assert "Ben Hill" in desk.get(f"/backoffice/history/order/{desk.number}").text
    monkeypatch.setitem(GRANTS, Role.SUPER_ADMIN, Grant(STAFF - {Permission.READ_PERSONS}))
    page = desk.get(f"/backoffice/history/order/{desk.number}")
    assert "Ben Hill" not in page.text
    assert "sealed" in page.text
    assert desk.post("/backoffice/activity/export", asked | {"persons": "1"}).status_code == 403


def test_an_instant_is_as_good_as_a_version(desk):
    facts = json.loads(desk.client.get(
        f"/api/v1/history/inventory/{desk.mug.sku}", headers={"authorization": "Bearer the-token"}
    ).text)["facts"]
    assert len(facts) == 3
    page = history(desk, at="2199-01-01T00:00")
    assert "As it stands now" in page.text
    assert history(desk, at="1999-01-01T00:00").status_code == 404


@pytest.mark.story("US-4.3", "staff see an order and all behind it")
def test_an_order_is_shown_as_it_was_known_at_an_instant(desk):
    path = f"/backoffice/orders/{desk.number}"
    shipped = {"carrier": "DHL", "tracking": "TRACK-1", "version": "2"}
    then = first_instant(desk, "order", desk.number)
    assert desk.post(f"{path}/ship", shipped).status_code == 303
    assert "TRACK-1" in desk.get(path).text
    page = desk.get(path, params={"at": then})
    assert "You are looking at the past" in page.text
    assert "TRACK-1" not in page.text
    assert "Mark as shipped" not in page.text
    assert re.search(r'href="/backoffice/history/payment/[0-9a-f-]{36}\?at=', page.text)
    for link in set(re.findall(r'href="(/backoffice/[^"#]*at=[^"#]*)"', page.text)):
        assert desk.get(unescape(link)).status_code == 200, link
    assert desk.get(path, params={"at": "1999-01-01T00:00"}).status_code == 404
    assert desk.get(path, params={"at": "soon"}).status_code == 400


@pytest.mark.story("US-2.6", "stock history log")
def test_stock_and_product_are_shown_as_they_were_known_at_an_instant(desk):
    opened = first_instant(desk, "inventory", desk.mug.sku, version=2)
    for path in (f"/backoffice/products/{desk.mug.product}", f"/backoffice/stock?q={desk.mug.sku}"):
        now, then = desk.get(path), desk.get(path, params={"q": desk.mug.sku, "at": opened})
        assert "You are looking at the past" in then.text, path
        assert "You are looking at the past" not in now.text, path
        assert ">48<" in now.text, path
        assert ">50<" in then.text, path
        assert ">48<" not in then.text, path
        assert "Take them in" not in then.text
    assert desk.get(f"/backoffice/products/{desk.mug.product}", params={"at": "1999-01-01T00:00"}).status_code == 404
    assert "No article fits" in desk.get(f"/backoffice/stock?q={desk.mug.sku}&at=1999-01-01T00:00").text


def first_instant(desk, kind, id, version=1):
    answer = desk.client.get(f"/api/v1/history/{kind}/{id}", headers={"authorization": "Bearer the-token"}).json()
    return answer["facts"][version - 1]["recorded_at"]


def test_the_moment_in_the_form_is_no_earlier_than_what_is_shown(desk):
    shown = re.search(r'id="at"[^>]*value="([^"]+)"', history(desk, version=2).text)[1]
    again = history(desk, at=shown)
    assert again.status_code == 200
    assert int(re.search(r'type="range" min="1" max="3" value="(\d)"', again.text)[1]) >= 2


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"inventory"}))
def test_an_id_of_something_else_is_the_id_of_no_such_thing(desk, kind):
    stock = stock_of(desk.mug.sku)
    for path in (f"/backoffice/history/{kind}/{stock}", f"/backoffice/history/{kind}/{stock}/difference"):
        assert desk.get(path).status_code == 404, path


@pytest.mark.parametrize("far", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
def test_an_instant_beyond_the_calendar_is_refused(desk, far):
    path = f"/backoffice/history/inventory/{desk.mug.sku}"
    for answer in (history(desk, at=far), desk.get(f"{path}/difference", params={"from": far}),
                   desk.get(f"{path}/difference", params={"to": far}),
                   desk.get("/backoffice/stock", params={"at": far}),
                   desk.get("/backoffice/activity", params={"since": far})):
        assert answer.status_code == 400, answer.url
