"""Gateways: what is held is held again before it runs out, never twice at a time, and never taken twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from store.application.payments.ports import Authorised, Captured, Challenged, Declined, Undecided
from store.domain.shared.money import Money
from tests.adapters.payments.worlds import TWELVE, a_payment, opened

pytestmark = [
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]


TEN = Money(1000, "EUR")


@pytest.fixture(params=["sandbox", "stripe", "paypal"])
def world(request):
    with opened(request.param, later=True) as world:
        yield world


def held(world, card=None, days=6):
    """Some days ago."""
    payment = a_payment()
    assert isinstance(world.holds(payment, world.success if card is None else card), Authorised)
    world.ages(payment, days)
    return payment


def test_it_is_held_for_longer_by_another_name_and_by_that_alone(world):
    payment = held(world)
    before = world.gateway.look(payment)
    again = world.gateway.hold_again(payment, 1, TWELVE)
    assert isinstance(again, Authorised)
    assert (again.reference != before.reference, again.amount) == (True, TWELVE)
    assert again.until > before.until + timedelta(days=5)
    assert again.until > datetime.now(UTC) + timedelta(days=2)
    assert world.gateway.look(payment) == again
    assert world.live(payment) == 1
    assert world.taken() == []


def test_asking_again_for_the_same_time_holds_it_once_and_for_the_next_time_once_more(world):
    payment = held(world)
    first = world.gateway.hold_again(payment, 1, TWELVE)
    assert world.gateway.hold_again(payment, 1, TWELVE) == first
    world.ages(payment, 6)
    second = world.gateway.hold_again(payment, 2, TWELVE)
    assert second.reference != first.reference
    assert world.live(payment) == 1
    assert isinstance(world.gateway.capture(payment, TWELVE), Captured)
    assert (world.live(payment), world.taken()) == (0, [(str(payment), TWELVE)])


def test_what_can_not_be_held_again_stays_held_as_long_as_it_was(world):
    payment = held(world, world.once)
    before = world.gateway.look(payment)
    refused = world.gateway.hold_again(payment, 1, TWELVE)
    assert isinstance(refused, Declined)
    assert refused.reason
    assert world.gateway.look(payment) == before
    assert isinstance(world.gateway.capture(payment, TWELVE), Captured)


def test_what_was_cancelled_or_taken_is_not_held_again(world):
    gone, taken = held(world), held(world)
    world.gateway.cancel(gone)
    world.gateway.capture(taken, TWELVE)
    assert isinstance(world.gateway.hold_again(gone, 1, TWELVE), Declined)
    assert isinstance(world.gateway.hold_again(taken, 1, TWELVE), Captured)
    assert not isinstance(world.gateway.hold_again(a_payment(), 1, TWELVE), Authorised | Captured)
    assert (world.live(gone), world.live(taken)) == (0, 0)
    assert world.taken() == [(str(taken), TWELVE)]


def test_an_answer_that_is_lost_is_found_by_asking_again(world):
    payment = held(world)
    world.loses_the_answer_about_holding(lambda: world.gateway.hold_again(payment, 1, TWELVE))
    again = world.gateway.hold_again(payment, 1, TWELVE)
    assert isinstance(again, Authorised)
    assert world.gateway.look(payment) == again
    assert world.live(payment) == 1


@pytest.mark.race
def test_held_again_while_it_is_cancelled_it_is_held_by_nothing(world):
    for _ in range(4):
        payment = held(world)
        with ThreadPoolExecutor(2) as both:
            again = both.submit(world.gateway.hold_again, payment, 1, TWELVE)
            ended = both.submit(world.gateway.cancel, payment)
        assert isinstance(again.result(), Authorised | Declined | Undecided)
        if not isinstance(ended.result(), Declined):  # nobody knew: whoever follows held money asks again
            assert isinstance(world.gateway.cancel(payment), Declined)
        assert isinstance(world.gateway.look(payment), Declined)
        assert world.live(payment) == 0
    assert world.taken() == []


@pytest.mark.race
def test_held_again_while_it_is_taken_it_is_taken_once_and_held_no_more(world):
    for _ in range(4):
        payment = held(world)
        with ThreadPoolExecutor(2) as both:
            again = both.submit(world.gateway.hold_again, payment, 1, TWELVE)
            taken = both.submit(world.gateway.capture, payment, TWELVE)
        assert not isinstance(taken.result(), Declined), "a parcel would stay for money that is there"
        assert not isinstance(again.result(), Declined)
        assert isinstance(world.gateway.capture(payment, TWELVE), Captured)
        assert world.live(payment) == 0
        assert world.taken().count((str(payment), TWELVE)) == 1


MOMENTS = {"stripe": ("renew", "replaced"), "paypal": ("begin", "hold")}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("act", ["cancel", "capture"])
@pytest.mark.parametrize(("name", "moment"), [(name, one) for name, both in MOMENTS.items() for one in both])
def test_whenever_somebody_cancels_or_takes_while_it_is_held_again_it_ends_well(name, moment, act, when, monkeypatch):
    with opened(name, later=True) as world:
        payment = held(world)
        inner = getattr(world.gateway, "_inner", world.gateway)
        do, said, came = getattr(inner._book, moment), [], count()

        def meanwhile(*told):
            first = next(came) == 0  # what they do may come by here as well
            if first and when == "before":
                said.append(world.gateway.cancel(payment) if act == "cancel" else inner.capture(payment, TWELVE))
            done = do(*told)
            if first and when == "after":
                said.append(world.gateway.cancel(payment) if act == "cancel" else inner.capture(payment, TWELVE))
            return done

        monkeypatch.setattr(inner._book, moment, meanwhile)
        world.gateway.hold_again(payment, 1, TWELVE)
        monkeypatch.undo()
        if act == "cancel":
            assert isinstance(world.gateway.cancel(payment), Declined)
            assert world.taken() == []
        else:
            assert not isinstance(said[0], Declined), "a parcel would stay for money that is there"
            world.gateway.hold_again(payment, 1, TWELVE)  # who follows held money comes again
            assert isinstance(world.gateway.capture(payment, TWELVE), Captured)
            assert world.taken() == [(str(payment), TWELVE)]
        assert world.live(payment) == 0


def pays_again(world, payment, card, generation=1):
    """Whoever pays is there: with PayPal they approve it there at once, if they would."""
    verdict = world.gateway.pay_again(payment, generation, TWELVE, card)
    if world.method == "paypal" and isinstance(verdict, Challenged) and card != world.challenge:
        world.server.books.approve(world.server.newest_order_of(payment)["id"], card)
        return world.gateway.look(payment)
    return verdict


def test_whoever_pays_again_has_it_held_by_another_card_instead_of_the_first(world):
    payment = held(world, world.once)
    again = pays_again(world, payment, world.success)
    assert isinstance(again, Authorised)
    assert again == pays_again(world, payment, world.success) == world.gateway.look(payment)
    assert world.live(payment) == 1
    assert isinstance(world.gateway.capture(payment, TWELVE), Captured)
    assert (world.live(payment), world.taken()) == (0, [(str(payment), TWELVE)])


def test_a_declined_card_is_followed_by_one_that_is_not(world):
    payment = held(world, world.once)
    assert isinstance(pays_again(world, payment, world.decline), Declined | Challenged)
    assert world.live(payment) <= 1
    assert isinstance(pays_again(world, payment, world.success), Authorised)
    assert world.live(payment) == 1


def test_a_bank_that_asks_whoever_pays_again_holds_it_when_they_agree(world):
    payment = held(world, world.once)
    assert isinstance(pays_again(world, payment, world.challenge), Challenged)
    assert world.live(payment) == 0
    answers(world, payment)
    assert isinstance(world.gateway.look(payment), Authorised)
    assert world.live(payment) == 1


def answers(world, payment):
    if world.method == "sandbox":
        world.gateway.answer_challenge(payment, approved=True)
    elif world.method == "paypal":
        world.server.books.approve(world.server.newest_order_of(payment)["id"])
    else:
        [asked] = [it for it in world._intents_of(payment) if it["status"] == "requires_action"]
        world.server.books.answer(asked["id"], approved=True)


def test_another_card_from_another_tab_takes_nothing_from_one_that_pays(world):
    payment = held(world, world.once)
    again = pays_again(world, payment, world.success)
    for card in (world.decline, world.challenge):
        assert world.gateway.pay_again(payment, 1, TWELVE, card) == again
    assert (world.gateway.look(payment), world.live(payment)) == (again, 1)


def test_who_left_the_page_of_the_bank_may_try_the_same_card_for_what_is_due_now(world):
    payment = held(world, world.once)
    assert isinstance(world.gateway.pay_again(payment, 1, TWELVE, world.challenge), Challenged)
    assert isinstance(world.gateway.pay_again(payment, 1, TEN, world.challenge), Challenged), "some was cancelled"
    answers(world, payment)
    again = world.gateway.look(payment)
    assert isinstance(again, Authorised)
    assert again.amount.minor >= TEN.minor
    assert isinstance(world.gateway.capture(payment, TEN), Captured)
    assert world.taken() == [(str(payment), TEN)]


def test_what_was_taken_is_not_paid_again(world):
    payment = held(world)
    world.gateway.capture(payment, TWELVE)
    assert isinstance(pays_again(world, payment, world.success), Captured)
    assert (world.live(payment), world.taken()) == (0, [(str(payment), TWELVE)])


def test_too_early_nothing_changes_at_paypal():
    with opened("paypal", later=True) as world:
        payment = held(world, days=2)
        before = world.gateway.look(payment)
        assert world.gateway.hold_again(payment, 1, TWELVE) == before
        assert before.until < datetime.now(UTC) + timedelta(days=2)


def test_a_bank_that_wants_to_see_its_owner_holds_nothing_more_at_stripe():
    with opened("stripe", later=True) as world:
        payment = a_payment()
        world.holds(payment, world.challenge)
        world.answers_bank(payment, approved=True)
        assert isinstance(world.gateway.look(payment), Authorised)
        assert isinstance(world.gateway.hold_again(payment, 1, Money(1000, "EUR")), Declined)
        assert isinstance(world.gateway.look(payment), Declined)
        assert world.live(payment) == 0
