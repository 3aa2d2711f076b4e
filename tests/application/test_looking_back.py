"""The life of a thing page by page, two of its moments side by side, and what one wish led to."""

from datetime import timedelta
from uuid import UUID

import pytest

from store.application.audit.links import kind_called
from store.application.audit.messages import GetChain, GetDifference, GetHistory
from store.application.inventory.messages import CountStock, ReceiveStock
from store.application.shared.bus import Caller
from store.application.shared.errors import BadCursor, BadValue, NoSuch
from store.domain.shared.ids import Sku
from tests.application.processes.examples import CART, MUG, NUMBER, OPENED, TWO_MUGS, buy, shop_selling
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.story("US-2.6", "stock history log"),
    pytest.mark.story("US-2.5", "changes leave an audit trail"),
    pytest.mark.requirement("R4.2"),
]
ANN = Caller(actor="staff:1", correlation=UUID(int=77), request_id="r-1", reason="a delivery")


@pytest.fixture
def shop():
    shop = shop_selling().happened({CART: [OPENED, TWO_MUGS]})
    shop.clock.advance(timedelta(hours=1))
    shop.shop.bus().do(buy("success"), SOMEBODY)
    return shop


def test_a_fact_is_told_in_words_with_the_names_people_use(shop):
    told = shop.ask(GetHistory(kind="cart", id=str(CART))).facts[1]
    assert told.sentence == f"{told.actor} put 2 × {told.said.parts['goods'].words} into the cart, at EUR 9.00 each"
    assert told.said.parts["goods"].words not in {"", MUG}
    assert told.said.parts["goods"].id == MUG
    assert shop.ask(GetHistory(kind="inventory", id=MUG)).facts[-1].said.parts["order"].words == NUMBER


def test_each_fact_says_what_it_changed(shop):
    last = shop.ask(GetHistory(kind="inventory", id=MUG)).facts[-1]
    (change,) = last.changes
    assert (change.field.split(".")[0], change.before, change.after) == ("reservations", None, 2)
    received = shop.ask(GetHistory(kind="inventory", id=MUG)).facts[1]
    assert [(c.field, c.before, c.after) for c in received.changes] == [("on_hand", 0, 5)]


def test_what_follows_from_a_state_is_shown_at_that_moment_too(shop):
    sums = [shop.ask(GetHistory(kind="inventory", id=MUG, version=n)).sums for n in (2, 3)]
    assert sums == [{"sold": 0, "reserved": 0, "available": 5}, {"sold": 0, "reserved": 2, "available": 3}]


def test_persons_stay_sealed_unless_asked_for(shop):
    seen = shop.ask(GetHistory(kind="order", id=NUMBER))
    assert (seen.state["email"], seen.facts[0].body["address"]) == ({"type": "sealed"}, {"type": "sealed"})
    assert shop.ask(GetHistory(kind="order", id=NUMBER, persons=True)).state["email"] == "ann@example.org"


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_long_life_can_be_leafed_through_without_missing_or_doubling_a_fact(shop, newest_first):
    for pieces in range(20):
        shop.shop.bus().do(ReceiveStock(sku=MUG, quantity=pieces + 1), ANN)
    leafed, cursor = [], None
    while True:
        page = shop.ask(GetHistory(kind="inventory", id=MUG, newest_first=newest_first, limit=7, cursor=cursor))
        leafed += [fact.version for fact in page.facts]
        assert page.state["on_hand"] == 5 + 210
        cursor = page.next_cursor
        if cursor is None:
            break
    assert leafed == (list(range(23, 0, -1)) if newest_first else list(range(1, 24)))


def test_one_kind_of_fact_can_be_picked_out_and_later_facts_left_out(shop):
    only = shop.ask(GetHistory(kind="inventory", id=MUG, tags=("inventory/received-1",)))
    assert [fact.version for fact in only.facts] == [2]
    early = shop.ask(GetHistory(kind="inventory", id=MUG, version=2, later=False, newest_first=True))
    assert [fact.version for fact in early.facts] == [2, 1]
    assert (early.version, early.latest_version, early.at) == (2, 3, NOON)


def test_two_moments_are_compared_field_by_field_with_the_facts_in_between(shop):
    found = shop.ask(GetDifference(kind="inventory", id=MUG, before=1, after=3))
    changes = {change.field.split(".")[0]: (change.before, change.after) for change in found.changes}
    assert changes == {"on_hand": (0, 5), "reservations": (None, 2)}
    assert [fact.version for fact in found.facts] == [2, 3]
    assert shop.ask(GetDifference(kind="inventory", id=MUG, before=3, after=1)) == found
    assert found.names[found.changes[-1].field.split(".")[1]] == NUMBER


def test_a_moment_is_a_version_or_an_instant(shop):
    by_clock = shop.ask(GetDifference(kind="cart", id=str(CART), before=NOON + timedelta(minutes=59)))
    assert (by_clock.before, by_clock.after, by_clock.after_at) == (2, 3, NOON + timedelta(hours=1))
    assert [(c.field, c.before, c.after) for c in by_clock.changes] == [("order", None, NUMBER)]
    born = shop.ask(GetDifference(kind="cart", id=str(CART), before=NOON - timedelta(days=1), after=1))
    assert (born.before, born.before_at) == (0, None)
    assert ("currency", None, "EUR") in [(c.field, c.before, c.after) for c in born.changes]


@pytest.mark.parametrize(("query", "error"), [
    (GetDifference(kind="cart", id=str(CART), before=9), BadValue),
    (GetDifference(kind="cart", id=str(CART), before=1, after=NOON.replace(tzinfo=None)), BadValue),
    (GetDifference(kind="cart", id=str(UUID(int=404)), before=1), NoSuch),
    (GetChain(correlation=UUID(int=404)), NoSuch),
    (GetHistory(kind="cart", id=str(CART), cursor="x"), BadCursor),
])
def test_what_never_was_is_a_clear_answer(shop, query, error):
    with pytest.raises(error):
        shop.ask(query)


def test_a_wish_is_followed_through_everything_it_led_to(shop):
    chain = shop.ask(GetChain(correlation=SOMEBODY.correlation))
    (placed,) = [step for step in chain.steps if step.facts[0].tag == "ordering/placed-1" or len(step.facts) == 4]
    assert {fact.kind for fact in placed.facts} == {"order", "cart", "inventory", "payment"}
    (settled,) = placed.then
    assert {fact.tag for fact in settled.facts} == {"payments/captured-1", "ordering/confirmed-1"}
    assert all(fact.causation in {cause.id for cause in placed.facts} for fact in settled.facts)


def test_a_chain_says_who_wished_and_how_long_it_took(shop):
    shop.shop.bus().do(ReceiveStock(sku=MUG, quantity=1), ANN)
    shop.clock.advance(timedelta(seconds=3))
    shop.shop.bus().do(CountStock(sku=Sku(MUG), on_hand=4, reason="one broke"), ANN)
    chain = shop.ask(GetChain(correlation=ANN.correlation))
    assert (chain.actor, chain.request_id, chain.seconds, chain.facts, chain.streams) == ("staff:1", "r-1", 3.0, 2, 1)
    assert [step.after for step in chain.steps] == [0.0, 3.0]


@pytest.mark.parametrize(("kind", "name", "really"), [
    ("order", f"{NUMBER}-R1", "return"), ("account", f"{NUMBER}-R12", "return"), ("order", NUMBER, "order"),
    ("order", str(CART), "order"), ("product", f"{NUMBER}-R1", "product"), ("account", "Ann-R1", "account"),
])
def test_what_is_called_as_a_return_is_is_one_wherever_it_stands(kind, name, really):
    assert kind_called(kind, name) == really
