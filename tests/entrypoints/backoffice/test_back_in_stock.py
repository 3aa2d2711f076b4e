"""From the button where something is sold out to the one letter, and out of it again."""

import re
from uuid import uuid4

import psycopg
import pytest

from store.application.inventory.messages import CountStock, ReceiveStock
from store.application.notifications.ports import MailJob, Occasion
from store.application.shared.bus import Caller
from store.entrypoints.wiring.mails import sending

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "a notice when something is back")]
SOMEBODY = Caller(actor="test", correlation=uuid4())
KEY = {"x-api-key": "nobody counts me"}


@pytest.fixture
def shop(own_office, migrated_url):
    """Two mugs are promised, and no more are there."""
    office = own_office
    office.url = migrated_url
    office.do = lambda wish: office.shop.bus().do(wish, SOMEBODY).outcome
    office.do(CountStock(sku=office.mug.sku, on_hand=2, reason="stocktake"))
    office.settle()
    return office


def product(shop):
    return shop.get(f"/products/{shop.mug.slug}", headers=KEY).text


def ask(shop, email, **changes):
    token = re.search(r'name="_csrf_token" value="([^"]+)"', product(shop))[1]
    form = {"sku": shop.mug.sku, "email": email, "back": f"/products/{shop.mug.slug}"}
    return shop.post("/back-in-stock", form | changes, token=token, headers=KEY)


def rows(shop, statement):
    with psycopg.connect(shop.url) as db:
        return db.execute(statement).fetchall()


def carry_out(shop):
    """What the worker does with what is due."""
    due = rows(shop, "SELECT id, about, kind, correlation FROM work.outbox WHERE outcome IS NULL"
                     " AND kind = 'back_in_stock'")
    return [
        shop.do(sending(MailJob(mail_id=id, about=about, kind=Occasion(kind), correlation=correlation)))
        for id, about, kind, correlation in due
    ]


def letters(shop):
    return rows(shop, "SELECT id FROM work.mails WHERE kind = 'back_in_stock'")


def test_whoever_asks_gets_one_letter_when_it_is_back_and_can_stop_them(shop):
    assert "Tell me when it" in product(shop)
    answers = {re.sub(r"nonce-\S+|[\"']\S{20,}[\"']", "", ask(shop, email).text.partition("<h1>")[2])
               for email in ("cleo@example.org", "Cleo@example.org")}
    assert len(answers) == 1, "it says the same whether somebody waits already"
    assert "cleo@example.org" not in str(rows(shop, "SELECT * FROM work.waiting"))
    assert len(rows(shop, "SELECT 1 FROM work.waiting")) == 1
    assert carry_out(shop) == []
    for _ in range(2):
        shop.do(ReceiveStock(sku=shop.mug.sku, quantity=1))
    shop.settle()
    assert sorted(carry_out(shop)) == ["sent", "suppressed"]
    assert len(letters(shop)) == 1
    assert "Tell me when it" not in product(shop)
    [(id, sealed)] = rows(shop, "SELECT id, sealed FROM work.waiting")
    assert sealed is None
    assert "Stop these letters" in shop.get(f"/back-in-stock/stop/{id}", headers=KEY).text
    assert shop.post(f"/back-in-stock/stop/{id}", {}, token=None, headers=KEY).status_code == 200
    assert rows(shop, "SELECT 1 FROM work.waiting") == []


def test_what_is_no_address_is_refused_and_nothing_else_is_learnt(shop):
    assert ask(shop, "cleo").status_code == 422
    assert ask(shop, "cleo@example.org", sku="NO-SUCH").status_code == 200
    assert "/products" in ask(shop, "cleo@example.org", back="https://elsewhere.example/").text
    assert "elsewhere.example" not in ask(shop, "cleo@example.org", back="https://elsewhere.example/").text
