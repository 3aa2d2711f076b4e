"""The past of anything can be looked at, at any version and any instant."""

from datetime import timedelta
from uuid import UUID

import pytest

from store.application.audit.messages import GetHistory
from store.application.audit.searching import ListActivity, Search
from store.application.inventory.messages import ReceiveStock
from store.application.shared.bus import Caller
from store.application.shared.errors import BadCursor, BadValue, NoSuch
from tests.application.processes.examples import (
    CART,
    MUG,
    NUMBER,
    OPENED,
    ORDER,
    PAYMENT,
    TWO_MUGS,
    buy,
    product,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.story("US-2.6", "stock history log"),
    pytest.mark.story("US-2.5", "changes leave an audit trail"),
    pytest.mark.requirement("R4.2"),
]


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    shop.clock.advance(timedelta(hours=1))
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


@pytest.mark.parametrize(("kind", "id", "facts"), [
    ("order", NUMBER, 2), ("order", NUMBER.lower(), 2), ("order", str(ORDER), 2), ("cart", str(CART), 3),
    ("inventory", MUG, 3), ("payment", str(PAYMENT), 2), ("product", str(product("mug")), 1),
])
def test_everything_has_a_history_by_the_name_people_use(shop, kind, id, facts):
    seen = shop.ask(GetHistory(kind=kind, id=id))
    assert (seen.version, seen.latest_version, len(seen.facts)) == (facts, facts, facts)
    assert [fact.version for fact in seen.facts] == list(range(1, facts + 1))


def test_a_state_is_shown_as_it_was_at_a_version(shop):
    at = [shop.ask(GetHistory(kind="inventory", id=MUG, version=n)).state for n in (1, 2, 3)]
    assert [state["on_hand"] for state in at] == [0, 5, 5]
    assert [list(state["reservations"].values()) for state in at] == [[], [], [2]]


def test_a_state_is_shown_as_it_was_known_at_an_instant(shop):
    early = shop.ask(GetHistory(kind="cart", id=str(CART), at=NOON + timedelta(minutes=59)))
    assert (early.version, early.latest_version, early.state["order"]) == (2, 3, None)
    assert shop.ask(GetHistory(kind="cart", id=str(CART), at=NOON + timedelta(hours=1))).state["order"] == NUMBER
    with pytest.raises(NoSuch):
        shop.ask(GetHistory(kind="cart", id=str(CART), at=NOON - timedelta(days=1)))


def test_a_fact_says_who_did_it_and_why_it_can_be_trusted(shop):
    fact = shop.ask(GetHistory(kind="order", id=NUMBER, persons=True)).facts[0]
    assert (fact.actor, fact.tag, fact.title) == (
        SOMEBODY.actor, "ordering/placed-1", "Somebody bought; the goods are put aside and the money is asked for."
    )
    assert fact.body["email"] == "ann@example.org"
    assert len(fact.hash) == 64
    assert fact.recorded_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize(("query", "error"), [
    (GetHistory(kind="unicorn", id="1"), BadValue),
    (GetHistory(kind="cart", id="not a uuid"), NoSuch),
    (GetHistory(kind="cart", id=str(UUID(int=404))), NoSuch),
    (GetHistory(kind="order", id="ZZZZZ-ZZZZZ"), NoSuch),
    (GetHistory(kind="cart", id=str(CART), version=0), BadValue),
    (GetHistory(kind="cart", id=str(CART), version=4), BadValue),
    (GetHistory(kind="cart", id=str(CART), at=NOON.replace(tzinfo=None)), BadValue),
    (ListActivity(cursor="made up"), BadCursor),
])
def test_what_is_asked_wrongly_gets_a_clear_answer(shop, query, error):
    with pytest.raises(error):
        shop.ask(query)


def test_the_newest_facts_come_first_and_can_be_leafed_through(shop):
    everything = shop.ask(ListActivity(limit=200)).items
    assert {fact.tag for fact in everything[:2]} == {"payments/captured-1", "ordering/confirmed-1"}
    leafed, cursor = [], None
    while True:
        page = shop.ask(ListActivity(limit=4, cursor=cursor))
        leafed += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert leafed == everything


def test_all_that_one_wish_led_to_is_found_together(shop):
    wish = ReceiveStock(sku=MUG, quantity=2)
    shop.shop.bus().do(wish, Caller(actor="staff:1", correlation=UUID(int=77), reason="a delivery"))
    found = shop.ask(ListActivity(search=Search(correlation=UUID(int=77)), limit=200)).items
    assert [(fact.tag, fact.actor, fact.reason) for fact in found] == [
        ("inventory/received-1", "staff:1", "a delivery")
    ]
