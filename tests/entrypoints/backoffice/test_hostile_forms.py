"""Strings made to do harm, in every field of every form of both rooms, and in every query of every page."""

import re
import time
from dataclasses import asdict
from urllib.parse import quote

import psycopg
import pytest

from store.domain.shared.ids import OrderNumber
from store.entrypoints.shared.account_sessions import ACCOUNT_COOKIE
from store.entrypoints.shared.desk import POSITION
from store.entrypoints.shared.edge import SESSION_COOKIE
from tests.entrypoints.backoffice.conftest import KEY, opened
from tests.entrypoints.backoffice.hostile_pages import FormToFill, PageToAsk, harm
from tests.entrypoints.backoffice.test_users import STRONG, Desk
from tests.entrypoints.backoffice.test_webhooks import Adding
from tests.entrypoints.http_routes import http_routes
from tests.entrypoints.light import quick_doors
from tests.entrypoints.rest.hostile import NUL, SEED, WANTED, Shares, Turns, expect_time, pieces, remember
from tests.entrypoints.rest.hostile_rounds import Count, rounds, through
from tests.entrypoints.straight import Straight
from tests.entrypoints.wandering import Page, pattern, routes, unruly, wander

pytestmark = [
    pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what people write is shown as text"),
    pytest.mark.slow,
]
KNOWN = {"x-api-key": KEY}
TYPED = {
    "reason": "asked for it on the phone", "password": STRONG, "current_password": STRONG, "given_name": "Cleo",
    "family_name": "Field", "name": "Cleo Field", "line1": "1 Main Street", "city": "Berlin", "postal_code": "10115",
    "country": "DE", "sure": "1", "quantity": "1", "on_hand": "50", "carrier": "DHL", "tracking": "1Z", "again": "1",
    "url": "https://partner.example/", "position": "0", "phone": "+49 170 1234567", "statement": "SELECT 1",
    "payment_token": "success", "shipping_method": "standard",
}
LAST = re.compile(r"/(logout|delete|end|visit|disable|role|password|remove|off|ship|cancel|visit/end|count|withdraw)$")
"""After these somebody is no longer who they were, or nothing is left to try."""
ELSEWHERE = {
    "/dev/outbox", "/dev/outbox/{id}", "/dev/outbox/{id}/html", "/sandbox/outbox", "/sandbox/challenge/{id}",
    "/unsubscribe/{token}", "/account/second-factor/setup", "/backoffice/login/code", "/login/code",
    "/backoffice/login/second-factor", "/account/logins/{provider}", "/account/logins/{provider}/remove",
    "/account/logins/{provider}/news", "/login/with/{provider}/away", "/login/with/{provider}/return", "/login/address",
    "/account/data/{id}", "/terms/versions/{number}", "/privacy/versions/{number}", "/backoffice/erasures/{id}",
    "/back-in-stock/stop/{id}", "/account/terms",
    "/orders/{number}/returns/new", "/orders/{number}/returns/{place}", "/payments/{id}/unpaid", "/sandbox/cards/{id}",
    "/account/cards/{id}/bank", "/account/cards/{id}/return", "/orders/{number}/pay",
}
"""Pages for this machine alone, for what arrived and is sent back, for links in mails, for accounts elsewhere (none are
set up here), and for what is only there in between: no form leads anywhere."""
SOUGHT = {"q"}
STEPS = ("/checkout/address", "/checkout/shipping", "/checkout/payment", "/checkout/review")
NO_PAGE = {
    "/backoffice", "/checkout/steps", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/account/addresses/fields",
    "/products/suggest",
    "/addresses/suggest", "/backoffice/products/export", "/backoffice/stock-file/stock.csv",
    "/backoffice/product-imports/{id}/report.csv", "/backoffice/searches/file",
    "/backoffice/invoices.csv", "/backoffice/ledger.csv", "/backoffice/orders/{number}/invoice",
    "/orders/{number}/invoice", "/backoffice/fulfilment/export", "/backoffice/fulfilment/slips",
    "/backoffice/returns/export",
    "/backoffice/fulfilment/{number}/{part}/slip", "/backoffice/fulfilment/{number}/{part}/label",
    "/backoffice/returns/{number}/slip",
    "/backoffice/returns/{number}/photographs/{photo}", "/orders/{number}/returns/{place}/slip",
    "/orders/{number}/returns/{place}/label",
    "/orders/{number}/returns/{place}/photographs/{photo}",
}


class Walker:
    """Staff and customer in one browser, or a guest."""

    def __init__(self, room, desk):
        self.room, self.desk = room, desk
        self.staff = desk.client.cookies.get(SESSION_COOKIE)

    def guest(self):
        self.desk.client.cookies.clear()
        return self

    def both(self):
        self.desk.client.cookies.clear()
        self.desk.client.cookies.set(SESSION_COOKIE, self.staff, domain="shop.test", path="/")
        _, token = self.room.logs_in()
        self.desk.client.cookies.set(ACCOUNT_COOKIE, token, domain="shop.test", path="/")
        with self.room.shop.pool().connection() as db:  # many strings take longer than a proof lasts
            db.execute("UPDATE work.sessions SET proven_at = 'infinity' WHERE parent IS NULL")
        return self

    def asks(self, address):
        return self.desk.get(address, headers=KNOWN)

    def page(self, address):
        answer = self.asks(address)
        kind = answer.headers.get("content-type", "")
        return answer.text if answer.status_code == 200 and kind.startswith("text/html") else None

    def sends(self, form, fields):
        """The answer. No page waits afterwards for read models that learn of it: nothing follows the log here."""
        answer = self.desk.client.request(
            form.method.upper(), form.action, follow_redirects=False, headers=KNOWN,
            **{"params" if form.method == "get" else "data": fields},
        )
        for kept in [it for it in self.desk.client.cookies.jar if it.name == POSITION]:
            self.desk.client.cookies.delete(POSITION, kept.domain, kept.path)
        return answer


@pytest.fixture(scope="module")
def piece(request):
    """Of the collection."""
    return request.param


@pytest.fixture
def _standing(piece, built_assets, postgres, migrated_template, tmp_path_factory):
    """A shop for each walk: nobody could tell what it is like after all that is written here."""
    name = f"hostile_forms_{piece or 0}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
        with quick_doors(), opened(postgres.url(name), tmp_path_factory.mktemp("hostile")) as found:
            Straight.through(found.client)
            yield found
        db.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def walker(desk):
    room = Desk(desk)
    walker = Walker(room, desk).both()
    Adding(desk)(start="0")
    desk.post("/account/addresses", TYPED | {"again": "1"}, token=_token(walker, "/account"))
    bowl = {"name": "Bowl", "brand": "Loam", "variant.0.sku": f"BOWL-{room.tag}", "variant.0.price": "9.00"}
    token = _token(walker, "/backoffice/products/new")
    product = desk.post("/backoffice/products", bowl, token=token).headers["location"]
    sent = desk.post(
        "/backoffice/product-imports", {}, token=token, files={"file": ("goods.csv", b"key,name\n", "text/csv")},
    )
    offer = {"code": f"walk-{room.tag}", "name": "Walk", "kind": "percent", "percent": "1", "priority": "5"}
    coupon = desk.post("/backoffice/coupons", offer, token=token).headers["location"]
    desk.post("/backoffice/promotions", offer | {"products": "nothing"}, token=token)
    desk.post("/backoffice/segments", {"name": "Friends", "kind": "listed"}, token=token)
    desk.settle()
    token = desk.shop.access_tokens().of(OrderNumber(desk.number))
    walker.begin = [
        coupon, sent.headers["location"], f"/orders/{desk.number}?access_token={token}",
        f"/orders/{desk.number}/again?access_token={token}", f"/orders/{desk.number}/why?access_token={token}",
        room.path, f"/backoffice/orders/{desk.number}", product, f"{product}/edit", f"{product}/preview",
    ]
    return walker


def _token(walker, address):
    forms = Page("", walker.page(address)).forms
    return next(form.fields["_csrf_token"] for form in forms if "_csrf_token" in form.fields)


def _puts_in_cart(walker):
    page = Page("", walker.page(f"/products/{walker.desk.mug.slug}"))
    [form] = [it for it in page.forms if it.action == "/cart/lines"]
    assert walker.sends(form, form.fields).status_code in {200, 303}


def _goes_on_to_review(walker):
    """All steps of a checkout but the last; a later one opens no sooner."""
    for step in STEPS[:-1]:
        [form] = [it for it in Page("", walker.page(step)).forms if it.action == step and "back" in it.fields]
        known = TYPED | {"email": "cleo@example.org"}
        typed = form.fields | {key: value for key, value in known.items() if form.fields.get(key) == ""}
        answer = walker.sends(form, {key: value for key, value in typed.items() if key != "back"})
        assert answer.status_code in {302, 303}, step


def _tries(walker, found, turns):
    """Every field of each form on the pages *found*, but of those that only ask: these are their addresses."""
    forms = {form.name: (page, form) for page in found.values() for form in page.forms if form.method == "post"}
    kin = {name: {it: it if WANTED != "every" else "" for it in form.words} for name, (_, form) in forms.items()}
    count, shares = Count(), Shares([its.values() for its in kin.values()], whole=WANTED in {"all", "every"})
    for name, (page, _) in sorted(forms.items(), key=lambda it: (bool(LAST.search(it[0][1])), it[0])):
        fields = [it for it in name[2] if it != "_csrf_token"]
        work = FormToFill(walker, page.address, name, TYPED)
        words = sorted(kin[name])
        ahead = shares.of(kin[name], rounds(words, turns.next()))
        if not fields or not work.renew():  # what was tried before took it from the page
            continue
        if turns.first:
            ahead += [{it: string} for it in fields if it not in words for string in turns.few()]
        told = through(work, harm, ahead)
        told.wrong = [f"{name[:2]} {it}" for it in told.wrong]
        count.add(told)
        for field in fields if turns.first else ():
            nul = work.ask({field: NUL})
            if nul.status_code != 422:
                count.wrong.append(f"{name[:2]} {field}: NUL is {nul.status_code}")
    return count


@pytest.mark.parametrize("piece", pieces(), indirect=True)
@pytest.mark.story("US-10.2", "output is escaped")
@pytest.mark.story("US-10.2", "all input is validated")
def test_no_form_lets_text_do_harm(piece, walker):
    expect_time("forms", piece)
    turns, began = Turns(1, 3, piece), time.monotonic()
    walker.guest()
    _puts_in_cart(walker)
    _goes_on_to_review(walker)
    as_guest = wander(walker.page, list(STEPS))
    count = _tries(walker, as_guest, turns)
    walker.both()
    as_both = wander(walker.page, walker.begin)
    count.add(_tries(walker, {at: page for at, page in as_both.items() if at not in as_guest}, turns))
    walker.both()
    walker.desk.settle()
    afterwards = wander(walker.page, walker.begin)
    count.wrong += [
        f"{at} afterwards: {page.unruly}" for at, page in afterwards.items() if page.unruly and not at.endswith("/html")
    ]
    remember("forms", piece, seconds=round(time.monotonic() - began), **asdict(count))
    assert not count.wrong, f"{len(count.wrong)} of {count}, HOSTILE_SEED={SEED}\n" + "\n".join(count.wrong[:60])
    assert count.strings > 300
    missed = set(routes()) - set(as_guest) - set(as_both) - set(afterwards)
    assert missed <= ELSEWHERE | NO_PAGE | {"/backoffice/history/{kind}/{id}/difference"}, missed


@pytest.mark.parametrize("piece", pieces(), indirect=True)
@pytest.mark.story("US-10.2", "output is escaped")
@pytest.mark.story("US-10.2", "all input is validated")
def test_no_query_lets_text_do_harm(piece, walker):
    """What each page reads of its address is told by its own parameters. Words to search for are tried on each page; of
    a whole collection what has the same name elsewhere gets a share.
    """
    expect_time("queries", piece)
    turns, count, began = Turns(1, 3, piece), Count(), time.monotonic()
    found = {at: page.address.partition("?")[0] for at, page in wander(walker.page, walker.begin).items()}
    pages = [
        (found.get(route.path_format, route.path_format), _asked(route)) for route in http_routes(walker.desk.app)
        if "GET" in route.methods and not route.path_format.startswith("/api")
    ]
    pages = [(address, {it: "" if it in SOUGHT else it for it in names}) for address, names in pages if names]
    shares = Shares([kin.values() for _, kin in pages], whole=piece is not None)
    for address, names in pages:
        work = PageToAsk(walker, address)
        for name in names if turns.first else ():
            answer = work.ask({name: NUL})
            if answer.status_code != 422 and "{" not in address:
                count.wrong.append(f"{address} {name}: NUL is {answer.status_code}")
        told = through(work, harm, shares.of(names, rounds(list(names), turns.next())))
        told.wrong = [f"{address} {it}" for it in told.wrong]
        count.add(told)
    remember("queries", piece, seconds=round(time.monotonic() - began), **asdict(count))
    assert not count.wrong, f"{len(count.wrong)} of {count}, HOSTILE_SEED={SEED}\n" + "\n".join(count.wrong[:60])
    assert count.strings > 200


def _asked(route):
    _, model = route.route_handler_map["GET"]
    return sorted(it.field_alias for it in model.expected_query_params)


@pytest.mark.parametrize("text", ["<b onclick = x>", "<i/onload=x>", "<a href='&#106;avascript:x'>", "<frame src=x>"])
def test_one_look_doubts_whatever_might_be_found(text):
    assert unruly(text) == Page("", text).unruly != []


@pytest.mark.parametrize("markup", [
    "<script>x</script>", "<svg onload=x>", "<a href=' javascript:x'>", "<base href=/>", "<style>", "<img src=data:x>",
])
def test_what_would_be_found(markup):
    assert Page("", markup).unruly
    assert unruly(markup)
    assert not Page("", f'<script nonce="a"></script><a href="/javascript:">{quote(markup)}</a>').unruly


def test_a_form_is_read_as_a_browser_sends_it():
    page = Page("/here", """<form method=post action=/there><input name=a value=1><select name=b><option value=2>
        <option value=3 selected></select><textarea name=c>four</textarea><input type=checkbox name=d>
        <input type=radio name=e value=5 checked><button name=f value=6></button></form><form><input name=g></form>""")
    assert [(it.method, it.action, it.fields) for it in page.forms] == [
        ("post", "/there", {"a": "1", "b": "3", "c": "four", "e": "5", "f": "6"}), ("get", "/here", {"g": ""}),
    ]
    assert pattern("/a/{id}").fullmatch("/a/b?c=d")
    assert not pattern("/a/{id}").fullmatch("/a/b/c")
