"""What may be sent instead of money, and for how long it is kept."""

from datetime import timedelta
from fractions import Fraction

import pytest
from msgspec import structs

from store.domain.returns.events import (
    ExchangeLapsed,
    Instead,
    ReturnApproved,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnWithdrawn,
)
from store.domain.returns.exchanged import KEPT_FOR
from store.domain.returns.exchanging import Alternative, wanted_twice, why_not_instead
from store.domain.returns.returning import Return
from store.domain.shared.ids import OrderNumber, Sku
from store.domain.shared.money import Money
from tests.domain.returns.test_returning import ASKED, BOTH, ID, MUG, NOON, RECEIVED, TWO, ask
from tests.harness.scenario import given

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
SAGE = Instead(Sku("SAGE"), "Mug", {"colour": "sage"})
LINE = structs.replace(TWO, instead=SAGE)
WANTED = structs.replace(ASKED, lines=(LINE,), keep_until=NOON + KEPT_FOR)
LATER = NOON + timedelta(days=3)
APPROVED = ReturnApproved(at=LATER, return_id=ID, send_to=("Here",), keep_until=LATER + KEPT_FOR)
LAPSED = ExchangeLapsed(at=LATER + KEPT_FOR, return_id=ID)


def offer(**more):
    return structs.replace(Alternative("Mug, sage", same_product=True, sold=True, dearer=Money(0, "EUR")), **more)


@pytest.mark.parametrize(("it", "words"), [
    (offer(same_product=False), "another variant"), (offer(sold=False), "no longer sold"),
    (offer(dearer=Money(100, "EUR")), "costs EUR 1.00 more"),
])
def test_why_something_can_not_be_had_is_said_with_the_way_out(it, words):
    assert words in why_not_instead(it)


def test_what_costs_less_can_be_had_and_takes_its_part_of_what_was_paid():
    less = offer(dearer=Money(-500, "EUR"), was=Money(2000, "EUR"))
    assert (why_not_instead(less), less.part, offer().part) == (None, Fraction(3, 4), 1)
    wanted = structs.replace(SAGE, costs=Money(1500, "EUR"), of=Money(2000, "EUR"))
    assert (wanted.part, SAGE.part) == (Fraction(3, 4), 1)
    assert offer(dearer=Money(-500, "EUR"), was=Money(500, "EUR")).part == 0
    assert offer(was=Money(0, "EUR")).part == 1


def test_the_same_price_can_be_had_and_each_variant_for_one_line():
    assert why_not_instead(offer()) is None
    assert not wanted_twice({MUG: SAGE.sku, Sku("HAT"): MUG})
    assert wanted_twice({MUG: SAGE.sku, Sku("HAT"): SAGE.sku})


def test_what_is_wanted_is_kept_from_the_asking_and_again_from_the_yes():
    given(Return, ID).when(lambda it: ask(it, lines=(LINE,))).then(WANTED)
    given(Return, ID, WANTED).when(lambda it: it.approve(("Here",), at=LATER)).then(APPROVED)
    asked = Return.replay(ID, [WANTED])
    assert (asked.aside, asked.instead, asked.keep_until) == ({SAGE.sku: 2}, {MUG: SAGE}, NOON + KEPT_FOR)
    assert Return.replay(ID, [WANTED, APPROVED]).keep_until == LATER + KEPT_FOR
    assert not {"aside", "keep_until", "replaced_by", "not_replaced"} & Return.replay(ID, [ASKED]).picture().keys()


def test_it_lapses_once_and_only_when_it_is_time_and_nothing_came():
    given(Return, ID, WANTED, APPROVED).when(lambda it: it.lapse(at=NOON + KEPT_FOR)).then()
    given(Return, ID, WANTED, APPROVED).when(lambda it: it.lapse(at=LATER + KEPT_FOR)).then(LAPSED)
    given(Return, ID, WANTED, APPROVED, LAPSED).when(lambda it: it.lapse(at=LATER + 2 * KEPT_FOR)).then()
    given(Return, ID, WANTED, APPROVED, RECEIVED).when(lambda it: it.lapse(at=LATER + 2 * KEPT_FOR)).then()
    given(Return, ID, ASKED).when(lambda it: it.lapse(at=LATER + 2 * KEPT_FOR)).then()


@pytest.mark.parametrize("end", [
    ReturnRefused(at=NOON, return_id=ID, reason="x"), ReturnWithdrawn(at=NOON, return_id=ID),
    ExchangeLapsed(at=NOON, return_id=ID), ReturnInspected(at=NOON, return_id=ID, lines=(BOTH,)),
])
def test_nothing_is_kept_after_the_end(end):
    assert Return.replay(ID, [WANTED, end]).aside == {}


def test_the_inspection_says_what_is_sent_and_what_can_not_be():
    number = OrderNumber("BBBBB-00001")
    after = ReturnReceived(at=NOON, return_id=ID)
    said = ReturnInspected(at=NOON, return_id=ID, lines=(BOTH,), replaced_by=number, not_replaced={MUG: "it is gone"})
    given(Return, ID, WANTED, APPROVED, after).when(lambda it: it.inspect(
        (BOTH,), None, at=NOON, replaced_by=number, not_replaced={MUG: "it is gone"},
    )).then(said)
    done = Return.replay(ID, [WANTED, APPROVED, after, said])
    assert (done.replaced_by, done.not_replaced) == (number, {MUG: "it is gone"})
