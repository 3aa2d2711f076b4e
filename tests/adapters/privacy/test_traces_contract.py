"""What is kept of somebody outside the log is taken away, and of nobody else: in memory and in the tables."""

from uuid import UUID

import pytest

from store.application.identity.portraits import names_of
from store.application.privacy.ports import Whom
from store.domain.identity.email import canonical
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId, erasure_of, subject_of
from tests.adapters.identity.test_portraits import picture
from tests.harness.drivers.memory import OPENING

pytestmark = [pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "erasure reaches every place")]
ANN, BEN = AccountId(UUID(int=77)), AccountId(UUID(int=78))


class Member:
    """Somebody who has an address, is logged in twice, has a code for the day the phone is lost, and a picture."""

    def __init__(self, both, account):
        self.both, self.account, self.email = both, account, canonical(f"p{account.int}@example.org")
        both.emails.claim(self.email, account)
        self.sessions = [
            both.sessions.open(account, Role.CUSTOMER, "phone", OPENING)[0].id for _ in range(2)
        ]
        both.factors.begin(account)
        self.codes = both.factors.renew_codes(account)
        self.picture = both.portraits.make(account, picture())

    def whom(self):
        return Whom(erasure_of(self.account), 1, (subject_of(self.account),), self.account, (self.account,),
                    (self.picture,), (self.email,))

    def left(self):
        """What there still is of them; looking uses it up."""
        both, media = self.both, self.both.it.media()
        return {
            "email": both.emails.find(self.email) is not None,
            "sessions": sum(both.sessions.end(self.account, session) for session in self.sessions) > 0,
            "waiting": both.factors.waiting(self.account) is not None,
            "codes": both.factors.use_code(self.account, self.codes[0]) is not None,
            "picture": any(media.exists(name) for name in names_of(self.picture)),
        }


@pytest.fixture
def ann(both):
    return Member(both, ANN)


@pytest.fixture
def ben(both):
    return Member(both, BEN)


def test_all_of_whoever_is_forgotten_goes_and_all_of_others_stays(both, ann, ben):
    removed = both.traces.sweep(ann.whom())
    assert sum(it.count for it in removed) >= 4
    assert not any(ann.left().values())
    assert all(ben.left().values())


def test_doing_so_again_takes_nothing_more_and_says_the_same(both, ann, ben):
    first = list(both.traces.sweep(ann.whom()))
    assert list(both.traces.sweep(ann.whom())) == first
    assert all(ben.left().values())


def test_a_guest_takes_nothing_of_an_account_along(both, ben):
    order, subject = both.bought("1", "guest@example.org")
    both.traces.sweep(Whom(erasure_of(order), 1, (subject,), None, (order,), (), ("guest@example.org",)))
    both.keys.destroy(subject)
    assert list(both.purchases.of_guest("guest@example.org")) == []
    assert all(ben.left().values())


def test_whoever_had_nothing_loses_nothing(both):
    both.traces.sweep(Whom(erasure_of(ANN), 1, (subject_of(ANN),), ANN))
    assert both.emails.find(canonical("ann@example.org")) is None
