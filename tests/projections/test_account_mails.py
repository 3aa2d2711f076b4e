"""What happens to an account calls for a mail: one, however often the fact is told, and never a person in the queue."""

import pytest

from projections.notifications.account_mails import AccountMails
from store.adapters.notifications.duties_postgres import PostgresDuties
from store.application.notifications.ports import Occasion
from store.domain.identity.events import (
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
    VerificationRequested,
)
from store.domain.identity.login_events import Unlinking
from store.domain.shared.ids import follow_up
from tests.domain.identity.test_account import DISABLED, ENROLLED, ID, REGISTERED, VERIFIED
from tests.domain.identity.test_linking import GITHUB, JOINED, linked, unlinked
from tests.domain.identity.test_moving import changed, wanted
from tests.harness.projections import NOON, learning

pytestmark = pytest.mark.story("US-1.1", "the address is verified by mail")
DUE = "SELECT id, about, kind FROM work.outbox ORDER BY kind, id"
AGAIN = VerificationRequested(at=NOON, account_id=ID)
KNOWN = RegistrationRepeated(at=NOON, account_id=ID)
FORGOTTEN = PasswordResetRequested(at=NOON, account_id=ID)
CHANGED = PasswordChanged(at=NOON, account_id=ID, by_mail=True)


@pytest.fixture
def mails(migrated_url):
    with learning(migrated_url, AccountMails()) as learner:
        yield learner


def due(version, kind):
    return follow_up(ID, f"{version}/mail/{kind}"), ID, kind


def test_each_fact_that_somebody_has_to_hear_of_calls_for_its_mail(mails):
    mails.given(ID, REGISTERED, KNOWN, VERIFIED, FORGOTTEN, CHANGED, DISABLED).then(
        DUE, due(2, "account_known"), due(1, "account_verification"), due(5, "password_changed"),
        due(4, "password_reset"),
    )


@pytest.mark.story("US-6.1", "change personal information")
def test_another_address_is_told_to_both(mails):
    mails.given(ID, REGISTERED, VERIFIED, wanted(), changed()).then(
        DUE, due(1, "account_verification"), due(3, "email_change"), due(4, "email_changed"),
    )


def test_asking_again_is_another_mail_of_the_same_kind(mails):
    first, second = sorted([due(1, "account_verification"), due(2, "account_verification")], key=lambda row: row[0])
    mails.given(ID, REGISTERED, AGAIN).then(DUE, first, second)


def test_staff_who_are_enrolled_were_told_in_person(mails):
    mails.given(ID, ENROLLED).then(DUE)


def test_what_is_handed_to_the_queue_holds_ids_and_no_person(mails):
    mails.given(ID, REGISTERED)
    mails.runner.catch_up()
    (job,) = PostgresDuties(mails.writing).take(NOON, NOON, 10)
    assert (job.about, job.kind) == (ID, Occasion.VERIFICATION)
    assert "example" not in repr(job)


@pytest.mark.story("US-1.3", "an account can be linked to a provider")
def test_a_way_in_that_comes_or_goes_is_told_once(mails):
    mails.given(ID, *JOINED, linked(GITHUB), unlinked(), unlinked(GITHUB, Unlinking.NEVER_PROVEN)).then(
        DUE, due(1, "account_joined"), due(3, "login_linked"), due(4, "login_unlinked")
    )
