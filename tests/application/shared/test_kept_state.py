"""State in memory from one command to the next: it may accept, and before it refuses it looks again."""

from typing import get_origin, get_type_hints
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.drivers.eventlog.codec import tag_of
from store.adapters.drivers.kept_state import KeptState
from store.application.cart.messages import AddToCart, OpenCart
from store.application.inventory.messages import CountStock, ReceiveStock
from store.application.payments.messages import ReconcilePayment
from store.application.processes.said_of_prices import SAID
from store.application.shared.bus import Command, handles
from store.application.shared.errors import VersionMoved
from store.application.shared.ports import Clash, Kept
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.order import Order
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import CartId
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.register import EVENTS
from tests.application.processes.examples import (
    CART,
    HAT,
    MUG,
    MUGS,
    NINE,
    ONE_HAT,
    OPENED,
    ORDER,
    PAYMENT,
    PLACE,
    TWENTY_FIVE,
    TWO_MUGS,
    buy,
    goods,
    shop_selling,
)
from tests.application.shared.one_process import OneProcess
from tests.harness.scenario import state

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.requirement("R9.3"),
    pytest.mark.story("US-9.2", "many write at once and nothing is lost"),
]
OTHER = CartId(UUID(int=903))
ADD = AddToCart(cart_id=CART, sku=MUG, quantity=1)


@pytest.fixture
def process():
    other = structs.replace(OPENED, cart_id=OTHER)
    return shop_selling(goods("mug", NINE, 5), goods("hat", TWENTY_FIVE, 1)).happened({
        CART: [OPENED, TWO_MUGS], OTHER: [other, structs.replace(TWO_MUGS, cart_id=OTHER)],
    })


@pytest.fixture
def here(process):
    return OneProcess(process)


@pytest.fixture
def elsewhere(process):
    return OneProcess(process)


def test_what_was_used_before_is_not_read_again(here):
    here.do(ADD)
    assert here.journal.whole == [CART]
    assert [here.do(ADD).lines[MUG].quantity for _ in range(2)] == [4, 5]
    assert here.journal.whole == [CART]
    assert here.journal.beyond == []
    assert (here.keeper.hits, here.keeper.misses) == (2, 1)


def test_a_cart_nobody_has_yet_is_opened_without_a_look_at_the_log(here, elsewhere):
    new = CartId(UUID(int=904))
    opening = OpenCart(cart_id=new, currency="EUR")
    assert here.do(opening).version == 1
    assert here.journal.whole == here.journal.beyond == []
    assert elsewhere.do(opening).version == 1, "somebody has it already: then it is looked up, and opened no more"
    assert elsewhere.journal.whole == [new]


def test_what_a_process_wrote_its_next_step_goes_on_from_and_nobody_after_it(here):
    here.do(ADD)
    here.journal.whole.clear()
    here.do(buy("success"))
    assert here.journal.whole == [*SAID, MUGS], "the order holds a person: its steps hand it on, nobody keeps it"
    assert not {type(it) for it in here.kept().values()} & {Order}


def test_an_order_that_somebody_moved_between_two_steps_is_settled_on_what_is_there_now(here, process, monkeypatch):
    here.do(ADD)
    gateway = process.shop.gateway()
    charge = gateway.charge

    def charge_slowly(*asked):
        verdict = charge(*asked)
        elsewhere = OneProcess(process)
        elsewhere.do(ReconcilePayment(payment_id=PAYMENT, give_up=False, give_up_unheard=False))
        return verdict

    monkeypatch.setattr(gateway, "charge", charge_slowly)
    assert here.do(buy("success")).status == "confirmed"
    assert [type(fact).__name__ for fact in process.streams()[ORDER]] == ["OrderPlaced", "OrderConfirmed"]


def test_an_order_of_what_is_remembered_looks_only_whether_promotions_still_stand(here, process):
    for sku in (MUG, HAT):
        here.do(ReceiveStock(sku=sku, quantity=9))
    here.do(ADD)
    here.journal.whole.clear()
    here.do(PLACE)
    assert (here.journal.whole, here.journal.beyond) == ([*SAID], []), "nothing is kept of what never was"
    assert Inventory.replay(MUGS, process.streams()[MUGS]).reserved == 3


def test_what_somebody_else_did_meanwhile_makes_the_append_clash_and_is_then_known(here, elsewhere):
    here.do(ADD)
    elsewhere.do(ADD)
    assert here.do(ADD).lines[MUG].quantity == 5


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_a_process_that_is_behind_never_says_sold_out_wrongly(here, elsewhere):
    here.do(CountStock(sku=MUG, on_hand=1, reason="broken"))
    elsewhere.do(ReceiveStock(sku=MUG, quantity=1))
    assert here.do(PLACE).number
    assert here.keeper.behind == 1


@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_a_process_that_is_behind_never_sells_what_is_gone(here, elsewhere, process):
    here.do(ReceiveStock(sku=MUG, quantity=1))
    elsewhere.do(CountStock(sku=MUG, on_hand=1, reason="broken"))
    with pytest.raises(NotEnoughStock) as refused:
        here.do(PLACE)
    assert refused.value.available == 1
    assert Inventory.replay(MUGS, process.streams()[MUGS]).reserved == 0


def test_nothing_to_do_is_only_said_after_looking_again(here, elsewhere, process):
    here.do(CountStock(sku=MUG, on_hand=4, reason="one broke"))
    elsewhere.do(CountStock(sku=MUG, on_hand=7, reason="found three"))
    here.do(CountStock(sku=MUG, on_hand=4, reason="they were cups"))
    assert Inventory.replay(MUGS, process.streams()[MUGS]).on_hand == 4
    assert len(process.streams()[MUGS]) == 6  # opened, received, three counts; and few were left once


def test_a_version_somebody_looked_at_is_compared_with_the_log(here, elsewhere):
    here.do(ADD)
    elsewhere.do(ADD)
    assert here.do(AddToCart(cart_id=CART, sku=MUG, quantity=1, version=4)).version == 5
    with pytest.raises(VersionMoved):
        here.do(AddToCart(cart_id=CART, sku=MUG, quantity=1, version=4))


class FollowCart(Command[int], frozen=True):
    """Take as many mugs in as one cart holds: looks at that cart, and appends to the stock."""

    cart_id: CartId


class Following:
    @handles(FollowCart)
    def follow(self, command: FollowCart, work: UnitOfWork) -> int:
        work.in_turn(MUGS)
        cart, stock = work.get(Cart, command.cart_id), work.get(Inventory, MUGS)
        wanted = cart.lines[MUG].quantity
        stock.receive(MUG, wanted, at=OPENED.at)
        work.save(stock)
        return wanted


def test_what_was_looked_at_and_not_appended_to_is_looked_at_again(process, elsewhere):
    here = OneProcess(process, handlers=[Following()])
    assert here.do(FollowCart(cart_id=CART)) == 2
    elsewhere.do(ADD)
    assert here.do(FollowCart(cart_id=CART)) == 3
    assert Inventory.replay(MUGS, process.streams()[MUGS]).on_hand == 10


def test_what_a_refused_command_touched_is_thrown_away(here, process):
    here.do(ADD)
    here.do(CountStock(sku=HAT, on_hand=0, reason="lost"))
    process.happened({CART: [ONE_HAT]})
    with pytest.raises(NotEnoughStock):
        here.do(PLACE)
    for stream, it in here.kept().items():
        assert state(it) == state(type(it).replay(stream, process.streams()[stream]))


def test_what_an_unforeseen_fault_left_is_thrown_away(here, monkeypatch):
    here.do(ADD)
    with monkeypatch.context() as broken:
        broken.setattr(Cart, "add", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            here.do(ADD)
    assert here.kept() == {}


def test_only_the_aggregates_used_last_are_remembered(process):
    keeper = KeptState(2)
    for n in (1, 2, 3):
        keeper.put(Kept(Cart(CartId(UUID(int=n))), b""))
    assert keeper.take(UUID(int=1)) is None
    assert keeper.take(UUID(int=2)) is not None
    assert keeper.take(UUID(int=2)) is None, "whoever takes it has it alone"
    assert len(keeper) == 1


def test_something_older_does_not_take_the_place_of_something_newer():
    keeper, older, newer = KeptState(2), Cart(CART), Cart(CART)
    newer.open("EUR", at=OPENED.at)
    keeper.put(Kept(newer, b""))
    keeper.put(Kept(older, b""))
    assert keeper.take(CART).it is newer


class Lost:
    """An append that came to nothing."""

    settled = failed = True

    def settle(self):
        raise Clash


def test_what_came_to_nothing_is_not_remembered():
    keeper = KeptState(2)
    keeper.put(Kept(Cart(CART), b"", Lost()))
    assert keeper.take(CART) is None


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_nothing_that_knows_a_person_is_ever_kept():
    holding_persons = {kind for kind in EVENTS if any(get_origin(hint) is Personal for hint in hints(kind))}
    kept = {kind.kind: kind for kind in every(Aggregate) if kind.kept}
    assert set(kept) == {
        "cart", "coupon", "coupon_claims", "currencies", "current_cart", "inventory", "paper_series", "payment",
        "promotions", "rates", "segments", "shipping", "taxes",
    }
    assert {tag_of(kind).split("/")[0] for kind in holding_persons} == {
        "customers", "identity", "invoicing", "notifications", "ordering", "partners", "privacy", "returns",
    }
    assert holding_persons.isdisjoint(fact for kind in kept.values() for fact in kind.facts())


def hints(kind):
    return get_type_hints(kind).values()


def every(kind):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


class FailsNow:
    """An append that comes to nothing in the very moment in which somebody looks whether it is settled."""

    failed = False

    @property
    def settled(self):
        self.failed = True
        return True


def test_nothing_goes_on_from_what_comes_to_nothing_at_that_moment(process, here):
    here.do(ADD)
    kept = here.keeper.take(CART)
    here.keeper.put(Kept(kept.it, b"a head that never came to be", FailsNow()))
    with UnitOfWork(here.journal, process.shop.turns(), here.keeper) as work:
        assert work.get(Cart, CART) is not kept.it
