"""Whoever looks after stock is written to when something runs low, once."""

from uuid import UUID

import pytest

from store.application.notifications.ports import Occasion, Outcome
from store.application.processes.telling_staff import TellStaffOfLowStock
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.identity.events import Role, StaffEnrolled
from store.domain.identity.roster_events import PlaceTaken
from store.domain.inventory.events import StockCounted, StockOpened, StockRanLow, StockReceived, ThresholdSet
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import AccountId, CategoryId, ProductId, Sku, VendorId, roster, stock_of, subject_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal
from tests.harness.processes import NOON, given_facts

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "an alert when stock is low")]

ANN, BEN, VERA = (AccountId(UUID(int=n)) for n in (71, 72, 73))
MUG = Sku("MUG")
MUGS, MUGS_PRODUCT = stock_of(MUG), ProductId(UUID(int=70))
LOW = (
    StockReceived(at=NOON, sku=MUG, quantity=9),
    StockCounted(at=NOON, sku=MUG, on_hand=4, was=9, reason="broken"),
    StockRanLow(at=NOON, sku=MUG, available=4, threshold=5),
)


def enrolled(account, name, role):
    return StaffEnrolled(
        at=NOON, account_id=account, email=Personal(subject_of(account), f"{name}@example.org"),
        name=Personal(subject_of(account), name), role=role,
    )


def written(*stock, whose=None):
    staff = {ANN: ("ann", Role.ADMIN), BEN: ("ben", Role.SUPER_ADMIN), VERA: ("vera", Role.VENDOR)}
    facts = {account: [enrolled(account, *who)] for account, who in staff.items()}
    facts[roster()] = [PlaceTaken(at=NOON, account_id=account, role=role) for account, (_, role) in staff.items()]
    if whose:
        facts[MUGS_PRODUCT] = [ProductListed(
            at=NOON, product_id=MUGS_PRODUCT, vendor=whose, variants=(Variant(MUG, Money(900, "EUR")),),
            description=Description("mug", "Mug", "Kiln", CategoryId(MUGS_PRODUCT)),
        )]
        stock = (StockOpened(at=NOON, sku=MUG, product_id=MUGS_PRODUCT), *stock)
    wish = TellStaffOfLowStock(stock_id=MUGS, kind=Occasion.LOW_STOCK, mail_id=UUID(int=6))
    shop = given_facts(facts | {MUGS: [*LOW, *stock]})
    done = shop.when(wish).then_nothing()
    done.when(wish).then_nothing()
    return done.outcome, [mail.to for mail in done.shop.mailer().mails.values()]


def test_each_who_looks_after_all_stock_gets_one_letter():
    outcome, to = written()
    assert outcome is Outcome.SENT
    assert sorted(to) == ["ann@example.org", "ben@example.org"]


@pytest.mark.requirement("R1.5")
def test_the_vendor_whose_goods_they_are_gets_one_too_and_no_other_vendor():
    _, to = written(whose=VendorId(VERA))
    assert sorted(to) == ["ann@example.org", "ben@example.org", "vera@example.org"]
    _, to = written(whose=VendorId(UUID(int=74)))
    assert sorted(to) == ["ann@example.org", "ben@example.org"]


def test_of_what_was_filled_up_meanwhile_nobody_hears():
    assert written(StockReceived(at=NOON, sku=MUG, quantity=2)) == (Outcome.SUPPRESSED, [])


def test_of_a_place_that_runs_low_by_itself_the_letter_says_how_many_are_left_there():
    shed = LocationCode("SHED")
    watched = (
        StockReceived(at=NOON, sku=MUG, quantity=30),
        StockReceived(at=NOON, sku=MUG, quantity=2, location=shed),
        ThresholdSet(at=NOON, sku=MUG, threshold=3, location=shed),
        StockRanLow(at=NOON, sku=MUG, available=2, threshold=3, location=shed),
    )
    outcome, to = written(*watched)
    assert (outcome, len(to)) == (Outcome.SENT, 2)
    filled = StockReceived(at=NOON, sku=MUG, quantity=9, location=shed)
    assert written(*watched, filled) == (Outcome.SUPPRESSED, [])
