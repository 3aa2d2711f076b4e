"""What somebody wants to be told: for programs, on the page with scripts and without, and by the link in a letter."""

import re

import pytest

from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import refused_with
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R6.5")]
choosing = pytest.mark.story("US-6.4", "choose the occasions")
at_once = pytest.mark.story("US-6.4", "saved at once")
by_mail = pytest.mark.story("US-6.4", "e-mail on or off")
by_sms = pytest.mark.story("US-6.4", "SMS on or off")
CHOICES = "/account/notifications"
CONSENTS = {
    "consent.promotions": "promotions-1", "consent.price_drops": "price-drops-1", "consent.reviews": "reviews-1",
}
HTMX = {"hx-request": "true"}


@pytest.fixture
def ann(street):
    who = street.visitor("Ann").joins()
    who.pass_ = logs_in(who).json()["access_token"]
    return who


def mine(who, verb="GET", path="", **more):
    return asks(who, verb, f"/me/preferences{path}", who.pass_, **more)


def on(who):
    return {
        f"{way['channel']}.{choice['kind']}"
        for choice in mine(who).json()["choices"] for way in choice["ways"] if way["on"]
    }


def switch(who, *switches, **more):
    return mine(who, "PATCH", json={"switches": [
        dict(zip(("channel", "kind", "on", "consent"), wish, strict=False)) for wish in switches
    ]}, **more)


ALWAYS = {"email.order_updates", "email.account_security"}
NEWS = ("email", "promotions", True, "promotions-1")


@choosing
@by_mail
@pytest.mark.story("US-6.1", "choose mails")
def test_a_program_switches_things_on_and_off(ann):
    assert on(ann) == ALWAYS
    answer = switch(ann, NEWS, ("push", "order_updates", True))
    assert answer.status_code == 200, answer.text
    assert on(ann) == ALWAYS | {"email.promotions", "push.order_updates"}
    assert switch(ann, ("email", "promotions", False)).status_code == 200
    assert on(ann) == ALWAYS | {"push.order_updates"}
    stale = switch(ann, NEWS, headers={"if-match": answer.headers["etag"]})
    assert stale.status_code == 412


@choosing
@pytest.mark.parametrize(("wish", "problem"), [
    (("email", "order_updates", False), "AlwaysSaid"), (("email", "promotions", True), "ConsentMissing"),
    (("sms", "order_updates", True), "PhoneMissing"), (("sms", "reviews", True, "reviews-1"), "NotOffered"),
])
def test_what_may_not_be_is_refused_and_changes_nothing(ann, wish, problem):
    refused = refused_with(422, switch(ann, ("push", "order_updates", True), wish))
    assert refused["type"] == f"/problems/{problem}"
    assert on(ann) == ALWAYS
    assert refused_with(400, switch(ann, ("pigeon", "order_updates", True)))


@by_sms
def test_text_messages_go_to_a_number_with_its_country(ann):
    assert refused_with(422, mine(ann, "PUT", "/phone", json={"phone": "030 1"}))["type"] == "/problems/NotAPhoneNumber"
    given = mine(ann, "PUT", "/phone", json={"phone": "0049 30 123-4567"})
    assert given.json()["phone"] == "+49301234567"
    assert switch(ann, ("sms", "order_updates", True)).status_code == 200
    assert mine(ann, "PUT", "/phone", json={"phone": None}).json()["phone"] is None
    assert on(ann) == ALWAYS
    with ann.street.shop.pool().connection() as db:
        assert "49301234567" not in str(db.execute("SELECT state FROM log.events").fetchall())


def was(page):
    return re.search(r'name="was" value="([^"]*)"', page)[1]


@at_once
@by_mail
@pytest.mark.story("US-6.1", "choose mails")
def test_each_switch_is_saved_at_once_and_says_so(ann):
    shown = was(ann.get(CHOICES).text)
    moved = {"was": shown, "email.promotions": "1", **CONSENTS}
    answer = ann.post(CHOICES, moved, headers=HTMX)
    assert (answer.status_code, "Saved" in answer.text) == (200, True)
    assert "email.promotions" in was(answer.text)
    assert on(ann) == ALWAYS | {"email.promotions"}
    moved = {"was": was(answer.text), "email.promotions": "1", "sms.order_updates": "1", **CONSENTS}
    refused = ann.post(CHOICES, moved, headers=HTMX)
    assert (refused.status_code, "Give us a telephone number first" in refused.text) == (200, True)
    assert ann.post(CHOICES, moved).status_code == 422, "without a script it is a page that was refused"
    assert on(ann) == ALWAYS | {"email.promotions"}


@at_once
def test_without_a_script_a_button_saves_and_another_tab_overwrites_nothing(ann):
    old_tab = was(ann.get(CHOICES).text)
    switch(ann, ("push", "order_updates", True))
    answer = ann.post(CHOICES, {"was": old_tab, "push.price_drops": "1", **CONSENTS})
    assert (answer.status_code, answer.headers["location"]) == (303, CHOICES)
    assert on(ann) == ALWAYS | {"push.order_updates", "push.price_drops"}


@by_sms
def test_the_number_stands_on_the_page(ann):
    wrong = ann.post(f"{CHOICES}/phone", {"phone": "12"})
    assert (wrong.status_code, "Write it with its country" in wrong.text) == (422, True)
    assert ann.post(f"{CHOICES}/phone", {"phone": "+49 30 1234567"}).status_code == 303
    assert 'value="+49301234567"' in ann.get(CHOICES).text
    assert ann.post(f"{CHOICES}/phone", {"phone": ""}).status_code == 303
    assert mine(ann).json()["phone"] is None


@by_mail
@pytest.mark.story("US-6.4", "every channel respects the choice")
@pytest.mark.story("US-6.1", "choose mails")
def test_a_letter_of_marketing_is_ended_with_one_press_by_whoever_has_it(ann):
    switch(ann, NEWS)
    (letter,) = [mail for mail in ann.mails if mail.kind == "news_begun"]
    path = re.search(r"http://\S+(/unsubscribe/\S+)", letter.text)[1]
    program = ann.street.visitor("Program")
    for _ in range(2):
        page = program.client.get(path)
        assert (page.status_code, 'method="post"' in page.text) == (200, True)
    assert "email.promotions" in on(ann), "programs follow links, and change nothing by it"
    done = program.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "These letters have stopped" in done.text) == (200, True)
    assert on(ann) == ALWAYS
    assert program.client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.client.post(f"{path[:-3]}xyz").status_code == 404
    assert program.client.get("/unsubscribe/nonsense").status_code == 404


@pytest.mark.story("US-6.4", "every channel respects the choice")
def test_a_letter_that_nobody_wants_any_more_is_not_sent_and_stands_as_such(ann):
    switch(ann, NEWS)
    settle(ann.street.shop)
    switch(ann, (*NEWS[:2], False))
    assert [mail.kind for mail in ann.mails if mail.kind == "news_begun"] == []
    with ann.street.shop.pool().connection() as db:
        newest = "SELECT outcome FROM work.outbox WHERE kind = 'news_begun' ORDER BY caused_at DESC"
        found = db.execute(newest).fetchone()
    assert found == ("suppressed",)


@pytest.mark.requirement("R1.5")
def test_nobody_chooses_for_others(ann, ben):
    assert asks(ben, "GET", "/me/preferences").status_code == 401
    assert ben.get(CHOICES, headers={"accept": "text/html"}).headers["location"].startswith("/login")
    ben.joins()
    ben.pass_ = logs_in(ben).json()["access_token"]
    switch(ann, NEWS)
    assert on(ben) == ALWAYS
