"""The page of places, and the page of a SKU in a shop that has several."""

import re

import psycopg
import pytest

from store.domain.shared.ids import stock_of
from tests.entrypoints.backoffice.conftest import opened

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.requirement("R12.2")]
HERE = "/backoffice/locations"
SHED = {"code": "shed", "name": "The shed", "priority": "2", "address": "2 Mill Lane"}


@pytest.fixture(scope="module")
def _rooms(built_assets, postgres, migrated_template, tmp_path_factory):
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE rooms TEMPLATE {migrated_template}")
    with opened(postgres.url("rooms"), tmp_path_factory.mktemp("rooms")) as found:
        assert found.log_in().status_code == 303
        assert found.post(HERE, SHED).status_code == 303
        yield found


@pytest.fixture
def rooms(_rooms):
    """Ann in a shop with a shed, with a mug of its own."""
    _rooms.next_day()
    assert _rooms.log_in().status_code == 303
    return _rooms


def sheet(desk):
    return f"/backoffice/stock/{desk.mug.sku}"


def do(desk, act, status=303, **form):
    answer = desk.post(sheet(desk), {"act": act} | form)
    assert answer.status_code == status, answer.text
    desk.settle()
    return answer.text


def sends(desk, path, form):
    """The same for a place. Lists know of it then, so that no page waits for what nobody writes meanwhile."""
    answer = desk.post(path, form)
    desk.settle()
    return answer


def figures(desk):
    """Of each place on the sheet: on hand, reserved, available."""
    rows = re.findall(r'<span class="code soft">([^<]+)</span>.*?</th>(.*?)</tr>', desk.get(sheet(desk)).text)
    return {code: tuple(map(int, re.findall(r">(\d+)</td>", cells))) for code, cells in rows}


def test_a_shop_with_one_room_is_asked_for_no_place(desk):
    text = desk.get(sheet(desk)).text
    for word in ('name="location"', "Where they lie", "another place", "MAIN"):
        assert word not in text
    assert "MAIN" not in desk.get("/backoffice/stock").text
    assert desk.get("/backoffice/stock-file/stock.csv").text.startswith("sku,name,on_hand,")
    assert f'href="{HERE}"' in desk.get("/backoffice/stock").text


@pytest.mark.story("US-2.6", "stock history log")
def test_pieces_come_to_a_place_move_and_are_counted(rooms):
    assert "The shed" in rooms.get(HERE).text
    do(rooms, "receive", quantity="6", reason="from the potter", location="SHED")
    do(rooms, "adjust", what="lost", pieces="1", reason="gone", location="SHED")
    do(rooms, "transfer", quantity="2", origin="SHED", destination="MAIN", reason="the fair")
    assert figures(rooms) == {"MAIN": (52, 2, 50), "SHED": (3, 0, 3)}
    do(rooms, "count", **{"on_hand": "4", "reason": "count", "location": "SHED", "shown-SHED": "3", "shown-MAIN": "52"})
    late = {"on_hand": "5", "reason": "count", "location": "SHED", "shown-SHED": "3", "shown-MAIN": "52"}
    assert "the books say 4 now" in do(rooms, "count", 409, **late)
    assert figures(rooms)["SHED"] == (4, 0, 4)
    text = rooms.get(sheet(rooms)).text
    for words in ("moved 2 ×", "from SHED to MAIN", "at SHED", "from the potter"):
        assert words in text, words
    listed = rooms.get("/backoffice/stock").text
    assert "SHED: 4" in listed
    assert "The shed" in rooms.get("/backoffice/history/locations/all").text


@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_a_place_is_watched_by_itself(rooms):
    do(rooms, "receive", quantity="3", reason="x", location="SHED")
    do(rooms, "threshold", threshold="4", location="SHED")
    text = rooms.get(sheet(rooms)).text
    assert "ran low: 3 left to be bought, told at 4 or fewer, at SHED alone".replace(" ", "") in re.sub(
        r"<[^>]+>|\s", "", text
    )
    assert '<span class="badge badge-warn">low</span> 4' in text
    do(rooms, "threshold", threshold="", location="SHED")
    assert '<span class="badge badge-warn">low</span>' not in rooms.get(sheet(rooms)).text
    do(rooms, "threshold", threshold="90", location="")
    assert "Running low" in rooms.get(sheet(rooms)).text


def test_what_a_place_cannot_give_or_take_is_refused_and_changes_nothing(rooms):
    before = rooms.back_room.facts(stock_of(rooms.mug.sku))
    assert "There is no place" in do(rooms, "receive", 409, quantity="1", reason="x", location="NOWHERE")
    too_many = {"quantity": "49", "origin": "MAIN", "destination": "SHED", "reason": "x"}
    assert "Only 48 of" in do(rooms, "transfer", 409, **too_many)
    assert "Choose where they are now" in do(rooms, "transfer", 422, quantity="1", origin="MAIN", reason="x")
    fewer = {"on_hand": "1", "reason": "x", "location": "MAIN", "shown-MAIN": "50"}
    assert "2 of" in do(rooms, "count", 409, **fewer)
    assert rooms.back_room.facts(stock_of(rooms.mug.sku)) == before


def test_a_place_is_described_closed_once_it_is_empty_and_opened_again(rooms):
    assert sends(rooms, HERE, SHED | {"code": "barn", "name": "The barn"}).status_code == 303
    do(rooms, "receive", quantity="1", reason="x", location="BARN")
    full = sends(rooms, f"{HERE}/BARN", {"act": "close"})
    assert full.status_code == 409
    assert "1 pieces are at BARN" in full.text
    do(rooms, "transfer", quantity="1", origin="BARN", destination="MAIN", reason="x")
    assert sends(rooms, f"{HERE}/BARN", {"act": "close"}).status_code == 303
    assert "BARN" not in rooms.get(sheet(rooms)).text.partition('"sheet-main"')[2].partition("<aside")[0]
    assert sends(rooms, f"{HERE}/BARN", {"act": "reopen"}).status_code == 303
    form = {"act": "describe", "name": "The big barn", "priority": "3"}
    assert sends(rooms, f"{HERE}/BARN", form).status_code == 303
    assert "The big barn" in rooms.get(HERE).text
    assert sends(rooms, f"{HERE}/BARN", {"act": "close"}).status_code == 303
    assert sends(rooms, f"{HERE}/MAIN", {"act": "close"}).status_code == 409
    assert sends(rooms, f"{HERE}/NOWHERE", {"act": "close"}).status_code == 404
    wrong = sends(rooms, HERE, {"code": "a b", "name": "", "priority": "0"})
    assert wrong.status_code == 422
    for words in ("such as SHED", "what it is called", "which comes first"):
        assert words in wrong.text
    assert "There is a place SHED already" in sends(rooms, HERE, SHED).text


@pytest.mark.story("US-2.6", "bulk stock updates")
def test_a_file_says_where_pieces_lie_and_can_be_sent_back(rooms):
    do(rooms, "receive", quantity="3", reason="x", location="SHED")
    taken = rooms.get("/backoffice/stock-file/stock.csv").text
    sku = rooms.mug.sku
    assert taken.splitlines()[0] == "sku,name,location,on_hand,reserved,available,low_at"
    assert f"{sku},{rooms.mug.name},SHED,3,0,3," in taken

    def send(text):
        return rooms.post("/backoffice/stock-file", {}, files={"file": ("stock.csv", text.encode(), "text/csv")})

    assert "0 lines would change something" in send(taken).text
    page = send(f"sku,location,on_hand\n{sku},shed,5\n{sku},NOWHERE,5\n")
    assert "One line would change something" in page.text
    assert "There is no place NOWHERE" in page.text
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ("key", "csv")}
    assert "1 lines were done" in rooms.post("/backoffice/stock-file/do", form).text
    assert figures(rooms) == {"MAIN": (50, 2, 48), "SHED": (5, 0, 5)}
