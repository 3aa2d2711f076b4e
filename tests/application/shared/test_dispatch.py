"""The bus: one handler a wish, tries again after a clash, says the same again when asked again."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from msgspec import structs

from store.application.cart.messages import AddToCart, CartMoved, OpenCart
from store.application.cart.ports import Offer
from store.application.inventory.messages import GetStockLevel, ReceiveStock
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.bus import Bus, Caller, Once
from store.application.shared.dispatch import ATTEMPTS, LEASE, Dispatcher
from store.application.shared.errors import (
    Busy,
    InFlight,
    KeyReused,
    NoSuch,
    NotCaughtUp,
    Refusal,
    RefusedBefore,
    VersionMoved,
)
from store.application.shared.ports import Clash
from store.domain.cart.cart import CartLine
from store.domain.cart.events import LinePut
from store.domain.inventory.errors import NotEnoughStock
from store.domain.shared.errors import Conflict, NotFound, RuleViolated, StoreError
from store.domain.shared.ids import CartId, category_of
from tests.application.processes.examples import (
    CART,
    MUG,
    MUGS,
    OPENED,
    ORDER,
    PAYMENT,
    PLACE,
    TWO_MUGS,
    buy,
    goods,
    shop_selling,
)
from tests.harness.processes import SOMEBODY

pytestmark = [
    pytest.mark.requirement("R3.3"),
    pytest.mark.story("US-3.4", "nothing happens by halves"),
]
ONCE = Once(principal="guest:1", route="POST /x", key="k", body="digest", subject=UUID(int=3))
ADD = AddToCart(cart_id=CART, sku=MUG, quantity=1)


def moved(version):
    """Where the cart stands after it was opened, and after a mug was put in."""
    if version == 1:
        return CartMoved(CART, version, "EUR", {})
    offer = Offer(
        sku=MUG, slug="mug", name="mug", options={}, price=TWO_MUGS.price, picture=None, available=5, brand="Kiln",
        places=(str(category_of("kitchen")),),
    )
    return CartMoved(CART, version, "EUR", {MUG: CartLine(1, TWO_MUGS.price)}, {MUG: offer})


class Lost:
    """An append that came to nothing."""

    settled = failed = True

    def __init__(self, changes):
        self.heads = {change.stream: b"" for change in changes}

    def settle(self):
        raise Clash


@dataclass
class Contended:
    """A journal in which somebody else is always a little faster, *times* times."""

    journal: object
    times: int
    tried: int = 0

    def hand_in(self, *change):
        self.tried += 1
        if self.tried <= self.times:
            return Lost(change[0])
        return self.journal.hand_in(*change)

    def __getattr__(self, name):
        return getattr(self.journal, name)


@dataclass
class NoQueues:
    """Turns that never wait, and remember that they were asked to."""

    pauses: list[int] = field(default_factory=list)

    def holding(self, _):
        return nullcontext()

    def pause(self, attempt):
        self.pauses.append(attempt)


class Behind:
    """Read models that never catch up."""

    async def reached(self, *_):
        return False


@pytest.fixture
def process():
    return shop_selling().happened({CART: [OPENED]})


def bus_of(process, *, journal=None, turns=None, positions=None) -> Bus:
    shop = process.shop
    return Dispatcher(
        shop.handlers(), journal=journal or shop.journal(), keeper=shop.keeper(), idempotency=shop.idempotency(),
        turns=turns or NoQueues(), positions=positions, clock=shop.clock(),
    )


def test_a_clash_is_decided_again_on_what_is_there_now(process):
    turns, contended = NoQueues(), Contended(process.shop.journal(), times=3)
    receipt = bus_of(process, journal=contended, turns=turns).do(ADD, SOMEBODY)
    assert receipt.outcome == moved(2)
    assert turns.pauses == [0, 1, 2]
    assert len(process.streams()[CART]) == 2


def test_what_somebody_else_wrote_meanwhile_is_taken_into_account(process):
    class Overtaken(Contended):
        def hand_in(self, *change):
            if not self.tried:
                process.happened({CART: [TWO_MUGS]})
            return super().hand_in(*change)

    bus_of(process, journal=Overtaken(process.shop.journal(), times=1)).do(ADD, SOMEBODY)
    assert [e.quantity for e in process.streams()[CART] if isinstance(e, LinePut)] == [2, 3]


def test_whoever_clashes_too_often_is_asked_to_come_back_and_changes_nothing(process):
    turns = NoQueues()
    bus = bus_of(process, journal=Contended(process.shop.journal(), times=10**6), turns=turns)
    with pytest.raises(Busy):
        bus.do(ADD, SOMEBODY, ONCE)
    assert len(turns.pauses) == ATTEMPTS
    assert process.streams()[CART] == [OPENED]
    assert bus_of(process).do(ADD, SOMEBODY, ONCE).outcome == moved(2), "the key can be used again at once"


def test_a_wish_that_changes_nothing_appends_nothing_and_is_answered_all_the_same(process):
    opening = OpenCart(cart_id=CART, currency="EUR")
    first = process.shop.bus().do(opening, SOMEBODY, ONCE)
    assert first.outcome == process.shop.bus().do(opening, SOMEBODY, ONCE).outcome == moved(1)
    assert process.streams()[CART] == [OPENED]
    assert first.position == process.shop.journal().position()


def test_the_same_request_again_gives_the_same_answer_and_does_nothing(process):
    answers = [process.shop.bus().do(ADD, SOMEBODY, ONCE).outcome for _ in range(3)]
    assert answers == [moved(2)] * 3
    assert len(process.streams()[CART]) == 2


def test_the_same_key_with_another_body_is_refused(process):
    process.shop.bus().do(ADD, SOMEBODY, ONCE)
    with pytest.raises(KeyReused):
        process.shop.bus().do(ADD, SOMEBODY, structs.replace(ONCE, body="another"))


def test_a_refusal_is_remembered_with_its_facts(process):
    wish = ReceiveStock(sku=MUG, quantity=0)
    with pytest.raises(RuleViolated) as first:
        process.shop.bus().do(wish, SOMEBODY, ONCE)
    process.shop.bus().do(ReceiveStock(sku=MUG, quantity=1), SOMEBODY)
    with pytest.raises(RefusedBefore) as again:
        process.shop.bus().do(wish, SOMEBODY, ONCE)
    assert again.value.refusal == Refusal.of(first.value) == Refusal.of(again.value)
    assert str(again.value) == str(first.value)


def test_a_conflict_is_not_remembered_since_it_may_be_gone_next_time(process):
    late = AddToCart(cart_id=CART, sku=MUG, quantity=1, version=7)
    for _ in range(2):
        with pytest.raises(VersionMoved):
            process.shop.bus().do(late, SOMEBODY, ONCE)


class Fault(Exception):
    """Something nobody foresaw."""


class Away(StoreError):
    """It can't be asked at the moment. Try again later."""


@pytest.mark.parametrize("failure", [Fault, Away])
def test_what_nobody_foresaw_or_is_only_away_is_not_remembered(process, failure):
    class Broken:
        def __getattr__(self, name):
            raise failure

    with pytest.raises(failure):
        bus_of(process, journal=Broken()).do(ADD, SOMEBODY, ONCE)
    assert process.shop.bus().do(ADD, SOMEBODY, ONCE).outcome == moved(2)


def test_the_same_request_meanwhile_is_told_to_wait(process):
    process.shop.idempotency().claim(ONCE, process.clock.now(), LEASE)
    with pytest.raises(InFlight):
        process.shop.bus().do(ADD, SOMEBODY, ONCE)
    process.clock.advance(LEASE)
    assert process.shop.bus().do(ADD, SOMEBODY, ONCE).outcome == moved(2)


@pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for")
@pytest.mark.parametrize("charged_before_the_fault", [False, True])
def test_a_crash_between_placing_and_paying_takes_nothing_twice(process, monkeypatch, charged_before_the_fault):
    process.happened({CART: [TWO_MUGS]})
    gateway = process.shop.gateway()
    charge = gateway.charge

    def crash(*asked):
        if charged_before_the_fault:
            charge(*asked)
        raise Fault

    with monkeypatch.context() as fault:
        fault.setattr(gateway, "charge", crash)
        with pytest.raises(Fault):
            process.shop.bus().do(buy("success"), SOMEBODY, ONCE)
    bought = process.shop.bus().do(buy("success"), SOMEBODY, ONCE).outcome
    assert (bought.status, bought.payment.id) == ("confirmed", PAYMENT)
    assert list(gateway.captures()) == [PAYMENT]
    assert [type(fact).__name__ for fact in process.streams()[ORDER]] == ["OrderPlaced", "OrderConfirmed"]
    assert process.shop.bus().do(buy("success"), SOMEBODY, ONCE).outcome == bought


@pytest.mark.requirement("R2.6")
@pytest.mark.story("US-2.6", "prevent orders when out of stock")
def test_of_many_who_want_the_last_pieces_exactly_so_many_get_one():
    shop = shop_selling(goods("mug", TWO_MUGS.price, 5))
    carts = [CartId(UUID(int=5000 + n)) for n in range(20)]
    one = structs.replace(TWO_MUGS, quantity=1)
    shop.happened({cart: [structs.replace(OPENED, cart_id=cart), structs.replace(one, cart_id=cart)] for cart in carts})

    def attempt(cart):
        wish = BuyCart(order=structs.replace(PLACE, cart_id=cart), token="success")
        try:
            return shop.shop.bus().do(wish, Caller(actor=f"guest:{cart}", correlation=cart)).outcome
        except NotEnoughStock:
            return None

    with ThreadPoolExecutor(8) as buyers:
        bought = [outcome for outcome in buyers.map(attempt, carts) if outcome]
    assert len(bought) == len({each.number for each in bought}) == 5
    stock = asyncio.run(shop.shop.bus().ask(GetStockLevel(sku=MUG)))
    assert (stock.on_hand, stock.reserved, stock.available) == (5, 5, 0)
    assert len(shop.shop.gateway().captures()) == 5
    assert len(shop.streams()[MUGS]) == 7


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-9.2", "everybody sees their own changes")
def test_a_view_that_does_not_catch_up_says_so(process):
    bus = bus_of(process, positions=Behind())
    with pytest.raises(NotCaughtUp):
        asyncio.run(bus.ask(GetStockLevel(sku=MUG), after="1-99"))
    assert asyncio.run(bus.ask(GetStockLevel(sku=MUG))).on_hand == 5


@pytest.mark.parametrize(("error", "kind"), [
    (NoSuch("cart", "x"), "NotFound"), (VersionMoved(2), "Conflict"), (Busy(), "Conflict"),
    (KeyReused(), "RuleViolated"), (NotCaughtUp(), "StoreError"),
])
def test_a_refusal_as_data_says_its_kind_its_name_and_its_sentence(error, kind):
    said = Refusal.of(error)
    assert (said.kind, said.name, said.sentence) == (kind, type(error).__name__, str(error))
    kinds = {"NotFound": NotFound, "Conflict": Conflict, "RuleViolated": RuleViolated, "StoreError": StoreError}
    assert isinstance(error, kinds[kind])
