"""Which orders are somebody's: a shop in memory and the read models say the same."""

from uuid import UUID

import pytest

from store.domain.ordering.events import OrderClaimed
from store.domain.shared.ids import AccountId
from tests.harness.drivers.memory import OPENING

pytestmark = [pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "right to deletion")]
ANN, BEN = AccountId(UUID(int=77)), AccountId(UUID(int=78))
EMAIL = "ann@example.org"


def test_orders_of_guests_are_found_by_their_address_however_it_is_written(both):
    mine = {both.bought(name, email)[0] for name, email in (("1", EMAIL), ("2", "Ann@Example.ORG"))}
    both.bought("3", "ben@example.org")
    for written in (EMAIL, "ANN@example.org", "ann@EXAMPLE.org"):
        assert list(both.purchases.of_guest(written)) == sorted(mine)


def test_what_was_bought_under_an_account_is_no_guests(both):
    both.bought("1", EMAIL, ANN)
    assert list(both.purchases.of_guest(EMAIL)) == []


def test_an_account_has_its_own_and_those_of_guests_under_its_address(both):
    own, _ = both.bought("1", "elsewhere@example.org", ANN)
    before, _ = both.bought("2", EMAIL)
    both.bought("3", EMAIL, BEN)
    both.bought("4", "ben@example.org")
    assert list(both.purchases.under(ANN, EMAIL)) == sorted([own, before])
    assert list(both.purchases.under(ANN, None)) == [own], "its address was never proven"


def test_what_was_claimed_is_the_accounts_and_no_guests_any_more(both):
    order, _ = both.bought("1", EMAIL)
    both.given(order, OrderClaimed(at=OPENING, order_id=order, account_id=BEN))
    assert list(both.purchases.of_guest(EMAIL)) == []
    assert list(both.purchases.under(BEN, None)) == [order]
    assert list(both.purchases.under(ANN, EMAIL)) == []


def test_nobody_has_none_and_what_is_no_address_finds_none(both):
    both.bought("1", EMAIL)
    assert list(both.purchases.of_guest("eve@example.org")) == []
    assert list(both.purchases.of_guest("no address")) == []
    assert list(both.purchases.under(BEN, "no address")) == []


def test_whoever_was_forgotten_is_not_found_by_an_address_any_more(both):
    gone, subject = both.bought("1", EMAIL)
    stays, _ = both.bought("2", EMAIL)
    own, its = both.bought("3", EMAIL, ANN)
    for one in (subject, its):
        both.forgets(one)
    assert list(both.purchases.of_guest(EMAIL)) == [stays]
    assert list(both.purchases.under(ANN, EMAIL)) == sorted([stays, own]), "its id is no person"
    assert gone not in both.purchases.under(ANN, EMAIL)
