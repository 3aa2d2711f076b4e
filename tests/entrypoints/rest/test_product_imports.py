"""``/api/v1/product-imports``: files by programs, each vendor's their own."""

from uuid import uuid4

import pytest

from store.entrypoints.wiring.imports import importer
from tests.entrypoints.rest.conftest import KEY
from tests.entrypoints.rest.test_product_desk import vendor

pytestmark = [pytest.mark.requirement("R2.2"), pytest.mark.story("US-2.5", "add products with all details")]
HERE = "/product-imports"


class Sender:
    """Somebody who sends files of goods."""

    def __init__(self, api, headers):
        self.api, self.headers, self.tag = api, headers | {"x-api-key": KEY}, uuid4().hex[:8]

    def asks(self, verb, path="", status=200, **more):
        answer = self.api.asks(verb, f"{HERE}{path}", headers=self.headers | more.pop("also", {}), **more)
        assert answer.status_code == status, answer.text
        return answer.json()

    def sends(self, status=202, kind="text/csv", file="goods.csv"):
        text = f"key,name,category,sku,price\nmug,Mug {self.tag},things,MUG-{self.tag},9.00\n"
        return self.asks(
            "POST", "", status, content=text.encode(), params={"file": file, "source": self.tag},
            also={"content-type": kind},
        )

    def works(self):
        while importer(self.api.back_room, "EUR").next():
            pass


@pytest.fixture
def staff(api):
    return Sender(api, api.staff)


def test_a_program_sends_looks_starts_and_undoes(staff):
    sent = staff.sends()
    assert (sent["state"], sent["rows"], sent["source"]) == ("checking", 0, staff.tag)
    here = f"/{sent['id']}"
    staff.works()
    assert staff.asks("GET", here)["results"] == {"new": 1}
    assert staff.asks("POST", f"{here}/start", 202)["state"] == "importing"
    staff.works()
    (row,) = staff.asks("GET", f"{here}/rows", params={"result": "new"})["items"]
    assert (row["line"], row["key"], row["result"]) == (2, "mug", "new")
    assert staff.asks("POST", f"{here}/start", 409)["type"] == "/problems/NotNow"
    staff.asks("POST", f"{here}/undo", 202)
    staff.works()
    assert staff.asks("GET", here)["results"] == {"taken out": 1}
    assert sent["id"] in [it["id"] for it in staff.asks("GET")]


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_other_bodies_and_names_are_refused(staff):
    assert staff.sends(415, "application/json")["status"] == 415
    assert staff.sends(422, file="goods.exe")["type"] == "/problems/NotAFileOfProducts"
    id = staff.sends()["id"]
    assert staff.asks("GET", f"/{id}/rows", 400, params={"cursor": "first"})["type"] == "/problems/BadCursor"
    staff.asks("POST", f"/{id}/call-off", 202)


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_vendors_see_their_own_imports_alone(staff, api):
    foreign = staff.sends()["id"]
    vera = Sender(api, vendor(api)[0].headers)
    own = vera.sends()["id"]
    assert [it["id"] for it in vera.asks("GET")] == [own]
    told = set()
    for id in (foreign, str(uuid4())):
        for verb, path in (
            ("GET", ""), ("GET", "/rows"), ("POST", "/start"), ("POST", "/call-off"), ("POST", "/undo"),
        ):
            refused = vera.asks(verb, f"/{id}{path}", 404)
            told.add((refused["type"], refused["detail"].replace(id, "…")))
    assert told == {("/problems/NoSuch", "There is no import ….")}
    for id in (foreign, own):
        staff.asks("POST", f"/{id}/call-off", 202)
    assert api.asks("GET", HERE).status_code in {401, 403}
