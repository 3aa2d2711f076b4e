"""What the fraud check's own rules say, and how an order is looked at before it is sent."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from msgspec import structs

from store.domain.ordering.screening import ALIKE, PASSED, Judgement, Reason, Rules, Signals, Verdict, judge
from store.domain.shared.exchange import Exchange
from store.domain.shared.habits import Habit
from store.domain.shared.money import Money

pytestmark = [pytest.mark.story("US-3.4", "fraud checks look at purchases"), pytest.mark.requirement("R3.5")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def signals(total=5000, *, first=False, billed="", **alike):
    return Signals(alike, first, Money(total, "EUR"), "DE", billed)


def test_without_rules_everything_passes():
    assert not Rules().asked
    assert judge(Rules(), signals(10**9, first=True, billed="US", email=1000)) == PASSED


def test_more_orders_alike_than_may_come_are_held_and_many_more_are_refused():
    rules = Rules(orders=3, refused=5)
    assert judge(rules, signals(email=3, network=3)) == PASSED
    held = judge(rules, signals(email=4, network=2))
    assert held == Judgement(Verdict.HOLD, (Reason("orders_by_email", 4, 3),))
    refused = judge(rules, signals(email=6, address=4, card=9))
    assert refused == Judgement(Verdict.REFUSE, (Reason("orders_by_email", 6, 5), Reason("orders_by_card", 9, 5)))


def test_a_dear_first_order_is_held_and_a_later_one_is_not():
    rules = Rules(first_order=Money(10_000, "EUR"))
    assert judge(rules, signals(10_000, first=True)) == PASSED
    assert judge(rules, signals(10_001, first=True)).reasons == (Reason("first_order_amount", 10_001, 10_000),)
    assert judge(rules, signals(10_001)) == PASSED


def test_no_currency_is_a_way_round_the_rule_about_first_orders():
    rules = Rules(first_order=Money(10_000, "EUR"))
    yen = Exchange("EUR", "JPY", "175.68", "by hand", NOON.date())
    held = Signals(alike={}, is_first=True, total=Money(17_569, "JPY"), ships_to="JP", exchange=yen)
    assert [judge(rules, it).verdict for it in (
        structs.replace(held, total=Money(17_568, "JPY")), held, structs.replace(held, is_first=False),
        structs.replace(held, total=Money(1, "JPY"), exchange=None),
    )] == ["pass", "hold", "pass", "hold"], "where nobody knows what it comes to, somebody looks"


def test_bills_that_go_to_another_country_are_held_where_that_is_known():
    rules = Rules(countries=True)
    assert [judge(rules, signals(billed=it)).verdict for it in ("", "DE", "US")] == ["pass", "pass", "hold"]


def test_who_sends_back_more_than_may_be_and_more_than_every_second_order_is_held():
    found = {
        (orders, returns): judge(Rules(returns=3), structs.replace(signals(), habit=Habit(orders, returns)))
        for orders, returns in ((4, 3), (8, 4), (7, 4), (4, 9))
    }
    assert [it.verdict for it in found.values()] == ["pass", "pass", "hold", "hold"]
    assert found[7, 4].reasons == (Reason("returns_by_email", 4, 3),)
    assert Rules(returns=3).asked
    assert judge(Rules(orders=9), structs.replace(signals(), habit=Habit(4, 9))) == PASSED, "where nobody asks"


@drawn(st.integers(0, 20), st.integers(0, 20), st.dictionaries(st.sampled_from(ALIKE), st.integers(0, 30)))
def test_a_reason_always_says_more_than_what_may_be(orders, refused, alike):
    found = judge(Rules(orders=orders, refused=refused), signals(**alike))
    assert bool(found.reasons) == (found.verdict is not Verdict.PASS)
    assert all(reason.found > reason.most > 0 for reason in found.reasons)
