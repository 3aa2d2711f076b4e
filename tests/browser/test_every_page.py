"""Every page there is, told by the routes: strings made to do harm stand on it as text, and nobody is kept from it."""

from uuid import UUID, uuid4

import httpx
import pytest

from store.domain.shared.ids import last_parcel_of
from tests.browser.conftest import STAFF, STAFF_TOKEN, UNCOUNTED, whose_turn_it_is
from tests.browser.test_accounts import PASSWORD, an_address, uncounted
from tests.browser.test_address_book import has_an_account
from tests.browser.test_hostile_pages import HOSTILE, is_harmless
from tests.browser.test_pages import FRONT, OFFICE, RULES, complaints
from tests.entrypoints.wandering import pattern, routes, wander

pytestmark = [
    pytest.mark.requirement("R9.1"), pytest.mark.requirement("R10.2"),
    pytest.mark.story("US-10.2", "what people write is shown as text"),
]
SCRIPT, PICTURE, VECTOR = HOSTILE[0], HOSTILE[1], HOSTILE[4]
NO_PAGE = {
    "/backoffice", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/account/addresses/fields", "/products/suggest",
    "/addresses/suggest", "/backoffice/letters/templates/{occasion}/html", "/dev/outbox/{id}/html", "/sandbox/outbox",
    "/account/data/{id}", "/login/with/{provider}/away", "/login/with/{provider}/return",
    "/backoffice/products/export", "/backoffice/stock-file/stock.csv", "/backoffice/product-imports/{id}/report.csv",
    "/backoffice/searches/file", "/orders/{number}/invoice", "/backoffice/orders/{number}/invoice",
    "/backoffice/invoices.csv", "/backoffice/ledger.csv", "/backoffice/fulfilment/export",
    "/backoffice/fulfilment/{number}/{part}/slip", "/backoffice/fulfilment/{number}/{part}/label",
    "/orders/{number}/returns/{place}/slip", "/orders/{number}/returns/{place}/label",
    "/orders/{number}/returns/{place}/photographs/{photo}", "/backoffice/returns/{number}/slip",
    "/backoffice/returns/export",
    "/backoffice/returns/{number}/photographs/{photo}",
}
IN_BETWEEN = {
    # Where somebody is for a moment alone; each is looked at where that happens.
    "/account/second-factor/setup", "/account/terms", "/login/address", "/login/code", "/backoffice/login/code",
    "/backoffice/login/second-factor", "/sandbox/challenge/{id}", "/unsubscribe/{token}", "/checkout",
    "/checkout/steps", "/checkout/address", "/checkout/shipping", "/checkout/payment", "/checkout/review",
    "/sandbox/cards/{id}", "/account/cards/{id}/bank", "/account/cards/{id}/return", "/orders/{number}/pay",
}
EXAMINED = [*FRONT.values(), *OFFICE.values()]


class Api:
    """Writes what is made to do harm, wherever a program may."""

    def __init__(self, client):
        self._client = client

    def sends(self, verb, path, token=STAFF_TOKEN, **form):
        answer = self._client.request(verb, path, json=form or None, headers={"authorization": f"Bearer {token}"})
        assert answer.is_success, answer.text
        return answer.json()

    def sends_file(self, name, text):
        answer = self._client.post(
            "/product-imports", params={"file": name, "source": SCRIPT}, content=text.encode(),
            headers={"authorization": f"Bearer {STAFF_TOKEN}", "content-type": "text/csv"},
        )
        assert answer.is_success, answer.text
        return answer.json()


def fills(api, email):
    """The shop of somebody who means harm; where there is more to see than lists lead to."""
    token = api.sends("POST", "/tokens", email=email, password=PASSWORD)["access_token"]
    me = api.sends("PATCH", "/me", token, given_name=SCRIPT, family_name=PICTURE)
    home = {"name": SCRIPT, "line1": PICTURE, "city": VECTOR, "postal_code": "10115", "country": "DE"}
    address = api.sends("POST", "/me/addresses", token, **home)
    cart = with_mugs(api)
    api.sends("POST", "/coupons", code="HARM", name=SCRIPT, reason=PICTURE, terms={"kind": "percent", "percent": "1"})
    api.sends("PUT", f"/carts/{cart}/coupon", code="harm")
    week = api.sends("POST", "/promotions", name=SCRIPT, reason=PICTURE, terms={
        "kind": "percent", "percent": "1", "products": ["HARM-RED"],
    })
    segment = api.sends("POST", "/segments", name=SCRIPT, rule={"kind": "listed"})
    order, sent_back = buys(api, cart, home, email, token), goes_back(api, home, email, token)
    webhook = api.sends("POST", "/webhooks", name=SCRIPT, url="https://partner.example/hooks", reason=PICTURE)
    chief = api.sends("POST", "/tokens", email=STAFF[0], password=STAFF[1])["access_token"]
    product, sent = writes_down(api), api.sends_file("goods.csv", f"key,name\n{SCRIPT},{PICTURE}\n")
    erasure = forgets(api, home, chief)
    api.sends("POST", f"/users/{me['id']}/password-reset", chief, reason=SCRIPT)
    api.sends("POST", "/inventory/HARBOUR-MUG-SAGE/receipts", quantity=1, reason=VECTOR)
    return [
        f"/orders/{order['number']}?access_token={order['access_token']}", f"/backoffice/orders/{order['number']}",
        f"/backoffice/users/{me['id']}", f"/account/addresses/{address['id']}",
        f"/orders/{order['number']}/why?access_token={order['access_token']}",
        *(f"/orders/{sent_back['number']}/returns/{page}?access_token={sent_back['access_token']}"
          for page in ("new", "1")),
        f"/backoffice/orders/{order['number']}/why", "/backoffice/coupons/HARM", "/backoffice/coupons/new",
        f"/backoffice/promotions/{week['id']}", "/backoffice/promotions/new", "/backoffice/promotions/what-if",
        f"/backoffice/segments/{segment['id']}",
        f"/backoffice/webhooks/{webhook['webhook']['id']}", f"/backoffice/history/account/{me['id']}",
        f"/backoffice/history/order/{order['number']}", "/backoffice/history/inventory/HARBOUR-MUG-SAGE",
        "/backoffice/history/inventory/HARBOUR-MUG-SAGE/difference?from=0", f"/backoffice/erasures/{erasure['id']}",
        *(f"/backoffice/products/{product['id']}{deed}" for deed in ("", "/edit", "/preview")),
        f"/products/{product['slug']}", "/terms/versions/1", f"/backoffice/product-imports/{sent['id']}",
        *(f"/account/logins/github{deed}" for deed in ("", "/remove", "/news")), f"/back-in-stock/stop/{uuid4()}",
    ]


def buys(api, cart, home, email, token=STAFF_TOKEN):
    return api.sends("POST", "/orders", token, cart_id=cart, email=email, shipping_address=home,
                     shipping_method="standard", payment={"method": "sandbox", "token": "success"})


def with_mugs(api, quantity=1):
    cart = api.sends("POST", "/carts")["id"]
    api.sends("POST", f"/carts/{cart}/lines", sku="HARBOUR-MUG-SAGE", quantity=quantity)
    return cart


def goes_back(api, home, email, token):
    """An order that arrived, one of whose two pieces is not what somebody wanted."""
    order = buys(api, with_mugs(api, 2), home, email, token)
    mine = order["access_token"]
    api.sends("POST", f"/orders/{order['number']}/shipment", carrier=SCRIPT, tracking=PICTURE)
    part = api.sends("GET", f"/orders/{order['number']}", mine)["parts"][0]["part_id"]
    parcel = last_parcel_of(UUID(part))
    api.sends("PUT", f"/fulfilment/{order['number']}/{part}/parcels/{parcel}/delivery")
    api.sends("POST", f"/orders/{order['number']}/returns", mine, reason="other", words=SCRIPT,
              lines=[{"sku": "HARBOUR-MUG-SAGE", "quantity": 1}])
    return order


def writes_down(api):
    """A product of which all that can be said was meant to do harm."""
    return api.sends(
        "POST", "/products", name=SCRIPT, brand=PICTURE, description=VECTOR, options=[SCRIPT], tags=[PICTURE],
        features=[VECTOR], attributes={SCRIPT: PICTURE}, reason=SCRIPT, slug="a-harmless-thing", variants=[
            {"sku": f"HARM-{it}", "price": "9.00", "list_price": "12.00", "options": {SCRIPT: f"{PICTURE} {it}"}}
            for it in ("RED", "BLUE")
        ],
    )


def forgets(api, home, chief):
    """Somebody who bought without an account, and wants to be forgotten."""
    guest = {"email": an_address(), "ground": "asked", "reason": SCRIPT}
    order = buys(api, with_mugs(api), home, guest["email"])
    return api.sends("POST", "/erasures/buyers", chief, order_number=order["number"], **guest)


def asking(visitor):
    def ask(address):
        answer = visitor.context.request.get(f"{visitor.shop}{address}", max_redirects=0)
        kind = answer.headers.get("content-type", "")
        return answer.text() if answer.status == 200 and kind.startswith("text/html") else None

    return ask


def looks_at(visitor, found):
    """Each is harmless; those that no other test examines, and whose turn it is, can be read by everybody."""
    wrong, turn = [], whose_turn_it_is(found)
    for route, page in found.items():
        if route in NO_PAGE:
            continue
        visitor.open(page.address)
        try:
            is_harmless(visitor)
        except AssertionError as harm:
            wrong.append((route, "", str(harm)[:300]))
        if route in turn and not any(pattern(route).fullmatch(path) for path in EXAMINED):
            visitor.rests()
            for width in (390, 1280):
                visitor.page.set_viewport_size({"width": width, "height": 900})
                wrong += [(route, width, it) for it in complaints(visitor.page, RULES)]
    assert not wrong


@pytest.mark.story("US-10.2", "output is escaped")
def test_no_page_runs_what_somebody_wrote_and_everybody_can_read_it(visit, staff_cookies, shop):
    both = uncounted(visit(known_as=staff_cookies, motion="reduce"))
    email = has_an_account(both)
    with httpx.Client(base_url=f"{shop}/api/v1", headers={"x-api-key": UNCOUNTED}, timeout=20) as client:
        begin = fills(Api(client), email)
    inside = wander(asking(both), begin)
    looks_at(both, inside)
    guest = uncounted(visit(motion="reduce"))
    outside = {route: page for route, page in wander(asking(guest), []).items() if route not in inside}
    looks_at(guest, outside)
    assert set(routes()) - set(inside) - set(outside) - NO_PAGE - IN_BETWEEN == set()
