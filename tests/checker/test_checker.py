"""The checker can fail: each kind of fault is planted by hand, and the checker names it."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from store.domain.ordering.events import Address
from tests.checker.checker import check, examine, expect_sound
from tests.checker.ledger import LATER, NOON, money, sound
from tests.checker.parcels import check_parcels
from tests.harness.drivers.postgres import postgres
from tests.harness.goods import Goods

pytestmark = pytest.mark.requirement("R2.6")


@pytest.fixture
def ledger():
    return sound()


def first(ledger, now=LATER):
    found = examine(ledger.facts, ledger.charges, now)
    return (found[0].promise, found[0].fact) if found else None


def test_a_sound_shop_is_found_sound(ledger):
    assert examine(ledger.facts, ledger.charges, LATER) == []


def test_an_altered_body_breaks_the_chain(ledger):
    index = ledger.find("inventory/received-1")
    fact = ledger.facts[index]
    ledger.facts[index] = replace(fact, state=fact.state.replace("10", "11"))
    assert first(ledger) == ("the chain holds", ledger.facts[index])


def test_altered_metadata_breaks_the_chain(ledger):
    index = ledger.find("ordering/confirmed-1")
    fact = ledger.facts[index]
    ledger.facts[index] = replace(fact, metadata=fact.metadata.replace("guest", "staff"))
    assert first(ledger) == ("the chain holds", ledger.facts[index])


def test_a_fact_taken_out_of_a_stream_leaves_a_gap(ledger):
    del ledger.facts[ledger.find("payments/requested-1")]
    assert "versions have no gaps" in {offence.promise for offence in examine(ledger.facts, ledger.charges, LATER)}


def test_a_position_given_twice_shows(ledger):
    ledger.facts[5] = replace(ledger.facts[5], position=ledger.facts[4].position)
    assert first(ledger) == ("positions are unique", ledger.facts[5])


def test_a_tag_that_is_not_that_of_the_body_shows(ledger):
    fact = ledger.retell("ordering/confirmed-1", lambda said: said.update(type="ordering/cancelled-1"))
    assert first(ledger) == ("tags are true", fact)


def test_two_orders_for_the_last_piece_show_at_the_second(ledger):
    ledger.receives("VASE", 1)
    ledger.sells("E5", VASE=1)
    ledger.sells("F6", VASE=1)
    assert first(ledger) == ("never more promised than there is", ledger.facts[ledger.find("inventory/reserved-1", -1)])


def test_pieces_from_nowhere_show(ledger):
    stream = ledger.facts[0].stream
    ledger.write((stream, "inventory/counted-1", {"sku": "MUG", "on_hand": 9, "was": 7, "reason": "count"}))
    assert first(ledger) == ("what came in is on hand, put aside or gone", ledger.facts[-1])


def test_rounding_where_nothing_was_exchanged_shows(ledger):
    def round_off(said):
        said["lines"][0]["discount"] = said["totals"]["rounded"] = money(1)
        said["totals"]["total"] = money(said["totals"]["total"]["minor"] - 1)

    fact = ledger.retell("ordering/placed-1", round_off)
    assert ("totals are the sums of their parts", fact) in [
        (found.promise, found.fact) for found in examine(ledger.facts, ledger.charges, LATER)
    ]


def test_an_alert_that_is_not_true_shows(ledger):
    stream = ledger.facts[0].stream
    ledger.write((stream, "inventory/ran-low-1", {"sku": "MUG", "available": 1, "threshold": 5}))
    assert first(ledger) == ("an alert is true", ledger.facts[-1])


def test_more_coming_back_than_left_shows(ledger):
    stream = ledger.facts[0].stream
    ledger.write((stream, "inventory/returned-1", {"sku": "MUG", "quantity": 3, "written_off": 0, "reason": ""}))
    assert first(ledger) == ("nothing comes back that never left", ledger.facts[-1])


def test_pieces_that_are_found_lost_and_brought_back_are_accounted_for(ledger):
    stream = ledger.facts[0].stream
    ledger.write(
        (stream, "inventory/adjusted-1", {"sku": "MUG", "change": -2, "cause": "lost", "reason": "count"}),
        (stream, "inventory/returned-1", {"sku": "MUG", "quantity": 2, "written_off": 1, "reason": "broken"}),
    )
    assert first(ledger) is None


def test_a_sku_counted_in_two_streams_shows(ledger):
    ledger.write((uuid4(), "inventory/received-1", {"sku": "MUG", "quantity": 1}))
    assert first(ledger) == ("a SKU has one stream", ledger.facts[-1])


def test_more_released_than_was_put_aside_shows(ledger):
    fact = ledger.retell("inventory/released-1", lambda said: said.update(quantity=9))
    assert first(ledger) == ("what was put aside is what goes", fact)


@pytest.mark.parametrize("missing", ["payments/requested-1", "cart/checked-out-1", "inventory/reserved-1"])
def test_half_an_order_shows(ledger, missing):
    ledger.forget(missing, 1)
    assert "an order is placed whole" in {o.promise for o in examine(ledger.facts, ledger.charges, LATER)}


def test_an_order_without_its_placing_shows(ledger):
    ledger.forget("ordering/placed-1", 1)
    assert first(ledger)[0] == "an order is placed whole"


def test_an_order_written_in_two_transactions_shows(ledger):
    index = ledger.find("inventory/reserved-1", -1)
    ledger.facts[index] = replace(ledger.facts[index], position=ledger.facts[index].position + 2**16)
    ledger.facts.sort(key=lambda fact: fact.position)
    assert first(ledger)[0] == "an order is placed whole"


def test_an_order_of_other_goods_than_the_cart_held_shows(ledger):
    ledger.retell("cart/line-put-1", lambda said: said.update(quantity=7))
    assert first(ledger) == ("an order is placed whole", ledger.facts[ledger.find("ordering/placed-1")])


def test_two_orders_from_one_cart_show(ledger):
    _, cart, payment, _, total = ledger.places("G7", MUG=1, at=LATER)
    ledger.charges_for(payment, total, "challenged", LATER)
    ledger.write((cart, "cart/checked-out-1", {"cart_id": str(cart), "number": "G7"}))
    assert first(ledger) == ("things happen once", ledger.facts[-1])


@pytest.mark.parametrize("part", ["subtotal", "total"])
def test_a_total_that_is_no_sum_shows(ledger, part):
    fact = ledger.retell("ordering/placed-1", lambda said: said["totals"].update({part: money(1)}), -1)
    assert ("totals are the sums of their parts", fact) in {
        (o.promise, o.fact) for o in examine(ledger.facts, ledger.charges, LATER)
    }


def test_a_line_that_is_not_price_times_pieces_shows(ledger):
    fact = ledger.retell("ordering/placed-1", lambda said: said["lines"][0].update(unit_price=money(999)))
    assert first(ledger) == ("totals are the sums of their parts", fact)


@pytest.mark.parametrize("missing", [
    "payments/captured-1", "payments/declined-1", "inventory/released-1", "cart/reopened-1", "ordering/confirmed-1",
    "ordering/cancelled-1", "inventory/shipped-1", "ordering/shipped-1",
])
def test_half_an_end_shows(ledger, missing):
    ledger.forget(missing)
    assert "an order ends whole" in {o.promise for o in examine(ledger.facts, ledger.charges, LATER)}


def test_a_confirmation_told_twice_shows(ledger):
    index = ledger.find("ordering/confirmed-1")
    ledger.write((ledger.facts[index].stream, "ordering/confirmed-1", ledger.facts[index].said))
    assert first(ledger) == ("things happen once", ledger.facts[-1])


def test_a_fact_in_a_cart_that_became_an_order_shows(ledger):
    fact = ledger.facts[ledger.find("cart/checked-out-1")]
    ledger.write((fact.stream, "cart/line-removed-1", {"cart_id": fact.said["cart_id"], "sku": "MUG"}))
    assert first(ledger) == ("things happen once", ledger.facts[-1])


@pytest.mark.parametrize(("number", "state"), [(0, "declined"), (0, "cancelled"), (2, "captured"), (2, "challenged")])
def test_books_that_say_otherwise_show(ledger, number, state):
    ledger.charges[number] = replace(ledger.charges[number], state=state)
    assert first(ledger)[0] == "the shop's books are the gateway's"


def test_another_amount_at_the_gateway_shows(ledger):
    ledger.charges[0] = replace(ledger.charges[0], minor=1)
    assert first(ledger) == ("the shop's books are the gateway's", ledger.facts[ledger.find("payments/captured-1")])


def test_money_the_gateway_never_heard_of_shows(ledger):
    del ledger.charges[0]
    assert first(ledger) == ("the shop's books are the gateway's", ledger.facts[ledger.find("payments/captured-1")])


def test_money_taken_for_an_order_nobody_placed_shows(ledger):
    ledger.charges_for(uuid4(), 2500, "captured")
    assert first(ledger) == ("the shop's books are the gateway's", None)


@pytest.mark.parametrize("state", ["captured", "declined", None])
def test_a_payment_left_open_shows_once_the_reconciler_had_its_time(ledger, state):
    _, _, payment, _, total = ledger.places("H8", MUG=1)
    if state:
        ledger.charges_for(payment, total, state)
    assert first(ledger, NOON + timedelta(seconds=60)) is None
    assert first(ledger) == ("nothing stays half done", ledger.facts[ledger.find("payments/requested-1", -1)])


def test_a_shopper_at_the_banks_page_may_take_half_an_hour_and_no_more(ledger):
    assert first(ledger, NOON + timedelta(minutes=30)) is None
    assert first(ledger, NOON + timedelta(minutes=40))[0] == "nothing stays half done"


def test_the_first_offending_fact_is_named_first(ledger):
    late = ledger.retell("ordering/placed-1", lambda said: said["totals"].update(total=money(1)), -1)
    early = ledger.retell("inventory/received-1", lambda said: said.update(quantity=1))
    promises = [offence.fact for offence in examine(ledger.facts, ledger.charges, LATER)]
    assert promises.index(late) > 0
    assert early.position < promises[0].position < late.position


def test_a_row_changed_in_the_database_shows(migrated_url, tmp_path):
    with postgres(migrated_url, tmp_path) as shop:
        _sell(shop)
    books = tmp_path / "sandbox" / "gateway.sqlite3"
    expect_sound(migrated_url, books)
    with psycopg.connect(migrated_url) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("UPDATE log.events SET state = replace(state, '\"quantity\":2', '\"quantity\":1')"
                   " WHERE tag = 'inventory/reserved-1'")
    found = check(migrated_url, books)
    assert (found[0].promise, found[0].fact.tag) == ("the chain holds", "inventory/reserved-1")


def _sell(shop):
    mug = Goods("Mug")
    shop.offers(mug, 5)
    cart = shop.open_cart()
    shop.put(cart, mug.sku, 2)
    address = Address("Ann Example", "1 Long Lane", "Berlin", "10115", "DE")
    shop.buy(cart, "ann@example.com", address, method="standard", card="success", quote=None, key="one")


def test_a_scan_or_a_booking_that_was_written_down_twice_shows(ledger):
    order = ledger.facts[ledger.find("ordering/placed-1")]

    def told(tag, **said):
        return replace(order, tag=tag, state=json.dumps({"parcel_id": "p", **said}))

    sent = told("ordering/parcel-sent-1", pieces={})
    for tag, name in (("ordering/parcel-scanned-1", "scan"), ("ordering/parcel-booked-1", "booking")):
        facts = {tag: [told(tag, **{name: "1"})] * 2, sent.tag: [sent]}
        [offence] = check_parcels(None, facts, {}, "p")
        assert f"the same {name} was written down twice" in str(offence)
