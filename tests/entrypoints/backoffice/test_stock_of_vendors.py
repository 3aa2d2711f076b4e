"""The stock room of a vendor: their own goods in it, and no way to learn of any others."""

import re

import pytest

from store.domain.shared.ids import stock_of
from tests.entrypoints.backoffice.conftest import KEY
from tests.entrypoints.vendors import PASSWORD, Vendor, stock_routes

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-1.4", "what is somebody else's is not there"),
]
HERE = "/backoffice/stock"
ACTS = {
    "GET /{sku}": None,
    "POST /{sku}": {"act": "receive", "quantity": "1", "reason": "mine"},
    "POST /{sku}/count": {"on_hand": "2", "shown": "7", "reason": "mine"},
    "POST /{sku}/receive": {"quantity": "1", "reason": "mine"},
}
OF_THE_SHEET = (
    {"act": "count", "on_hand": "2", "shown": "7", "reason": "mine"},
    {"act": "adjust", "what": "lost", "pieces": "1", "reason": "mine"},
    {"act": "return", "quantity": "1", "written_off": "0", "reason": "mine"},
    {"act": "threshold", "threshold": "4"}, {"act": "adjust"}, {},
    {"act": "transfer", "quantity": "1", "origin": "MAIN", "destination": "SHED", "reason": "mine"},
)
ELSEWHERE = {"GET ", "GET -file", "GET -file/stock.csv", "POST -file", "POST -file/do"}
"""What is about many: a test each."""


class Room:
    """Vera at her desk; Otto sells here too, and the shop has mugs."""

    def __init__(self, office):
        self.office = office
        self.vera, self.otto = Vendor(office.shop), Vendor(office.shop)
        came = office.log_in(self.vera.email, PASSWORD, headers={"x-api-key": KEY})
        assert came.status_code == 303, came.text
        self.page = office.get("/backoffice/products").text
        self.token = re.search(r'name="_csrf_token" value="([^"]+)"', self.page)[1]
        office.settle()
        self.foreign = (self.otto.sku, office.mug.sku, "NO-SUCH")
        self.before = self.past

    @property
    def past(self):
        return [self.office.back_room.facts(stock_of(sku)) for sku in self.foreign]

    def post(self, path, form, **more):
        return self.office.post(path, form, token=self.token, **more)

    def sends(self, text):
        return self.post(f"{HERE}-file", {}, files={"file": ("stock.csv", text.encode(), "text/csv")})


@pytest.fixture
def room(office):
    return Room(office)


def main(answer):
    return answer.text.partition("<main")[2].partition("</main>")[0]


def test_no_page_about_stock_is_left_out_here(office):
    routes = stock_routes(office.app, HERE)
    assert {name.replace(HERE, "") for name in routes} == {*ACTS, *ELSEWHERE}
    assert all(opt["looks whose"] for opt in routes.values())


def test_the_door_of_the_stock_room_is_shown_and_open(room):
    assert f'href="{HERE}"' in room.page
    listed = main(room.office.get(HERE))
    assert room.vera.sku in listed
    assert listed.count('class="code"') == 1
    assert "/backoffice/history/" not in listed
    wishes = {"q": room.otto.tag}, {"q": room.office.mug.sku}, {"low": "1"}, {"q": "Ware"}, {"at": "2090-01-01T00:00"}
    for asked in wishes:
        found = main(room.office.get(HERE, params=asked))
        assert not any(f"/stock/{sku}" in found for sku in room.foreign), asked


def test_of_anothers_nothing_is_shown_or_changed(room):
    told = set()
    acts = [*ACTS.items(), *(("POST /{sku}", form) for form in OF_THE_SHEET)]
    for name, form in acts:
        verb, _, path = name.partition(" ")
        for sku in room.foreign:
            at = f"{HERE}{path.format(sku=sku)}"
            answer = room.office.get(at) if verb == "GET" else room.post(at, form)
            assert answer.status_code == 404, (name, form, sku)
            said = re.sub(rf"{answer.headers['x-request-id']}|{sku}", "…", main(answer))
            told.add(said)
    assert len(told) == 1, told
    assert room.past == room.before


@pytest.mark.story("US-2.6", "bulk stock updates")
def test_a_line_about_anothers_is_refused_as_one_about_none(room):
    lines = "".join(f"{sku},2\n" for sku in (*room.foreign, room.vera.sku))
    page = room.sends(f"sku,on_hand\n{lines}")
    assert "One line would change something" in page.text
    why = re.findall(r'class="stock-why">([^<]+)<', page.text)
    assert [words.replace(sku, "…") for words, sku in zip(why, room.foreign, strict=True)] == ["There is no SKU …."] * 3
    csv = "line,sku,on_hand,change,received,cause,reason,shown\r\n" + "".join(
        f"{number},{sku},2,,,,mine,{shown}\r\n"
        for number, (sku, shown) in enumerate([(sku, "7") for sku in (*room.foreign, room.vera.sku)], 2)
    )
    done = room.post(f"{HERE}-file/do", {"csv": csv, "key": "a key of her own"})
    assert "1 lines were done" in done.text
    assert re.findall(r'class="stock-why">([^<]+)<', done.text) == why
    assert room.past == room.before


def test_the_file_that_is_taken_away_holds_ones_own(room):
    taken = room.office.get(f"{HERE}-file/stock.csv")
    assert [row.partition(",")[0] for row in taken.text.splitlines()] == ["sku", room.vera.sku]
    assert room.office.get(f"{HERE}-file").status_code == 200


@pytest.mark.story("US-2.6", "stock history log")
@pytest.mark.story("US-2.6", "an alert when stock is low")
def test_ones_own_is_looked_after_and_its_history_told(room):
    page = f"{HERE}/{room.vera.sku}"
    for form in ({"act": "receive", "quantity": "2", "reason": "from my kiln"}, *OF_THE_SHEET[1:2], OF_THE_SHEET[3]):
        assert room.post(page, form).status_code == 303
    told = main(room.office.get(page))
    for words in ("from my kiln", "off as lost", "took in 2 ×", "Vera Vendor"):
        assert words in told, words
    for closed in ("/backoffice/history/", "/backoffice/chains/", "/backoffice/orders/"):
        assert closed not in told
    assert room.office.get(f"/backoffice/history/inventory/{room.vera.sku}").status_code == 403
    assert f'href="{HERE}?q={room.vera.sku}"' in room.office.get(f"/backoffice/products/{room.vera.product}").text
