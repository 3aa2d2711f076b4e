"""Privacy notice, terms and choices about data: versions, agreeing and taking back, with an account and without."""

import itertools
import re
from uuid import UUID, uuid4

import psycopg
import pytest
from litestar.testing import TestClient

from store.application.identity.messages import EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.domain.privacy.consent_events import ConsentGiven
from store.domain.privacy.consents import Consents
from store.domain.shared.ids import browser_of, consents_of
from store.entrypoints.storefront.frame import CHOICES_COOKIE
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.accounts.conftest import GOOD, KEY, Street, from_many_places
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import refused_with

pytestmark = [pytest.mark.requirement("R10.5")]
consent = pytest.mark.story("US-10.4", "consent is managed")
texts = pytest.mark.story("US-10.4", "policy and terms")
WORDS = {"words.analytics": "analytics-1", "words.personalisation": "personalisation-1"}
EVERYTHING = {"what": "all", **WORDS}


@pytest.fixture(scope="module")
def asking(postgres, migrated_template, tmp_path_factory):
    """A shop that counts visits of those who agree: it says so in its settings."""
    name = f"asking_{uuid4().hex}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    settings = Settings(
        database_url=postgres.url(name), data_dir=tmp_path_factory.mktemp("asking"), demo=False, log_level="error",
        command_threads=2, rate_limit_keys=(KEY,), purposes=("analytics", "personalisation"),
    )
    app = create_app(settings)
    app.asgi_handler = from_many_places(app.asgi_handler)
    with postgres_shop(settings) as shop, TestClient(app, base_url="http://shop.test") as client:
        yield Street(client, shop)


@pytest.fixture
def cleo(asking):
    return asking.visitor("Cleo")


def consents(street, holder):
    facts = street.shop.journal().read([consents_of(holder)]).get(consents_of(holder))
    return Consents.replay(consents_of(holder), facts.events if facts else ())


def holder_in(who):
    return browser_of(UUID(who.client.cookies[CHOICES_COOKIE]))


@consent
def test_a_guest_is_asked_nothing_is_ticked_and_no_takes_as_many_clicks_as_yes(asking, cleo):
    page = cleo.get("/").text
    banner = page[page.index('class="choose-banner"'):]
    assert re.findall(r'name="what" value="(\w+)"', banner) == ["none", "all"]
    assert "checked" not in cleo.get("/choices").text
    assert 'name="next" value="/products?q=mug&amp;sort=newest"' in cleo.get("/products?q=mug&sort=newest").text
    assert "choose-banner" not in cleo.get("/second-factor/keep?token=x").text, "a quiet page asks one thing alone"
    assert cleo.post("/choices", {"what": "none", "from": "banner", "next": "/terms", **WORDS}).headers[
        "location"] == "/terms"
    assert cleo.client.cookies[CHOICES_COOKIE] == "-", "who agrees to nothing gets no name"
    assert "choose-banner" not in cleo.get("/").text


@consent
def test_a_guest_agrees_and_takes_it_back_by_one_click_each(asking, cleo):
    assert cleo.post("/choices", EVERYTHING).status_code == 303
    it = consents(asking, holder_in(cleo))
    assert it.agreed == {"analytics": "analytics-1", "personalisation": "personalisation-1"}
    [first, *_] = it.given
    assert (first.agreed, first.version, first.where) == (True, "analytics-1", "choices")
    assert cleo.get("/choices").text.count(" checked") == 2
    one = {"what": "", "analytics": "1", **WORDS}
    holder = holder_in(cleo)
    assert cleo.post("/choices", one).status_code == 303
    assert consents(asking, holder).agreed == {"analytics": "analytics-1"}
    assert cleo.post("/choices", {"what": "none"}).status_code == 303
    it = consents(asking, holder)
    assert it.agreed == {}
    assert [said.agreed for said in it.given] == [True, True, False, False]
    assert "You took back: Counting visits" in cleo.get("/choices").text


@consent
def test_nobody_agrees_to_words_that_are_others_now(asking, cleo):
    answer = cleo.post("/choices", {"what": "all", "words.analytics": "analytics-0"})
    assert (answer.status_code, "These are not the words as they are now" in answer.text) == (422, True)
    assert CHOICES_COOKIE not in cleo.client.cookies


@consent
def test_choices_of_who_is_logged_in_are_the_accounts_and_letters_are_the_ones_of_notifications(asking, cleo):
    cleo.joins()
    agreed = {"consent.promotions": "promotions-1", "consent.price_drops": "price-drops-1",
              "consent.reviews": "reviews-1"}
    assert cleo.post("/choices", EVERYTHING | agreed).status_code == 303
    account = asking.shop.account_emails().find(cleo.email)
    assert set(consents(asking, account).agreed) == {"analytics", "personalisation"}
    assert cleo.client.cookies[CHOICES_COOKIE] == "-"
    assert re.search(r'name="email\.promotions" value="1" checked', cleo.get("/account/notifications").text)
    phone = cleo.again()
    phone.logs_in()
    assert phone.get("/choices").text.count(" checked") == 5
    assert phone.post("/choices", {"what": "none"}).status_code == 303
    assert cleo.get("/choices").text.count(" checked") == 0
    assert not re.search(r'name="email\.promotions" value="1" checked', cleo.get("/account/notifications").text)


@consent
def test_programs_agree_and_take_back(street, ann):
    ann.joins()
    token = logs_in(ann).json()["access_token"]
    assert {it["agreed"] for it in asks(ann, "GET", "/me/consents", token).json()["purposes"]} == {False}
    wish = {"purpose": "analytics", "agreed": True, "words": "analytics-1"}
    told = asks(ann, "PUT", "/me/consents", token, json={"wishes": [wish]}).json()
    assert [(it["about"], it["where"]) for it in told["history"]] == [("analytics", "program")]
    back = asks(ann, "PUT", "/me/consents", token, json={"wishes": [{"purpose": "analytics", "agreed": False}]})
    assert {it["agreed"] for it in back.json()["purposes"]} == {False}
    refused = asks(ann, "PUT", "/me/consents", token, json={"wishes": [wish | {"words": "analytics-0"}]})
    assert refused_with(422, refused)["type"] == "/problems/OtherWords"
    assert asks(ann, "PUT", "/me/consents/terms", token, json={"number": 1}).status_code == 204
    assert asks(ann, "GET", "/me/consents", token).json()["accepted"] == {"terms": 1}
    assert refused_with(422, asks(ann, "PUT", "/me/consents/terms", token, json={"number": 7}))


@consent
def test_a_shop_that_does_nothing_that_needs_a_consent_asks_nobody(street, ann):
    assert "choose-banner" not in ann.get("/").text
    page = ann.get("/choices").text
    assert "There is nothing to agree to" in page
    assert ann.get("/privacy").text.count("store_cart") >= 1


@texts
def test_both_texts_are_linked_wherever_somebody_registers_and_below_every_page(street, ann):
    foot = ann.get("/cart").text
    assert all(f'href="{path}"' in foot for path in ("/privacy", "/terms", "/choices"))
    form = ann.get("/register").text
    assert 'href="/terms"' in form
    assert 'name="version.terms" value="1"' in form
    privacy = ann.get("/privacy").text
    assert "<h2>Cookies</h2>" in privacy
    assert "Until the account is deleted, 14 days after" in privacy, "the table that the software writes"
    assert "{retention}" not in privacy
    assert "{shop}" not in ann.get("/terms").text
    assert ann.get("/privacy/versions/1").status_code == 200
    for kind, number in itertools.product(("privacy", "terms"), (99, 0, -1, 10**30)):
        assert ann.get(f"/{kind}/versions/{number}").status_code == 404, (kind, number)
    assert asks(ann, "GET", "/documents/terms").json()["number"] == 1
    assert refused_with(404, asks(ann, "GET", "/documents/imprint"))
    assert refused_with(404, asks(ann, "GET", "/documents/terms?version=9"))


@texts
def test_which_version_was_agreed_to_stands_in_the_facts_of_the_account(street, ann):
    ann.registers(**{"version.terms": "1", "version.privacy": "1"})
    other = street.visitor("Ben")
    other.registers(**{"version.terms": "99"})
    found = [
        street.shop.journal().read([street.shop.account_emails().find(who.email)]) for who in (ann, other)
    ]
    facts = [next(iter(history.values())).events[0] for history in found]
    assert [(fact.terms, fact.privacy) for fact in facts] == [(1, 1), (None, None)]


@texts
def test_programs_say_which_version_was_shown_too(street, ann):
    form = {"email": ann.email, "given_name": "Ann", "family_name": "Example", "password": GOOD}
    refused = refused_with(422, asks(ann, "POST", "/accounts", json=form | {"terms": 99}))
    assert refused["type"] == "/problems/NoSuchVersion"
    refused_with(400, asks(ann, "POST", "/accounts", json=form | {"terms": 0}))
    assert street.shop.account_emails().find(ann.email) is None, "and nothing came of it"
    assert asks(ann, "POST", "/accounts", json=form | {"terms": 1, "privacy": 1}).status_code == 202
    account = street.shop.account_emails().find(ann.email)
    fact = street.shop.journal().read([account])[account].events[0]
    assert (fact.terms, fact.privacy) == (1, 1)
    refused = refused_with(422, asks(ann, "POST", "/accounts", json=form | {"terms": 99}))
    assert refused["type"] == "/problems/NoSuchVersion", "said of a known address as of any other"


@pytest.fixture
def sue(asking):
    visitor = asking.visitor("Sue")
    asking.shop.bus().do(
        EnrolStaff(email=visitor.email, name="Sue Field", password=Secret(GOOD)),
        Caller(actor="system:test", correlation=uuid4()),
    )
    assert visitor.post("/backoffice/login", {"email": visitor.email, "password": GOOD, "next": ""}).status_code == 303
    visitor.desk = re.search(r'name="_csrf_token" value="([^"]+)"', visitor.get("/backoffice/documents/terms").text)[1]
    return visitor


def at_the_desk(who, form, kind="terms"):
    return who.client.post(
        f"/backoffice/documents/{kind}", data=form | {"_csrf_token": who.desk}, follow_redirects=False,
        headers=who._known({}),
    )


@texts
@consent
def test_staff_publish_another_version_and_members_are_asked_at_their_next_login(asking, cleo, sue):
    cleo.registers(**{"version.terms": "1"})
    cleo.post("/verify", {"token": cleo.link("account_verification")})
    assert cleo.logs_in().headers["location"] == "/account"
    text = asks(cleo, "GET", "/documents/terms").json()["text"] + "\n## Gifts\n\nWe wrap what you give away.\n"
    form = {"text": text, "changes": "We wrap gifts.", "upon": "1"}
    draft = at_the_desk(sue, form)
    assert (draft.status_code, "Your draft, as it will be" in draft.text) == (200, True)
    assert "Gifts" not in cleo.get("/terms").text
    assert at_the_desk(sue, form | {"act": "publish", "changes": ""}).status_code == 422
    assert at_the_desk(sue, form | {"act": "publish"}).status_code == 303
    late = at_the_desk(sue, form | {"act": "publish", "text": text + "More."})
    assert (late.status_code, "Version 2 was published while you wrote" in late.text) == (422, True)
    assert ("More." in late.text, 'name="upon" value="2"' in late.text) == (True, True)
    assert "We wrap what you give away" in cleo.get("/terms").text
    assert "Gifts" not in cleo.get("/terms/versions/1").text
    changes = cleo.get("/terms/changes?since=1").text
    assert "We wrap what you give away" in changes[changes.index("passage-new"):]
    phone = cleo.again()
    asked = phone.logs_in().headers["location"]
    assert asked == "/account/terms?next=%2Faccount"
    page = phone.get(asked).text
    assert "You agreed to version 1" in page
    assert "We wrap gifts." in page
    assert phone.post("/account/terms", {"number": "1", "next": "/account"}).status_code == 422
    assert phone.post("/account/terms", {"number": "2", "next": "/account"}).headers["location"] == "/account"
    assert cleo.again().logs_in().headers["location"] == "/account", "who agreed is not asked again"
    assert phone.get("/account/terms").headers["location"] == "/account", "there is nothing to ask"
    assert phone.get("/account/terms?next=/account/orders").headers["location"] == "/account/orders"
    account = asking.shop.account_emails().find(cleo.email)
    assert consents(asking, account).accepted == {"terms": 2}


@texts
@pytest.mark.story("US-10.2", "what users write is sanitised")
@pytest.mark.requirement("R10.2")
def test_a_text_is_kept_without_tags_and_the_draft_shows_it_as_it_will_be(asking, cleo, sue):
    now = asks(cleo, "GET", "/documents/privacy").json()
    text = now["text"] + "\n<b>Boxes</b> come [back](javascript:alert(1)).\n"
    form = {"text": text, "changes": "Boxes.", "upon": str(now["number"])}
    draft = at_the_desk(sue, form, "privacy")
    assert (draft.status_code, "&lt;b&gt;" in draft.text, "Boxes come [back](#).</textarea>" in draft.text) == (
        200, False, True)
    assert at_the_desk(sue, form | {"act": "publish"}, "privacy").status_code == 303
    assert asks(cleo, "GET", "/documents/privacy").json()["text"] == now["text"] + "\nBoxes come [back](#).\n"


@texts
def test_documents_are_published_by_whoever_may_and_the_record_is_for_staff(asking, cleo, sue):
    assert "Record of processing" in sue.get("/backoffice/compliance").text
    assert "identity/registered-1: email" in sue.get("/backoffice/compliance").text
    assert sue.get("/backoffice/documents/imprint").status_code == 404
    assert "Privacy notice" in sue.get("/backoffice/documents").text
    cleo.joins()
    for path in ("/backoffice/documents", "/backoffice/compliance"):
        assert cleo.get(path).status_code in {303, 403}


@consent
def test_no_cookie_speaks_for_an_account(asking, cleo):
    cleo.joins()
    account = asking.shop.account_emails().find(cleo.email)
    stranger = asking.visitor("Stu")
    stranger.client.cookies.set(CHOICES_COOKIE, str(account))
    assert stranger.post("/choices", EVERYTHING).status_code == 303
    assert consents(asking, account).agreed == {}


@consent
def test_a_fact_of_a_consent_names_no_person(asking, cleo):
    cleo.post("/choices", EVERYTHING)
    fact = asking.shop.journal().read([consents_of(holder_in(cleo))])[consents_of(holder_in(cleo))].events[0]
    assert isinstance(fact, ConsentGiven)
    assert set(fact.__struct_fields__) == {"at", "holder", "purpose", "words", "where"}
