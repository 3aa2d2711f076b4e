"""Several wishes at once: each by itself, their facts together, and none in the way of another."""

from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.audit.tape import RecordingDispatcher
from store.application.cart.messages import AddToCart, OpenCart
from store.application.shared.bus import Command, Wish, handles
from store.application.shared.errors import NoSuch
from store.domain.shared.ids import CartId
from tests.application.processes.examples import CART, MUG, OPENED, TWO_MUGS, buy, shop_selling
from tests.application.shared.test_dispatch import Lost
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.requirement("R9.3"), pytest.mark.requirement("R3.3")]
CARTS = [CartId(UUID(int=100 + n)) for n in range(3)]


class Stumble(Command[None], frozen=True):
    """What nobody can do."""


class Stumbling:
    """A part of the shop with a fault."""

    @handles(Stumble)
    def stumble(self, command: Stumble, work) -> None:
        del work
        raise LookupError(type(command).__name__)


class Entry:
    """An append that is told when somebody waits for it."""

    def __init__(self, entry, log):
        self._entry, self._log = entry, log

    def settle(self):
        self._log.append("settle")
        return self._entry.settle()

    def __getattr__(self, name):
        return getattr(self._entry, name)


class Heard:
    """A journal that says what was asked of it, and loses what is handed in for a *lost* stream the first time."""

    def __init__(self, journal, lost=()):
        self._journal, self._lost, self.log = journal, {*lost}, []

    def hand_in(self, changes, *more):
        self.log.append("hand in")
        lost = self._lost & {change.stream for change in changes}
        self._lost -= lost
        return Lost(changes) if lost else Entry(self._journal.hand_in(changes, *more), self.log)

    def __getattr__(self, name):
        return getattr(self._journal, name)


@pytest.fixture
def process():
    return shop_selling().happened({CART: [OPENED]})


def bus_over(process, journal, kept=None):
    shop = process.shop
    return RecordingDispatcher(
        [*shop.handlers(), Stumbling()], journal=journal, keeper=shop.keeper(), idempotency=shop.idempotency(),
        turns=shop.turns(), positions=None, clock=shop.clock(), recorded=frozenset({AddToCart}),
        keep=lambda command, *_: kept.append(command),
    )


def wish(command, correlation=1):
    return Wish(command, structs.replace(SOMEBODY, correlation=UUID(int=correlation)))


def opening(cart):
    return wish(OpenCart(cart_id=cart, currency="EUR"))


def test_all_are_handed_in_before_anybody_waits(process):
    journal = Heard(process.shop.journal())
    done = [*bus_over(process, journal).do_all([opening(cart) for cart in CARTS])]
    assert [receipt.outcome.cart_id for receipt in done] == CARTS
    assert journal.log == ["hand in"] * 3 + ["settle"] * 3
    assert all(receipt.position and receipt.fact for receipt in done)


def test_each_is_carried_out_on_behalf_of_whoever_wished_it(process):
    wishes = [wish(OpenCart(cart_id=cart, currency="EUR"), n) for n, cart in enumerate(CARTS)]
    assert len([*bus_over(process, process.shop.journal()).do_all(wishes)]) == 3
    for n, cart in enumerate(CARTS):
        (row,) = process.shop.log().select_events(cart)
        assert f'"{UUID(int=n)}"'.encode() in row.metadata


def test_one_that_is_refused_keeps_no_other_from_being_done(process):
    journal = Heard(process.shop.journal())
    unknown = wish(AddToCart(cart_id=CartId(UUID(int=9)), sku=MUG, quantity=1))
    first, refused, last = bus_over(process, journal, []).do_all([opening(CARTS[0]), unknown, opening(CARTS[1])])
    assert (first.outcome.cart_id, last.outcome.cart_id) == tuple(CARTS[:2])
    assert isinstance(refused, NoSuch)


def test_after_one_that_fails_the_others_are_begun_when_they_are_asked_for(process):
    done = bus_over(process, process.shop.journal()).do_all([opening(CARTS[0]), wish(Stumble()), opening(CARTS[1])])
    assert next(done).outcome.cart_id == CARTS[0]
    assert isinstance(next(done), LookupError)
    assert CARTS[1] not in process.streams()
    assert next(done).outcome.cart_id == CARTS[1]
    assert CARTS[1] in process.streams()


def test_one_that_clashes_is_decided_anew_and_the_others_are_not(process):
    journal = Heard(process.shop.journal(), lost=[CARTS[1]])
    done = [*bus_over(process, journal).do_all([opening(cart) for cart in CARTS])]
    assert [receipt.outcome.cart_id for receipt in done] == CARTS
    assert journal.log.count("hand in") == 4
    assert all(len(process.streams()[cart]) == 1 for cart in CARTS)


def test_two_that_want_the_same_stream_both_come_about(process):
    done = [*bus_over(process, process.shop.journal()).do_all([opening(CARTS[0]), opening(CARTS[0])])]
    assert [receipt.outcome.cart_id for receipt in done] == CARTS[:1] * 2
    assert len(process.streams()[CARTS[0]]) == 1


def test_what_takes_several_steps_is_done_by_itself(process):
    process.happened({CART: [TWO_MUGS]})
    (bought, opened) = bus_over(process, process.shop.journal()).do_all([wish(buy("success")), opening(CARTS[0])])
    assert bought.outcome.number
    assert opened.outcome.cart_id == CARTS[0]


def test_what_is_recorded_is_recorded_each_by_itself(process):
    kept = []
    add = AddToCart(cart_id=CART, sku=MUG, quantity=1)
    assert len([*bus_over(process, process.shop.journal(), kept).do_all([wish(add), wish(add)])]) == 2
    assert kept == [add, add]


def test_nothing_to_do_is_nothing_done(process):
    assert [*bus_over(process, process.shop.journal()).do_all([])] == []
