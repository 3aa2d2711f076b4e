"""Whoever is to be forgotten is, as far as nothing stands against it; and what stands against it is told."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from msgspec.structs import replace

from store.application.identity.errors import WrongLogin
from store.application.identity.farewell import DeleteAccount, KeepAccount, RequestDeletion
from store.application.identity.mail_tokens import Purpose
from store.application.identity.messages import EnrolStaff, LogIn, Secret
from store.application.identity.own_account import Register, VerifyEmail
from store.application.privacy.messages import (
    CheckProofs,
    EraseAccount,
    EraseBuyer,
    GetErasure,
    GetHold,
    GetProofs,
    GoOnErasing,
    HoldAccount,
    HoldOrder,
    LiftAccountHold,
    LiftOrderHold,
)
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.errors import NoSuch
from store.domain.identity.email import canonical
from store.domain.identity.errors import MoreThanYouHold, NoSuchAccount, StaffStay
from store.domain.identity.events import Role
from store.domain.identity.owning import SECOND_THOUGHTS
from store.domain.ordering.errors import PlacedUnderAnAccount
from store.domain.ordering.events import OrderCancelled
from store.domain.privacy.errors import HoldStands, NoHold, ReasonMissing
from store.domain.privacy.events import Because, Ground
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import AccountId, CartId, OrderNumber, SubjectId, erasure_of, order_of, subject_of
from store.domain.shared.personal import Erased
from tests.application.processes.examples import (
    ANN,
    CART,
    NUMBER,
    ONE_HAT,
    OPENED,
    ORDER,
    PLACE,
    TWO_MUGS,
    buy,
    shop_selling,
)
from tests.harness.processes import NOON, SOMEBODY

pytestmark = [
    pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]
PASSWORD, EMAIL = Secret("correct horse battery"), "ann@example.org"
BEA = "bea@example.org"
ASKED = {"ground": Ground.ASKED, "reason": "By letter"}
SHIP = ShipOrder(number=NUMBER, carrier="Post", tracking="T-1")


class Shop:
    """A shop in memory where Ann bought as a guest, and Bea has an account."""

    def __init__(self):
        self.process = shop_selling().happened({CART: [OPENED, TWO_MUGS, ONE_HAT]})
        self.it, self.clock = self.process.shop, self.process.clock
        self.do(Register(email=BEA, password=PASSWORD, given_name="Bea", family_name="Example"))
        self.bea = self.it.emails().find(canonical(BEA))
        self.do(VerifyEmail(token=self.link(Purpose.VERIFY)))

    def link(self, purpose):
        now = self.clock.now()
        mail = uuid5(NAMESPACE_URL, purpose)
        return Secret(self.it.mail_tokens().issue(mail, purpose, self.bea, canonical(BEA), now))

    def do(self, command):
        return self.it.bus().do(command, SOMEBODY).outcome

    def ask(self, query):
        return self.process.ask(query)

    def buys(self, account=None):
        self.do(buy("success") if account is None else buy_under(account))

    def comes_to_nothing(self):
        self.do(PLACE)
        self.process.happened({ORDER: [OrderCancelled(at=NOON, order_id=ORDER, reason="declined")]})

    def erasure(self, about):
        return self.ask(GetErasure(erasure_id=erasure_of(about), persons=True))

    def goes_on(self, about):
        return self.do(GoOnErasing(erasure_id=erasure_of(about)))

    def reads(self, order):
        return not isinstance(self.it.journal().read([order])[order].events[0].email.value, Erased)


def buy_under(account):
    return replace(buy("success"), order=replace(PLACE, account_id=account))


@pytest.fixture
def shop():
    return Shop()


def test_an_account_that_staff_erase_shuts_its_doors_and_has_two_weeks(shop):
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    with pytest.raises(WrongLogin):
        shop.do(LogIn(email=BEA, password=PASSWORD))
    assert shop.goes_on(shop.bea) == "requested"
    assert shop.erasure(shop.bea).reason == "By letter"
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.goes_on(shop.bea) == "completed"
    view = shop.erasure(shop.bea)
    assert (view.state, view.reason, [key.subject for key in view.keys]) == (
        "completed", None, [subject_of(shop.bea)],
    )
    assert shop.it.emails().find(canonical(BEA)) is None
    assert shop.it.keys().find(subject_of(shop.bea)) is None
    assert shop.ask(CheckProofs(erasure_id=view.id)).faults == []
    [proof] = shop.ask(GetProofs(erasure_id=view.id))
    assert ("identity/registered-1", ("email", "family_name", "given_name")) in {
        (fact.tag, fact.fields) for fact in proof.facts
    }
    assert b"Bea" not in proof.text
    assert shop.goes_on(shop.bea) == "completed", "and once more changes nothing"
    with pytest.raises((AlreadyErased, NoSuchAccount)):
        shop.do(EraseAccount(account_id=shop.bea, **ASKED))


def test_whoever_thinks_better_of_it_stays_though_staff_began_it(shop):
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    shop.do(KeepAccount(token=shop.link(Purpose.STAY)))
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.goes_on(shop.bea) == "withdrawn"
    shop.do(LogIn(email=BEA, password=PASSWORD))


def test_a_reason_is_wanted_and_staff_stay(shop):
    with pytest.raises(ReasonMissing):
        shop.do(EraseAccount(account_id=shop.bea, ground=Ground.ASKED, reason=" "))
    staff = shop.do(EnrolStaff(email="sam@example.org", name="Sam", password=PASSWORD)).account_id
    with pytest.raises(StaffStay):
        shop.do(EraseAccount(account_id=staff, **ASKED))
    with pytest.raises(NoSuch):
        shop.do(EraseAccount(account_id=AccountId(UUID(int=9)), **ASKED))


def test_a_hold_beats_a_deletion_that_is_due_and_lifting_it_lets_it_go_on(shop):
    session = shop.do(LogIn(email=BEA, password=PASSWORD)).session_id
    shop.do(HoldAccount(account_id=shop.bea, reason="Lawsuit"))
    with pytest.raises(HoldStands):
        shop.do(HoldAccount(account_id=shop.bea, reason="Lawsuit"))
    assert shop.ask(GetHold(about_id=shop.bea, persons=True)).reason == "Lawsuit"
    assert shop.ask(GetHold(about_id=shop.bea)).reason is None
    shop.do(RequestDeletion(account_id=shop.bea, session_id=session))
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.do(DeleteAccount(account_id=shop.bea)) is False
    assert shop.it.departures().due(shop.clock.now()) == [], "the erasure has it in hand"
    [waits] = shop.erasure(shop.bea).waiting
    assert (waits.subject, waits.because, waits.until) == (subject_of(shop.bea), Because.LEGAL_HOLD, None)
    assert shop.it.keys().find(subject_of(shop.bea))
    assert shop.goes_on(shop.bea) == "deferred"
    shop.do(LiftAccountHold(account_id=shop.bea, reason="Settled"))
    assert shop.goes_on(shop.bea) == "completed"
    assert shop.it.keys().find(subject_of(shop.bea)) is None
    with pytest.raises(NoHold):
        shop.do(LiftAccountHold(account_id=shop.bea, reason="Settled"))
    with pytest.raises(AlreadyErased):
        shop.do(HoldAccount(account_id=shop.bea, reason="Too late"))


@pytest.mark.requirement("R10.4")
def test_nobody_holds_or_lifts_what_is_known_of_somebody_who_holds_more(shop):
    def joins(name, role):
        return shop.do(EnrolStaff(email=f"{name}@example.org", name=name, password=PASSWORD, role=role)).account_id

    sue, sid, adam = joins("sue", Role.SUPER_ADMIN), joins("sid", Role.SUPER_ADMIN), joins("adam", Role.ADMIN)
    with pytest.raises(MoreThanYouHold):
        shop.do(HoldAccount(account_id=sue, reason="Lawsuit", by=adam))
    assert not shop.ask(GetHold(about_id=sue)).stands
    shop.do(HoldAccount(account_id=sue, reason="Lawsuit", by=sid))
    with pytest.raises(MoreThanYouHold):
        shop.do(LiftAccountHold(account_id=sue, reason="Settled", by=adam))
    assert shop.ask(GetHold(about_id=sue)).stands
    shop.do(LiftAccountHold(account_id=sue, reason="Settled", by=sid))
    shop.do(HoldAccount(account_id=shop.bea, reason="Lawsuit", by=adam))
    with pytest.raises(MoreThanYouHold):
        shop.do(LiftAccountHold(account_id=shop.bea, reason="I want to be gone", by=shop.bea))


def test_a_hold_that_comes_while_an_erasure_waits_is_told_to_it(shop):
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    shop.do(HoldAccount(account_id=shop.bea, reason="Lawsuit"))
    assert [waits.because for waits in shop.erasure(shop.bea).waiting] == [Because.LEGAL_HOLD]
    assert shop.erasure(shop.bea).held
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.goes_on(shop.bea) == "deferred"


def test_a_guest_is_named_by_an_order_and_the_address_it_went_under(shop):
    shop.buys()
    wrong = EraseBuyer(number=NUMBER, email="eve@example.org", **ASKED)
    for command in (wrong, EraseBuyer(number=OrderNumber("ZZZZZ-ZZZZZ"), email=EMAIL, **ASKED)):
        with pytest.raises(NoSuch):
            shop.do(command)
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL.upper(), **ASKED))
    assert shop.goes_on(ORDER) == "deferred"
    [waits] = shop.erasure(ORDER).waiting
    assert (waits.subject, waits.because, waits.order_number) == (ANN, Because.OPEN_ORDER, NUMBER)
    shop.do(SHIP)
    assert shop.goes_on(ORDER) == "deferred"
    [waits] = shop.erasure(ORDER).waiting
    assert (waits.because, waits.until.year) == (Because.RETENTION, NOON.year + 11)
    assert shop.reads(ORDER)
    shop.clock.set(waits.until)
    assert shop.goes_on(ORDER) == "completed"
    assert not shop.reads(ORDER)
    with pytest.raises(AlreadyErased):
        shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))


def test_an_order_that_came_to_nothing_leaves_no_papers(shop):
    shop.comes_to_nothing()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    assert shop.goes_on(ORDER) == "completed"
    assert not shop.reads(ORDER)


def test_an_order_under_an_account_goes_with_the_account(shop):
    shop.buys(account=shop.bea)
    with pytest.raises(PlacedUnderAnAccount):
        shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    shop.do(HoldOrder(number=NUMBER, reason="Reported stolen"))
    shop.do(SHIP)
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    shop.clock.advance(SECOND_THOUGHTS * 400)
    assert shop.goes_on(shop.bea) == "deferred"
    assert shop.it.keys().find(subject_of(shop.bea)) is None, "the account is not held"
    [waits] = shop.erasure(shop.bea).waiting
    assert (waits.subject, waits.because) == (ANN, Because.LEGAL_HOLD)
    assert shop.reads(order_of(NUMBER))
    shop.do(LiftOrderHold(number=NUMBER, reason="Found"))
    assert shop.goes_on(shop.bea) == "completed"
    assert not shop.reads(order_of(NUMBER))
    assert [part.number for part in shop.erasure(shop.bea).parts] == [1, 2]
    with pytest.raises(AlreadyErased):
        shop.do(HoldOrder(number=NUMBER, reason="Too late"))


def test_what_a_guest_bought_under_the_address_of_an_account_goes_with_it_however_long_it_waits(shop):
    shop.do(replace(buy("success"), order=replace(PLACE, email=BEA)))
    shop.do(EraseAccount(account_id=shop.bea, **ASKED))
    shop.clock.advance(SECOND_THOUGHTS)
    assert shop.goes_on(shop.bea) == "deferred"
    shop.do(SHIP)
    assert shop.goes_on(shop.bea) == "deferred", "nobody can tell any more what the address was"
    [waits] = shop.erasure(shop.bea).waiting
    assert (waits.because, waits.order_number) == (Because.RETENTION, NUMBER)
    shop.clock.set(waits.until)
    assert shop.goes_on(shop.bea) == "completed"
    assert not shop.reads(ORDER)


def test_whoever_buys_again_after_they_wanted_to_be_forgotten_begins_anew(shop):
    shop.buys()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    shop.clock.advance(timedelta(days=1))
    cart = CartId(UUID(int=903))
    shop.process.happened({cart: [replace(OPENED, cart_id=cart), replace(TWO_MUGS, cart_id=cart)]})
    shop.do(replace(buy("success"), order=replace(PLACE, cart_id=cart, subject=SubjectId(UUID(int=904)))))
    assert shop.goes_on(ORDER) == "deferred"
    assert [waits.subject for waits in shop.erasure(ORDER).waiting] == [ANN]


def test_there_is_no_erasure_of_nobody(shop):
    with pytest.raises(NoSuch):
        shop.erasure(UUID(int=5))
    with pytest.raises(NoSuch):
        shop.do(HoldOrder(number=OrderNumber("ZZZZZ-ZZZZZ"), reason="why"))
    assert shop.ask(GetHold(about_id=UUID(int=5), persons=True)).stands is False
