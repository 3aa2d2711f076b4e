"""Goods that come back are carried out again: asked for, decided, received and inspected, whoever it was."""

import psycopg
import pytest

from store.adapters.audit.capsule import to_text
from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RefuseReturn, RequestReturn
from store.domain.returns.events import InspectedLine
from tests.adapters.audit.test_capsules import MUG
from tests.adapters.audit.undoing import tags, undoing
from tests.adapters.catalogue.hostile_pictures import photo

pytestmark = [pytest.mark.requirement("R9.4"), pytest.mark.story("US-4.5", "the refund comes after approval")]
SELLER = {
    "seller_name": "Far & Away", "seller_address": "1 Long Road, 0010 Auckland", "time_zone": "Pacific/Auckland",
}
WORDS = "it came in pieces and my name is Ben"
TWO = {MUG.sku: 2}


@pytest.fixture
def shop(migrated_url, tmp_path):
    with undoing(migrated_url, tmp_path, **SELLER) as it:
        yield it


def arrived(shop):
    number = shop.bought()
    shop.driver.ship(number, "Post", "1")
    shop.driver.deliver(number)
    return number


def ask(number, **more):
    return RequestReturn(number=number, pieces=TWO, reason="arrived damaged", words=WORDS, **more)


def test_a_return_is_reproduced_from_the_wish_to_the_money(shop):
    number = arrived(shop)
    asked, _ = shop.replayed(ask(number))
    assert tags(asked) == {"ordering/return-claimed-1", "returns/requested-1"}
    approved, _ = shop.replayed(ApproveReturn(number=f"{number}-R1"))
    assert '"send_to":["Far & Away"' in approved.after[0].state, "its own address, and not that of the demo shop"
    assert tags(shop.replayed(ReceiveReturn(number=f"{number}-R1"))[0]) == {"returns/received-1"}
    found = (InspectedLine(MUG.sku, 1, 0, 1, "it was used"),)
    done, _ = shop.replayed(InspectReturn(inspection=RecordInspection(number=f"{number}-R1", found=found)))
    assert tags(done) >= {"ordering/pieces-returned-1", "inventory/returned-1", "payments/refunded-1"}


def test_neither_words_nor_photographs_are_recorded(shop):
    capsule, _ = shop.replayed(ask(arrived(shop), photos=(photo(),)))
    assert WORDS not in to_text(capsule).decode()
    assert capsule.commands[0].fields["photos"] == []
    with psycopg.connect(shop.shop.settings().database_url) as db:
        stored = db.execute("SELECT string_agg(recording, '') FROM work.recordings").fetchone()[0]
    assert WORDS not in stored
    assert len(stored) < len(photo())


def test_what_is_refused_is_refused_again(shop):
    number = arrived(shop)
    shop.replayed(ask(number))
    assert shop.replayed(ask(number))[1] is not None, "so many didn't come"
    refused, _ = shop.replayed(RefuseReturn(number=f"{number}-R1", reason="it was used"))
    assert tags(refused) == {"ordering/return-let-go-1", "returns/refused-1"}
