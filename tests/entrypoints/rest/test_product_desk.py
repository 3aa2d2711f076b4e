"""``/api/v1/products`` for those who look after goods: nothing is written over unseen, and each keeps to their own."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.identity.users import ChangeRole
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R2.2")]
creates = pytest.mark.story("US-2.5", "add products with all details")
edits = pytest.mark.story("US-2.5", "edit products")
deletes = pytest.mark.story("US-2.5", "soft-delete products")
validates = pytest.mark.story("US-2.5", "invalid input is refused")
racing = pytest.mark.story("US-2.5", "edits at the same time do not overwrite each other")


class Desk:
    """Somebody who looks after goods, by the API."""

    def __init__(self, api, headers):
        self.api, self.headers = api, headers

    def asks(self, verb, path, status=200, *, etag=None, key=None, **more):
        headers = self.headers | ({"if-match": etag} if etag else {}) | ({"idempotency-key": key} if key else {})
        answer = self.api.asks(verb, f"/products{path}", headers=headers, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        settle(self.api.back_room)
        return answer

    def creates(self, **more):
        tag = uuid4().hex[:10]
        form = {"name": f"Bowl {tag}", "brand": "Loam", "variants": [{"sku": f"BOWL-{tag}", "price": "18.00"}]}
        return self.asks("POST", "", 201, json=form | more)


@pytest.fixture
def staff(api):
    return Desk(api, api.staff)


def vendor(api):
    tag, by = uuid4().hex[:12], Caller(actor="system:test", correlation=uuid4())
    bus, email = api.back_room.bus(), f"vera-{tag}@example.org"
    bus.do(Register(email=email, password=Secret("Kettle&Hearth-9"), given_name="Vera", family_name="Vendor"), by)
    account, now = api.back_room.account_emails().find(email), api.back_room.clock().now()
    bus.do(ChangeRole(account_id=account, role=Role.VENDOR, by=None, version=None), by)
    sessions = next(it for it in api.back_room.accounts() if type(it).__name__ == "StayingIn").sessions
    session, _ = sessions.open(account, Role.VENDOR, "a test", now)
    return Desk(api, {"authorization": f"Bearer {api.back_room.passes().sign(session, now)}"}), str(account)


@creates
@pytest.mark.story("US-2.4", "description, specifications and features")
@pytest.mark.story("US-2.4", "related products")
def test_a_product_is_written_down_with_all_there_is_to_say(staff, api):
    tag = uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))  # a word, as searches see it
    made = staff.creates(
        name=f"Wide bowl {tag}", slug=f"wide-bowl-{tag}", category="things/shelf-1", categories=["things/shelf-2"],
        description="*Wide*", attributes={"Width": "30 cm", "Oven proof": True}, options=["Colour"],
        tags=["new"], features=["Stacks"], related=["harbour-mug"], variants=[
            {"sku": f"W-{tag}-R", "price": "18.00", "list_price": "20.00", "options": {"Colour": "Red"}},
            {"sku": f"W-{tag}-B", "price": "19.50", "options": {"Colour": "Blue"}},
        ],
    )
    record = made.json()
    assert made.headers["etag"] == '"1"'
    assert (record["state"], record["vendor"], record["category"]) == ("for sale", None, "things/shelf-1")
    shown = api.expects(200, "GET", f"/products/wide-bowl-{tag}")
    assert (shown["features"], shown["related"][0]["slug"]) == (["Stacks"], "harbour-mug")
    assert [it["price"]["amount"] for it in shown["variants"]] == ["18.00", "19.50"]
    for place in ("things/shelf-1", "things/shelf-2", "things"):
        listed = api.expects(200, "GET", "/products", params={"category": place, "q": tag, "limit": 5})
        assert [it["slug"] for it in listed["items"]] == [f"wide-bowl-{tag}"], place
    assert staff.asks("GET", f"/{record['id']}/record").json() == record
    level = api.expects(200, "GET", f"/inventory/W-{tag}-R", headers=api.staff)
    assert (level["on_hand"], level["available"]) == (0, 0)


@creates
def test_the_same_request_makes_one_product(staff):
    form = {"name": "Once", "brand": "Loam", "variants": [{"sku": f"ONCE-{uuid4().hex[:8]}", "price": "1.00"}]}
    key = uuid4().hex
    first = staff.asks("POST", "", 201, json=form, key=key).json()
    assert staff.asks("POST", "", 201, json=form, key=key).json() == first
    staff.asks("POST", "", 422, json=form | {"name": "Twice"}, key=key)


@validates
def test_every_field_that_makes_no_sense_is_named(staff):
    wrong = staff.asks("POST", "", 422, json={
        "name": "Bowl", "brand": "Loam", "slug": "harbour-mug", "category": "nowhere", "related": ["nothing"],
        "variants": [
            {"sku": "HARBOUR-MUG-SAGE", "price": "0.00"}, {"sku": "X-1", "price": "9.00", "list_price": "8.00"},
        ],
    }).json()
    assert {it["field"] for it in wrong["errors"]} == {
        "slug", "category", "related[0]", "variants[0].sku", "variants[0].price", "variants[1].list_price", "options",
    }
    cents = {"name": "Bowl", "brand": "Loam", "variants": [{"sku": "X-1", "price": "9.001"}]}
    assert staff.asks("POST", "", 422, json=cents).json()["errors"][0]["field"] == "variants[0].price"
    for bad in ({"name": ""}, {"variants": []}, {"variants": [{"sku": "a b", "price": "1"}]}, {"nonsense": 1}):
        form = {"name": "Bowl", "brand": "Loam", "variants": [{"sku": "X-1", "price": "9.00"}]} | bad
        assert staff.asks("POST", "", 400, json=form).json()["errors"]


@edits
@racing
def test_nobody_writes_over_what_they_have_not_seen(staff):
    made = staff.creates()
    id, seen = made.json()["id"], made.headers["etag"]
    assert staff.asks("PATCH", f"/{id}", 428, json={"name": "Cup"}).json()["type"] == "/problems/VersionNeeded"
    changed = staff.asks("PATCH", f"/{id}", json={"brand": "Kiln", "reason": "it moved"}, etag=seen)
    assert (changed.headers["etag"], changed.json()["brand"]) == ('"2"', "Kiln")
    late = staff.asks("PATCH", f"/{id}", 412, json={"name": "Cup"}, etag=seen).json()
    assert late["facts"] == {"now": 2, "seen": 1, "changes": [{"field": "brand", "was": "Loam", "now": "Kiln"}]}
    assert staff.asks("GET", f"/{id}/record").json()["name"] == made.json()["name"]
    staff.asks("PATCH", f"/{id}", 412, json={"name": "Cup"}, etag='"99"')
    staff.asks("PATCH", f"/{id}", json={"name": "Cup"}, etag="*")
    facts = staff.api.expects(200, "GET", f"/history/product/{id}", headers=staff.headers)["facts"]
    assert [fact["reason"] for fact in facts] == [None, "it moved", None]
    assert [[change["field"] for change in fact["changes"]] for fact in facts[1:]] == [
        ["description.brand"], ["description.name"],
    ]


@edits
@pytest.mark.story("US-2.4", "price and discount")
def test_a_price_is_changed_and_the_lowest_of_thirty_days_stands_beside_it(staff, api):
    made = staff.creates().json()
    sku = made["variants"][0]["sku"]
    repriced = staff.asks(
        "PATCH", f"/{made['slug']}/variants/{sku}", json={"price": "12.00", "list_price": "18.00"}, etag='"1"'
    )
    assert repriced.json()["variants"][0]["price"]["amount"] == "12.00"
    shown = api.expects(200, "GET", f"/products/{made['slug']}")
    assert [it["lowest_price"]["amount"] for it in (shown, shown["variants"][0])] == ["18.00", "18.00"]
    staff.asks("PATCH", f"/{made['slug']}/variants/nope", 404, json={"price": "1.00"}, etag='"2"')
    staff.asks("PATCH", f"/{made['slug']}/variants/{sku}", 422, json={"price": "0"}, etag='"2"')
    staff.asks("PATCH", f"/{made['slug']}/variants/{sku}", 428, json={"price": "1.00"})
    staff.asks("PATCH", f"/{made['slug']}/variants/{sku}", json={"price": "18.00"}, etag='"2"')
    assert api.expects(200, "GET", f"/products/{made['slug']}")["lowest_price"] is None


@deletes
@pytest.mark.requirement("R2.3")
def test_what_was_taken_out_says_so_and_comes_back(staff, api):
    made = staff.creates(category="things/shelf-1").json()
    staff.asks("DELETE", f"/{made['id']}", 400, etag='"1"')
    staff.asks("DELETE", f"/{made['id']}", 428, params={"reason": "cracked"})
    gone = staff.asks("DELETE", f"/{made['id']}", params={"reason": "cracked"}, etag='"1"').json()
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "cracked")
    problem = api.expects(410, "GET", f"/products/{made['slug']}")
    assert problem["facts"] == {"name": made["name"], "category": "things/shelf-1"}
    page = api.asks_page(f"/products/{made['slug']}")
    assert page.status_code == 410
    assert "Something like it" in page.text
    staff.asks("PATCH", f"/{made['id']}", 409, json={"name": "Cup"}, etag='"2"')
    back = staff.asks("POST", f"/{made['id']}/relist", json={"reason": "glued"}, etag='"2"').json()
    assert back["state"] == "for sale"
    api.expects(200, "GET", f"/products/{made['slug']}")


@edits
def test_a_draft_is_nowhere_until_it_is_published(staff, api):
    made = staff.creates(draft=True).json()
    assert made["state"] == "draft"
    api.expects(404, "GET", f"/products/{made['slug']}")
    assert api.expects(200, "GET", "/products", params={"q": made["name"].split()[1]})["items"] == []
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    planned = staff.asks("POST", f"/{made['id']}/publish", json={"at": soon}, etag='"1"').json()
    assert planned["publish_at"]
    staff.asks("POST", f"/{made['id']}/publish", 422, json={"at": "2020-01-01T00:00:00Z"}, etag='"2"')
    staff.asks("POST", f"/{made['id']}/publish", 400, json={"at": "2090-01-01T00:00:00"}, etag='"2"')
    assert staff.asks("POST", f"/{made['id']}/publish", json={}, etag='"2"').json()["state"] == "for sale"
    api.expects(200, "GET", f"/products/{made['slug']}")
    assert staff.asks("POST", f"/{made['id']}/unpublish", json={}, etag='"3"').json()["state"] == "draft"
    api.expects(404, "GET", f"/products/{made['slug']}")


@edits
def test_addresses_that_a_product_had_lead_to_where_it_stands_in_one_hop(staff, api):
    tag = uuid4().hex[:8]
    made = staff.creates(slug=f"a-{tag}").json()
    for version, slug in enumerate((f"b-{tag}", f"c-{tag}"), 1):
        staff.asks("PATCH", f"/{made['id']}", json={"slug": slug}, etag=f'"{version}"')
    for slug in (f"a-{tag}", f"b-{tag}"):
        answer = api.asks("GET", f"/products/{slug}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"/api/v1/products/c-{tag}")
        page = api.asks_page(f"/products/{slug}?sku=X")
        assert (page.status_code, page.headers["location"]) == (301, f"/products/c-{tag}?sku=X")
    taken = {"name": "Other", "brand": "B", "slug": f"a-{tag}", "variants": [{"sku": f"O-{tag}", "price": "1"}]}
    assert staff.asks("POST", "", 422, json=taken).json()["errors"][0]["field"] == "slug"
    staff.asks("PATCH", f"/{made['id']}", json={"slug": f"a-{tag}"}, etag='"3"')
    assert api.expects(200, "GET", f"/products/a-{tag}")["slug"] == f"a-{tag}"
    assert api.asks("GET", f"/products/c-{tag}", follow_redirects=False).headers["location"].endswith(f"/a-{tag}")


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_looks_after_their_own_goods_and_sees_no_others(api, staff):
    (vera, account), (otto, _) = vendor(api), vendor(api)
    own = vera.creates().json()
    assert own["vendor"] == account
    vera.asks("PATCH", f"/{own['id']}", json={"name": "Cup"}, etag='"1"')
    foreign = [staff.creates().json()["id"], otto.creates(draft=True).json()["id"], str(uuid4())]
    before = [staff.asks("GET", f"/{id}/record").json() for id in foreign[:2]]
    told = set()
    for id in foreign:
        for verb, path, more in (
            ("GET", "/record", {}), ("PATCH", "", {"json": {"name": "Mine"}}),
            ("DELETE", "", {"params": {"reason": "mine"}}), ("POST", "/publish", {"json": {}}),
            ("POST", "/relist", {"json": {}}), ("POST", "/unpublish", {"json": {}}),
            ("PATCH", "/variants/X", {"json": {"price": "1"}}),
            ("PUT", "/variants/X/prices", {"json": {"prices": []}}),
        ):
            refused = vera.asks(verb, f"/{id}{path}", 404, etag='"1"', **more).json()
            told.add((refused["type"], refused["detail"].replace(id, "…")))
    assert told == {("/problems/NoSuch", "There is no product ….")}
    after = [staff.asks("GET", f"/{id}/record").json() for id in foreign[:2]]
    assert after == before, "and nothing became of it that they are not told of"
    assert staff.asks("GET", f"/{own['id']}/record").json()["name"] == "Cup"
    for verb, path in (("POST", ""), ("PATCH", f"/{own['id']}"), ("GET", f"/{own['id']}/record")):
        answer = api.asks(verb, f"/products{path}", json={"name": "x"} if verb != "GET" else None)
        assert answer.status_code in {400, 401}, "a guest"


@pytest.mark.story("US-2.4", "related products")
def test_what_goes_with_a_product_is_shown_while_it_is_for_sale_and_in_its_order(staff, api):
    first, second, third = (staff.creates().json() for _ in range(3))
    made = staff.creates(related=[third["slug"], first["id"], second["slug"]]).json()

    def shown():
        return [it["slug"] for it in api.expects(200, "GET", f"/products/{made['slug']}")["related"]]

    assert shown() == [third["slug"], first["slug"], second["slug"]]
    staff.asks("DELETE", f"/{first['id']}", params={"reason": "cracked"}, etag='"1"')
    staff.asks("POST", f"/{second['id']}/unpublish", json={}, etag='"1"')
    assert shown() == [third["slug"]]
    assert f"/products/{first['slug']}" not in api.asks_page(f"/products/{made['slug']}").text


@deletes
@pytest.mark.requirement("R2.3")
def test_what_was_taken_out_stays_in_orders_and_says_so_in_carts(staff, api):
    made = staff.creates().json()
    sku = made["variants"][0]["sku"]
    api.expects(201, "POST", f"/inventory/{sku}/receipts", json={"quantity": 5}, headers=api.staff)
    settle(api.back_room)
    order = api.expects(201, "POST", "/orders", json=api.buying(api.cart(sku)))
    cart = api.cart(sku)
    staff.asks("DELETE", f"/{made['id']}", params={"reason": "cracked"}, etag='"1"')
    (line,) = api.expects(200, "GET", f"/carts/{cart}")["lines"]
    assert line["problem"] == f"{made['name']} is no longer for sale."
    assert api.asks("POST", "/orders", json=api.buying(cart)).json()["type"] in {
        "/problems/NoLongerSold", "/problems/GoneMeanwhile",
    }
    kept = api.expects(200, "GET", f"/orders/{order['number']}", headers=api.staff)
    assert kept["lines"][0]["name"] == made["name"]
    staff.asks("POST", f"/{made['id']}/relist", json={}, etag='"2"')
    api.expects(201, "POST", "/orders", json=api.buying(cart))


@pytest.mark.story("US-10.2", "what users write is sanitised")
def test_what_is_told_of_a_product_comes_in_without_tags(staff):
    told = staff.creates(description="A <b>big</b> [bowl](javascript:x), **0.3 l**.").json()
    record = staff.asks("GET", f"/{told['id']}/record").json()
    assert "A big [bowl](#), **0.3 l**." in str(record)
    changed = staff.asks("PATCH", f"/{told['id']}", json={"description": "<i>Small</i>"}, etag="*").json()
    assert changed["version"] > told["version"]
    assert "<i>" not in str(staff.asks("GET", f"/{told['id']}/record").json())


@validates
def test_nothing_is_priced_in_a_currency_that_there_is_not(staff):
    made = staff.creates()
    sku, slug = made.json()["variants"][0]["sku"], made.json()["slug"]
    for code, status in (("XQZ", 422), ("USD", 200)):
        staff.asks("PUT", f"/{slug}/variants/{sku}/prices", status, etag=made.headers["etag"], key=code, json={
            "prices": [{"amount": "25.99", "currency": code}],
        })
