"""Wanting a copy of all that is kept, and having it."""

from datetime import timedelta
from uuid import UUID

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchAccount
from store.domain.identity.owner_events import CopyMade, CopyRequested
from tests.domain.identity.test_account import DISABLED, ID, NOON, REGISTERED, account

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.4", "right of access")]
COPY, TILL = UUID(int=77), NOON + timedelta(days=7)
WANTED = CopyRequested(at=NOON, account_id=ID, copy_id=COPY)
MADE = CopyMade(at=NOON, account_id=ID, copy_id=COPY, till=TILL)


def test_a_copy_is_wanted_and_made_once():
    account(REGISTERED).when(Account.request_copy, COPY, at=NOON).then(WANTED)
    account(REGISTERED, WANTED).when(Account.request_copy, COPY, at=NOON).then_nothing()
    account(REGISTERED, WANTED).when(Account.hand_copy, COPY, TILL, at=NOON).then(MADE)
    account(REGISTERED, WANTED, MADE).when(Account.hand_copy, COPY, TILL, at=NOON).then_nothing()


def test_whoever_is_gone_gets_none():
    account(REGISTERED, DISABLED).when(Account.request_copy, COPY, at=NOON).then_raises(NoSuchAccount)
    account(REGISTERED, WANTED, DISABLED).when(Account.hand_copy, COPY, TILL, at=NOON).then_raises(NoSuchAccount)
