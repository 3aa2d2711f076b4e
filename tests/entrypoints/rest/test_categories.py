"""Categories over HTTP: how programs of the staff arrange them."""

import pytest

from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.story("US-7.1", "multi-level hierarchy"), pytest.mark.requirement("R7.1")]


@pytest.fixture
def staff(api):
    class Staff:
        def expects(self, status, verb, path, headers=None, **more):
            return api.expects(status, verb, path, headers=api.staff | (headers or {}), **more)

    return Staff()


@pytest.fixture
def opened(staff):
    return lambda name, **more: staff.expects(201, "POST", "/categories", json={"name": name, **more})


def test_a_category_is_opened_changed_moved_and_merged(staff, opened):
    top, below = opened("Api top"), opened("Api other")
    path = f"/categories/{below['id']}"
    staff.expects(200, "PATCH", path, json={"text": "Said."}, headers={"if-match": '"1"'})
    moved = staff.expects(200, "PUT", f"{path}/place", json={"parent": top["id"]}, headers={"if-match": '"2"'})
    assert (moved["name"], moved["text"], moved["parent"], moved["version"]) == ("Api other", "Said.", top["id"], 3)
    staff.expects(422, "PUT", f"/categories/{top['id']}/place", json={"parent": below["id"]})
    merged = staff.expects(200, "POST", f"{path}/merger", json={"into": top["id"]})
    assert merged["into"] == top["id"]
    assert staff.expects(200, "GET", path) == merged


def test_whoever_saw_an_older_version_changes_nothing(staff, opened):
    path = f"/categories/{opened('Api stale')['id']}"
    staff.expects(200, "PATCH", path, json={"name": "Api fresh"})
    for method, at, body in (
        ("PATCH", path, {"name": "Api late"}), ("PUT", f"{path}/place", {"parent": None}),
        ("POST", f"{path}/merger", {"into": opened("Api target")["id"]}),
    ):
        staff.expects(412, method, at, json=body, headers={"if-match": '"1"'})
    assert staff.expects(200, "GET", path)["name"] == "Api fresh"


@pytest.mark.story("US-7.1", "landing pages")
def test_a_category_is_shown_by_a_picture_that_the_shop_has(api, staff, opened):
    api.back_room.media().put("api-pans.svg", b"<svg/>", "image/svg+xml")
    path = f"/categories/{opened('Api pans')['id']}"
    of_ann = f"portrait-{'0a' * 16}.96.webp"
    api.back_room.media().put(of_ann, b"RIFF", "image/webp")
    for name in ("none.svg", "../api-pans.svg", "https://elsewhere.example/x.png", "api-pans", of_ann):
        refused = staff.expects(422, "PATCH", path, json={"picture": name})
        assert (refused["type"], refused["facts"]["name"]) == ("/problems/NoSuchPicture", name)
    shown = staff.expects(200, "PATCH", path, json={"picture": "api-pans.svg"}, headers={"if-match": '"1"'})
    assert shown["picture"] == "api-pans.svg"
    assert staff.expects(200, "PATCH", path, json={"text": "Pans."})["picture"] == "api-pans.svg", "it stays"
    settle(api.back_room)
    assert '"/media/api-pans.svg"' in api.asks_page("/categories/api-pans").text
    node = next(it for it in api.expects(200, "GET", "/categories") if it["slug"] == "api-pans")
    assert node["image"]["src"] == "/media/api-pans.svg"
    assert staff.expects(200, "PATCH", path, json={"picture": None})["picture"] is None
    settle(api.back_room)
    assert "/media/api-pans.svg" not in api.asks_page("/categories/api-pans").text


def test_a_list_of_a_category_that_moved_leads_on_with_all_that_was_asked(api, staff, opened):
    moves, stays = opened("Api moves"), opened("Api stays")
    settle(api.back_room)
    staff.expects(200, "PUT", f"/categories/{moves['id']}/place", json={"parent": stays["id"]})
    settle(api.back_room)
    asked = "/products?limit=5&category=api-moves&category=api-stays&q="
    led = api.asks("GET", asked, follow_redirects=False)
    assert (led.status_code, led.headers["location"], led.headers["cache-control"]) == (
        301, "/api/v1/products?limit=5&category=api-stays%2Fapi-moves&category=api-stays&q=", "no-cache",
    )
    assert api.expects(200, "GET", "/products?category=api-stays/api-moves")["items"] == []
    assert api.expects(200, "GET", "/products?category=never-was")["items"] == []


@pytest.mark.story("US-10.2", "what users write is sanitised")
@pytest.mark.requirement("R10.2")
def test_what_its_page_says_is_kept_without_tags_and_without_links_that_run(staff, opened):
    below = opened("Api rich", text="<b onclick=x>Mugs</b> & <https://example.org>, 5 < 6")
    assert below["text"] == "Mugs & <https://example.org>, 5 < 6"
    path = f"/categories/{below['id']}"
    changed = staff.expects(200, "PATCH", path, json={"text": "<script>alert(1)</script>[x](javascript:y)"})
    assert (changed["text"], staff.expects(200, "GET", path)["text"]) == ("alert(1)[x](#)",) * 2
    assert staff.expects(422, "PATCH", path, json={"text": "a\0b"})["type"] == "/problems/TextWithNul"


def test_asking_again_opens_nothing_twice(staff):
    key = {"idempotency-key": "open it once"}
    first = staff.expects(201, "POST", "/categories", json={"name": "Api once"}, headers=key)
    assert staff.expects(201, "POST", "/categories", json={"name": "Api once"}, headers=key) == first
    staff.expects(422, "POST", "/categories", json={"name": "Api once"})


def test_shoppers_arrange_nothing(api, opened):
    path = f"/categories/{opened('Api closed')['id']}"
    for method, at, body in (
        ("POST", "/categories", {"name": "x"}), ("GET", path, None), ("PATCH", path, {"name": "x"}),
        ("PUT", f"{path}/place", {"parent": None}), ("POST", f"{path}/merger", {"into": path[-36:]}),
    ):
        api.expects(401, method, at, **({"json": body} if body else {}))
