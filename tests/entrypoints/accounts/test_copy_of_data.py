"""A copy of all that is kept about somebody: complete by the inventory, theirs alone, and gone after a while."""

import csv
import json
import re
from io import BytesIO, StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from pyotp import TOTP

from store.application.identity.elsewhere import Introduction
from store.application.identity.messages import EnrolStaff, LogIn, Secret
from store.application.identity.users import BeginVisit
from store.application.identity.ways_in import LinkBy
from store.application.invoicing.messages import IssuePapers
from store.application.ordering.fulfilment import MarkDelivered
from store.application.privacy.holdings import HOLDINGS
from store.application.privacy.inventory import marked_fields
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import RequestReturn
from store.application.shared.bus import Caller
from store.domain.identity.login_events import Provider
from store.domain.returns.reasons import ReturnReason
from store.domain.shared.ids import order_of, part_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.own_data import make_next
from store.entrypoints.wiring.register import EVENTS
from tests.adapters.identity.test_portraits import picture
from tests.entrypoints.accounts.conftest import GOOD
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import AWAY, HOME
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R10.5")]
access = pytest.mark.story("US-10.4", "right of access")
along = pytest.mark.story("US-10.4", "data can be taken along")
PATH, LAMP = "/account/data", "LAMP-OF-ANN"
NOT_HERE = {"gateway", "repeatable_requests"}
"""Sections of what needs a card or a program: shown apart."""


@pytest.fixture(scope="module", autouse=True)
def _lamps(street):
    row = ProductRow(key=LAMP, name="=Lamp", brand="Maker", category=("Light",),
                     variants=(VariantRow(LAMP, Money(2000, "EUR"), 500, options={"Colour": "Red"}),))
    street.shop.bus().do(ImportProducts(source="copies", rows=(row,)), by())
    settle(street.shop)


def by():
    return Caller(actor="system:test", correlation=uuid4())


def makes(street):
    settle(street.shop)
    while make_next(street.shop):
        pass


def links_on(page):
    return [found.replace("&amp;", "&") for found in re.findall(rf'href="({PATH}/[^"]+)"', page.text)]


def copy_of(street, who):
    assert who.post(PATH).headers["location"] == PATH
    makes(street)
    answer = who.get(links_on(who.get(PATH))[0])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"] == "private, no-store"
    return ZipFile(BytesIO(answer.content))


def account_of(street, who):
    return street.shop.account_emails().find(who.email)


def buys(who, **more):
    who.pass_ = logs_in(who).json()["access_token"]
    cart = asks(who, "POST", "/carts", who.pass_).json()["id"]
    asks(who, "POST", f"/carts/{cart}/lines", who.pass_, json={"sku": LAMP})
    bought = asks(who, "POST", "/orders", who.pass_, headers={"idempotency-key": uuid4().hex}, json={
        "cart_id": cart, "email": who.email, "payment": {"method": "sandbox", "token": "success"},
        "shipping_address": HOME, **more,
    })
    assert bought.status_code == 201, bought.text
    left = asks(who, "POST", "/carts", who.pass_).json()["id"]
    asks(who, "POST", f"/carts/{left}/lines", who.pass_, json={"sku": LAMP})
    return bought.json()["number"]


def lives_here(street, who):
    """Everything that leaves something of a person here."""
    who.joins()
    number = buys(who)
    deals(street, number)
    buys(who, shipping_address=HOME | {"country": "FR", "postal_code": "75001"}, vat_number="FR40303265045")
    who.post("/account/name", {"given_name": "Anna", "family_name": "Beispiel"})
    kept = asks(who, "POST", "/me/addresses", who.pass_, json=HOME).json()["id"]
    asks(who, "PUT", f"/me/addresses/{kept}", who.pass_, json=AWAY)
    asks(who, "PUT", "/me/preferences/phone", who.pass_, json={"phone": "+49 30 1234567"})
    asks(who, "PATCH", "/me/preferences", who.pass_, json={"switches": [
        {"channel": "email", "kind": "promotions", "on": True, "consent": "promotions-1"},
    ]})
    assert who.post("/account/picture", files={"picture": ("me.jpg", picture())}).status_code == 303
    assert who.post("/back-in-stock", {"sku": LAMP, "email": who.email}).status_code == 200
    moves(who)
    guards(street, who)
    is_visited(street, who)
    return number


def deals(street, number):
    """Its papers are written, it arrives, and some of it is to go back."""
    bus = street.shop.bus()
    bus.do(IssuePapers(order_id=order_of(number)), by())
    bus.do(ShipOrder(number=number, carrier="Post", tracking="1"), by())
    bus.do(MarkDelivered(number=number, part_id=part_of(order_of(number), None, "MAIN")), by())
    bus.do(RequestReturn(
        number=number, pieces={LAMP: 1}, reason=ReturnReason.DAMAGED.value, words="It has a crack", photos=(picture(),)
    ), by())


def moves(who):
    former, wanted = who.email, f"anna-{uuid4().hex[:8]}@elsewhere.example"
    who.post("/account/email", {"email": wanted})
    who.email = wanted
    token = who.link("email_change")
    who.email = former
    assert who.post("/email/confirm", {"token": token}).status_code == 303
    who.former, who.email = former, wanted


def guards(street, who):
    who.post("/account/second-factor")
    page = who.get("/account/second-factor/setup")
    app = TOTP(re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", ""))
    now = int(street.shop.clock().now().timestamp())
    assert who.post("/account/second-factor/setup", {"code": app.at(now - 30)}).status_code == 200
    login = {"email": who.email, "password": GOOD, "code": app.at(now)}
    assert asks(who, "POST", "/tokens", json=login).status_code == 201


def is_visited(street, who):
    bus, password = street.shop.bus(), Secret("correct horse battery")
    email = f"sam-{uuid4().hex[:8]}@example.org"
    sam = bus.do(EnrolStaff(email=email, name="Sam Staffer", password=password), by()).outcome.account_id
    desk = bus.do(LogIn(email=email, password=password, staff_only=True), by()).outcome
    google = Introduction(Provider.GOOGLE, uuid4().hex, who.email)
    bus.do(LinkBy(account_id=account_of(street, who), introduction=google), by())
    bus.do(BeginVisit(account_id=account_of(street, who), by=sam, session_id=desk.session_id), by())
    who.sam = sam


@pytest.fixture(scope="module")
def moved_in(street):
    """Ann, who used everything, and the copy of her data."""
    ann = street.visitor("Ann")
    ann.number = lives_here(street, ann)
    ann.copy = copy_of(street, ann)
    ann.data = json.loads(ann.copy.read("data.json"))
    return ann


@access
def test_every_personal_field_of_every_fact_about_her_is_in_it(street, moved_in):
    """The log itself says what there is: each value that is sealed with one of her keys."""
    settle(street.shop)
    subjects, found = set(), []
    facts = []
    for row in street.shop.log().select_notifications(1, 1_000_000):
        fact = street.shop.codec().decode(row.topic, row.state, row.originator_id, row.originator_version)
        facts.append(fact)
        if getattr(fact, "account_id", None) == account_of(street, moved_in):
            subjects |= {value.subject for name in fact.__struct_fields__
                         if isinstance(value := getattr(fact, name), Personal)}
    for fact in facts:
        tag = str(type(fact).__struct_config__.tag)
        found += [(tag, name, value.value) for name in fact.__struct_fields__
                  if isinstance(value := getattr(fact, name), Personal) and value.subject in subjects]
    told = json.dumps(moved_in.data["facts"])
    said = {(row["what"], name) for row in moved_in.data["facts"] for name in row["said"]}
    for tag, name, value in found:
        assert (tag, name) in said
        parts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else [
            getattr(value, part) for part in value.__struct_fields__
        ]
        assert all(json.dumps(part)[1:-1] in told for part in parts if part), (tag, name)
    shoppers = {
        (it.tag, it.field) for it in marked_fields(EVENTS)
        if not it.tag.startswith((
            "partners/", "identity/staff-", "identity/email-change-undone",
            "identity/joined",  # instead of registering, which she did
            "privacy/",  # why staff did something is asked for by letter
        ))
    }
    assert {(tag, name) for tag, name, _ in found} == shoppers, "she did not use everything"


@access
@pytest.mark.parametrize("table", [table for table, holding in HOLDINGS.items() if holding.shown])
def test_every_column_that_the_inventory_shows_is_in_it(moved_in, table):
    for place in HOLDINGS[table].shown.values():
        section, field = place.split(".")
        if section in NOT_HERE:
            continue
        assert moved_in.data[section], section
        assert all(field in row for row in moved_in.data[section]), place


@access
def test_what_programs_asked_for_and_what_the_provider_calls_a_payment_are_sections_too(moved_in):
    assert [row["route"] for row in moved_in.data["repeatable_requests"]] != []
    assert moved_in.data["gateway"] == []


@along
def test_it_says_in_plain_words_what_there_is(moved_in):
    data = moved_in.data
    [account] = data["account"]
    assert (account["given_name"], account["family_name"], account["email"]) == ("Anna", "Beispiel", moved_in.email)
    [order] = [it for it in data["orders"] if it["number"] == moved_in.number]
    assert (order["number"], order["address_line1"], order["total"]) == (moved_in.number, "Lindenweg 4", "24.90 EUR")
    assert [line["sku"] for line in data["order_lines"]] == [LAMP, LAMP]
    assert [row["line1"] for row in data["addresses"]] == ["1 Long Lane"]
    assert {row["sku"] for row in data["carts"]} == {LAMP}
    assert len(data["carts"]) == 4
    assert data["payments"][0]["status"] == "captured"
    assert [row["version"] for row in data["preferences"] if row["on"] and not row["always"]] == ["promotions-1"]
    assert {row["by"] for row in data["sessions"]} == {"you", "the shop"}
    assert {row["kind"] for row in data["letters"]} >= {"account_verification", "order_confirmation", "email_change"}
    assert {row["to"] for row in data["letters"]} >= {moved_in.former, moved_in.email}
    assert {row["by"] for row in data["facts"]} == {"you", "the shop", "somebody who was not logged in"}
    names = moved_in.copy.namelist()
    assert len([name for name in names if name.startswith("files/portrait-")]) == 4
    assert moved_in.copy.read(next(name for name in names if name.endswith(".384.jpg")))[:3] == b"\xff\xd8\xff"
    readme = moved_in.copy.read("README.txt").decode()
    assert all(name in readme for name in names if name.endswith(".csv"))


@along
def test_each_section_is_a_sheet_that_no_program_takes_for_formulas(moved_in):
    for section, rows in moved_in.data.items():
        if section in {"made_at", "files"}:
            continue
        sheet = list(csv.DictReader(StringIO(moved_in.copy.read(f"{section}.csv").decode())))
        assert len(sheet) == len(rows), section
        assert not [cell for row in sheet for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    line, *_ = csv.DictReader(StringIO(moved_in.copy.read("order_lines.csv").decode()))
    assert (line["name"], line["options.Colour"]) == ("'=Lamp", "Red")


@access
def test_nobody_else_is_in_it_and_nothing_that_opens_a_door(street, moved_in, ben):
    ben.joins()
    whole = b"".join(moved_in.copy.read(name) for name in moved_in.copy.namelist() if not name.startswith("files/"))
    for other in ("Sam Staffer", str(moved_in.sam), ben.email, GOOD, "argon2"):
        assert other.encode() not in whole
    begun = [row for row in moved_in.data["facts"] if row["what"] == "identity/impersonation-begun-1"]
    assert [row["said"]["staff_id"] for row in begun] == ["the shop"]
    for letter in street.post.to(moved_in.email):
        for token in re.findall(r"token=([\w-]+)", letter.text):
            assert token.encode() not in whole
