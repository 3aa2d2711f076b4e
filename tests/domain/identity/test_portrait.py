"""What somebody looks like."""

import pytest

from store.domain.identity.account import Account
from store.domain.identity.errors import NoSuchAccount
from store.domain.identity.owner_events import PictureChanged, PictureRemoved
from store.domain.shared.personal import Personal
from tests.domain.identity.test_account import DISABLED, ID, NOON, REGISTERED, SUBJECT, VERIFIED, account

pytestmark = [pytest.mark.story("US-6.1", "a profile picture"), pytest.mark.requirement("R6.3")]
SHOWN = PictureChanged(at=NOON, account_id=ID, picture=Personal(SUBJECT, "portrait-a"))


def test_a_picture_is_shown_and_another_and_none():
    hers = (REGISTERED, VERIFIED)
    account(*hers).when(Account.change_portrait, "portrait-a", at=NOON).then(SHOWN)
    account(*hers, SHOWN).when(Account.change_portrait, "portrait-a", at=NOON).then_nothing()
    account(*hers, SHOWN).when(Account.change_portrait, "portrait-b", at=NOON).then(
        PictureChanged(at=NOON, account_id=ID, picture=Personal(SUBJECT, "portrait-b"))
    )
    removed = PictureRemoved(at=NOON, account_id=ID)
    account(*hers, SHOWN).when(Account.remove_portrait, at=NOON).then(removed)
    account(*hers).when(Account.remove_portrait, at=NOON).then_nothing()
    account(*hers, SHOWN, removed).when(Account.change_portrait, "portrait-a", at=NOON).then(SHOWN)
    account(REGISTERED, DISABLED).when(Account.change_portrait, "a", at=NOON).then_raises(NoSuchAccount)
