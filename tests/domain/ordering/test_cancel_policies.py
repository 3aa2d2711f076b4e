"""How long shoppers may cancel: what each vendor says of their own goods, in versions that hold from a day on."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from msgspec import structs

from store.domain.ordering.cancel_policies import CancelPolicies
from store.domain.ordering.cancel_policy_events import CancelPolicySet
from store.domain.ordering.cancelling import Leave, Terms, Until
from store.domain.ordering.errors import (
    CancelledTooLate,
    HoursOutOfRange,
    NotCancellable,
    PolicyBeginsTooEarly,
    TooManyMadeToOrder,
)
from store.domain.ordering.events import Canceller, OrderLine, PartProcessing
from store.domain.ordering.order import Order
from store.domain.shared.ids import Sku, VendorId, cancel_policy, part_of
from tests.domain.ordering.test_order import CONFIRMED, ID, NOON, PLACED, TOTALS, eur
from tests.harness.scenario import given

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.4", "each vendor says how long shoppers may cancel"),
]
VERA, WALT = VendorId(UUID(int=71)), VendorId(UUID(int=72))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MUG, STOOL, SOAP = Sku("mug"), Sku("stool"), Sku("soap")
LINES = (
    *PLACED.lines,
    OrderLine(STOOL, "Stool", "stool", 1, eur(900), eur(900), eur(144), vendor=VERA),
    OrderLine(SOAP, "Soap", "soap", 2, eur(100), eur(200), eur(32), vendor=WALT),
)
BOUGHT = structs.replace(PLACED, lines=LINES, totals=structs.replace(TOTALS, total=eur(3390), tax_included=eur(541)))
order = given(Order, ID, BOUGHT, CONFIRMED)
call_off_pieces = partial(Order.call_off_pieces, by=Canceller.SHOPPER, reason="x")


def leave(vera=None, walt=None, shop=None):
    said = {VERA: vera, WALT: walt, None: shop}
    return Leave(DAY, {who: terms for who, terms in said.items() if terms})


def refusal(leave, wanted, at=NOON, *more):
    with pytest.raises((NotCancellable, CancelledTooLate)) as refused:
        Order.replay(ID, [BOUGHT, CONFIRMED, *more]).call_off_pieces(wanted, Canceller.SHOPPER, "x", at=at, leave=leave)
    return str(refused.value)


def test_the_goods_of_each_vendor_are_cancelled_as_that_vendor_says():
    said = leave(vera=Terms(Until.NEVER), walt=Terms(hours=2))
    assert "Stool can't be cancelled once it is bought" in refusal(said, {STOOL: 1})
    late = refusal(said, {SOAP: 1}, NOON + 3 * HOUR)
    assert "Soap could be cancelled until 2026-05-31 14:00 UTC: 2 hours after" in late
    assert "Stool" in refusal(said, {MUG: 1, STOOL: 1}), "one that is refused refuses the wish"
    its = Order.replay(ID, [BOUGHT, CONFIRMED])
    its.call_off_pieces({SOAP: 1}, Canceller.SHOPPER, "x", at=NOON + 2 * HOUR, leave=said)
    its.call_off_pieces({MUG: 1}, Canceller.SHOPPER, "x", at=NOON + DAY, leave=said)
    with pytest.raises(NotCancellable, match="Stool"):
        its.call_off(Canceller.SHOPPER, "x", at=NOON, leave=said)


def test_staff_cancel_whatever_vendors_say():
    said = leave(vera=Terms(Until.NEVER), walt=Terms(Until.NEVER), shop=Terms(Until.NEVER))
    its = Order.replay(ID, [BOUGHT, CONFIRMED])
    its.call_off(Canceller.STAFF, "They asked us to", at=NOON + 9 * DAY, leave=said)
    assert its.stage == "cancelled"


def test_until_it_is_packed_and_until_it_leaves_know_no_hour():
    packed, gone = leave(vera=Terms(Until.PACKED)), leave(vera=Terms(Until.SENT))
    begun = PartProcessing(at=NOON, order_id=ID, part_id=part_of(ID, VERA, "MAIN"), stands="processing")
    for said in (packed, gone):
        its = Order.replay(ID, [BOUGHT, CONFIRMED])
        its.call_off_pieces({STOOL: 1}, Canceller.SHOPPER, "x", at=NOON + 99 * DAY, leave=said)
    assert "Stool could be cancelled until somebody began to pack it" in refusal(packed, {STOOL: 1}, NOON, begun)
    its = Order.replay(ID, [BOUGHT, CONFIRMED, begun])
    its.call_off_pieces({STOOL: 1}, Canceller.SHOPPER, "x", at=NOON + 99 * DAY, leave=gone)
    assert its.left == {MUG: 2, SOAP: 2}


def test_what_is_made_to_order_is_not_cancelled_and_the_rest_is():
    said = leave(walt=Terms(hours=48, made_to_order=(SOAP,)), shop=Terms(Until.SENT))
    assert "Soap is made for you" in refusal(said, {SOAP: 1})
    assert Order.replay(ID, [BOUGHT, CONFIRMED]).why_not(LINES[1], said, NOON + 50 * DAY) is None, "as the shop says"


def test_the_last_moment_is_known_where_all_go_by_the_hour():
    its = Order.replay(ID, [BOUGHT, CONFIRMED])
    assert its.open_till(leave(vera=Terms(hours=48)), NOON) == NOON + 2 * DAY
    assert its.open_till(leave(vera=Terms(hours=2)), NOON + 3 * HOUR) == NOON + DAY
    assert its.open_till(leave(vera=Terms(Until.SENT)), NOON) is None
    assert its.open_till(leave(), NOON + DAY + HOUR) is None


def test_the_very_last_moment_is_in_time():
    late = NOON + DAY + timedelta(microseconds=1)
    order.when(call_off_pieces, {MUG: 1}, at=late, leave=leave()).then_raises(CancelledTooLate, until=NOON + DAY)
    its = Order.replay(ID, [BOUGHT, CONFIRMED])
    its.call_off_pieces({MUG: 1}, Canceller.SHOPPER, "x", at=NOON + DAY, leave=leave())
    assert its.left[MUG] == 1


POLICY, TODAY = cancel_policy(), date(2026, 6, 1)
JULY = CancelPolicySet(at=NOON, since=date(2026, 7, 1), terms=Terms(hours=48), vendor=VERA)
SHOPS = CancelPolicySet(at=NOON, since=date(2026, 7, 2), terms=Terms(Until.SENT))
none = given(CancelPolicies, POLICY)
put = partial(CancelPolicies.set, today=TODAY, at=NOON)


def test_what_was_bought_stays_under_what_held_then():
    gone = structs.replace(JULY, since=date(2026, 8, 1), terms=None)
    policies = CancelPolicies.replay(POLICY, [JULY, SHOPS, gone])
    assert policies.on(date(2026, 6, 30)) == {}
    assert policies.on(date(2026, 7, 1)) == {VERA: Terms(hours=48)}
    assert policies.on(date(2026, 7, 9)) == {VERA: Terms(hours=48), None: Terms(Until.SENT)}
    assert policies.on(date(2026, 8, 1)) == {None: Terms(Until.SENT)}, "from then on as the shop says"


def test_a_version_begins_tomorrow_at_the_earliest_and_says_something_new():
    none.when(put, VERA, Terms(hours=48), since=JULY.since).then(JULY)
    given(CancelPolicies, POLICY, JULY).when(put, VERA, Terms(hours=48), since=date(2026, 7, 9)).then_nothing()
    none.when(put, VERA, None, since=JULY.since).then_nothing()
    none.when(put, None, Terms(), since=TODAY).then_raises(PolicyBeginsTooEarly)
    for hours in (-1, 8761):
        none.when(put, VERA, Terms(hours=hours), since=JULY.since).then_raises(HoursOutOfRange)
    many = tuple(Sku(f"S-{n}") for n in range(201))
    none.when(put, VERA, Terms(made_to_order=many), since=JULY.since).then_raises(TooManyMadeToOrder)
