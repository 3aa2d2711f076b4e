"""Whatever one tries with a staff account, in any order."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from store.domain.identity.account import Account
from store.domain.identity.email import CanonicalEmail
from store.domain.identity.events import Role, StaffDisabled, StaffEnrolled
from store.domain.shared.ids import AccountId
from tests.harness.machine import QUICK, AggregateMachine

pytestmark = [pytest.mark.requirement("R1.5"), pytest.mark.story("US-1.4", "staff have accounts of their own")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


class StaffMachine(AggregateMachine):
    it: Account

    def __init__(self):
        super().__init__()
        self.it = Account(AccountId(UUID(int=1)))

    @rule(name=st.sampled_from(["Ann Example", " ", ""]))
    def enrol(self, name):
        self.attempt(Account.enrol, CanonicalEmail("ann@example.org"), name, Role.STAFF, at=NOON)

    @rule()
    def disable(self):
        self.attempt(Account.disable, at=NOON)

    @invariant()
    def doors_open_from_the_enrolment_until_the_end(self):
        enrolled, ended = len(self.facts(StaffEnrolled)), len(self.facts(StaffDisabled))
        assert ended <= enrolled <= 1
        assert self.it.active == (enrolled == 1 and ended == 0)


TestStaff = StaffMachine.TestCase
TestStaff.settings = QUICK
