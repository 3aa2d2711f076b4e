"""Taking a copy of one's data: who may, by which link, and until when."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest

from store.application.privacy.copies import LINK_LASTS
from tests.entrypoints.accounts.conftest import GOOD
from tests.entrypoints.accounts.test_account_api import asks, logs_in
from tests.entrypoints.accounts.test_addresses_api import refused_with
from tests.entrypoints.accounts.test_copy_of_data import PATH, access, account_of, along, copy_of, links_on, makes
from tests.entrypoints.accounts.test_email_change_pages import old_proof

pytestmark = [pytest.mark.requirement("R10.5")]


@access
@pytest.mark.story("US-10.3", "sensitive acts ask again who it is")
def test_it_takes_a_proof_and_leads_nobody_else_there(street, ann, ben):
    assert ann.get(PATH).headers["location"].startswith("/login")
    ann.joins()
    old_proof(street, ann)
    assert ann.get(PATH).headers["location"].startswith("/account/proof")
    assert ann.post(PATH).headers["location"].startswith("/account/proof")
    ann.post("/account/proof", {"current_password": GOOD, "next": PATH})
    copy_of(street, ann)
    [link] = links_on(ann.get(PATH))
    assert ann.get(link).status_code == 200
    for spoilt in (link[:-1] + ("A" if link[-1] != "A" else "B"), link.split("?")[0], link.replace("=", "=9", 1)):
        assert ann.get(spoilt).status_code == 404
    ben.joins()
    assert ben.get(link).status_code == 404
    other = ann.again()
    other.logs_in()
    assert other.get(link).status_code == 404, "the link is of another session; its own page has another"
    assert other.get(links_on(other.get(PATH))[0]).status_code == 200
    keys = street.shop.copy_links()
    id, later = UUID(link.split("/")[3].split("?")[0]), street.shop.clock().now() + LINK_LASTS + timedelta(seconds=1)
    account, session = uuid4(), uuid4()
    key = keys.of(account, session, id, street.shop.clock().now() + LINK_LASTS)
    assert keys.good(key, account, session, id, later - timedelta(seconds=2))
    assert not keys.good(key, account, session, id, later)
    old_proof(street, ann)
    assert ann.get(link).headers["location"].startswith("/account/proof")


@along
def test_a_mail_says_when_it_is_there_and_a_second_wish_is_the_same_copy(street, ann):
    ann.joins()
    assert ann.post(PATH).status_code == 303
    assert "Being made" in ann.get(PATH).text
    assert ann.post(PATH).status_code == 303
    assert not [mail for mail in ann.mails if mail.kind == "copy_made"]
    makes(street)
    [mail] = [mail for mail in ann.mails if mail.kind == "copy_made"]
    assert "http" in mail.text
    assert "token=" not in mail.text
    assert f"{PATH}\n" in mail.text.replace(" ", "\n")
    assert len(links_on(ann.get(PATH))) == 1
    history = ann.get("/account/history").text
    assert "A copy of your data was asked for" in history
    assert "The copy of your data was ready" in history


@access
def test_it_is_sealed_and_goes_with_its_time_or_with_its_owner(street, ann):
    ann.joins()
    copy_of(street, ann)
    account = account_of(street, ann)
    with street.shop.pool().connection() as db:
        sealed = db.execute("SELECT sealed FROM work.data_exports WHERE account = %s", (account,)).fetchone()[0]
        assert "PK" not in sealed[:4]
        db.execute("UPDATE work.data_exports SET till = now() - interval '1 second' WHERE account = %s", (account,))
    assert links_on(ann.get(PATH)) == []
    street.shop.copies().forget(street.shop.clock().now())
    with street.shop.pool().connection() as db:
        assert db.execute("SELECT count(*) FROM work.data_exports WHERE account = %s", (account,)).fetchone() == (0,)
    copy_of(street, ann)
    street.shop.keys().destroy(street.shop.journal().read([account])[account].events[0].email.subject)
    assert [ann.get(link).status_code for link in links_on(ann.get(PATH))] == [404]
    street.shop.copies().drop(account)
    assert links_on(ann.get(PATH)) == []


@along
def test_programs_have_it_as_well(street, ann):
    ann.joins()
    token = logs_in(ann).json()["access_token"]
    asked = asks(ann, "POST", "/me/data", token)
    assert asked.status_code == 202, asked.text
    assert [(it["state"], it["href"]) for it in asked.json()["items"]] == [("asked", None)]
    makes(street)
    [it] = asks(ann, "GET", "/me/data", token).json()["items"]
    assert (it["state"], it["step"], it["steps"]) == ("ready", 4, 4)
    taken = asks(ann, "GET", it["href"].removeprefix("/api/v1"), token)
    assert ZipFile(BytesIO(taken.content)).testzip() is None
    refused_with(404, asks(ann, "GET", it["href"].removeprefix("/api/v1")[:-3], token))
    old_proof(street, ann)
    assert refused_with(403, asks(ann, "GET", "/me/data", token))["type"] == "/problems/ProveFirst"


@along
def test_nobody_has_many_made(ann):
    ann.joins()
    answers = [ann.post(PATH, counted=True).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
