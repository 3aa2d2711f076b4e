"""Whatever is linked, unlinked and proven, in any order: a way in is left, and each is a fact of its own."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from store.domain.identity.account import Account
from store.domain.identity.email import canonical
from store.domain.identity.login_events import Linking, LoginLinked, LoginUnlinked, Provider
from store.domain.shared.ids import AccountId
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.story("US-1.3", "the last way in stays"), pytest.mark.requirement("R1.4")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL = canonical("ann@example.org")
PROVIDERS, PEOPLE = st.sampled_from(Provider), st.sampled_from(["a", "b"])


class LinkingMachine(AggregateMachine):
    it: Account

    def __init__(self):
        super().__init__()
        self.it = Account(AccountId(UUID(int=1)))

    @initialize(proven=st.booleans(), password=st.booleans(), provider=PROVIDERS)
    def begin(self, proven, password, provider):
        if password:
            self.attempt(Account.register, EMAIL, "Ann", "Field", at=NOON)
        else:
            self.attempt(Account.join_by, EMAIL, "Ann", "", (provider, "a", "ann"), proven=proven, at=NOON)

    @rule(provider=PROVIDERS, who=PEOPLE, how=st.sampled_from([Linking.SAME_ADDRESS, Linking.FROM_INSIDE]))
    def link(self, provider, who, how):
        self.attempt(Account.link_login, provider, who, "ann", how, at=NOON)

    @rule(provider=PROVIDERS)
    def unlink(self, provider):
        self.attempt(Account.unlink_login, provider, at=NOON)

    @rule()
    def prove_the_address(self):
        self.attempt(Account.verify_email, at=NOON)

    @rule(by_mail=st.booleans())
    def change_the_password(self, by_mail):
        self.attempt(Account.change_password, by_mail=by_mail, at=NOON)

    @invariant()
    def a_way_in_is_left(self):
        assert not self.history or self.it.has_password or self.it.logins

    @invariant()
    def what_opens_it_is_what_was_linked_last_and_not_unlinked_since(self):
        standing = {}
        for fact in self.facts(LoginLinked | LoginUnlinked):
            standing[fact.provider] = fact if isinstance(fact, LoginLinked) else None
        opened = {provider: fact.who for provider, fact in standing.items() if fact}
        assert {login.provider: login.who for login in self.it.logins} == opened


TestLinking = LinkingMachine.TestCase
TestLinking.settings = QUICK
