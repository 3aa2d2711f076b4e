"""Text messages and pushes: the twin and the sandbox keep the same promises; links that end letters open nothing."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.notifications.mailer_memory import MemoryDuties, MemoryMailer, MemoryNotes
from store.adapters.notifications.mailer_sandbox import SandboxNotes
from store.adapters.notifications.unsubscribe_hmac import HmacUnsubscribeLinks
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.notifications.ports import Forgotten, Note, Occasion, Outcome, Unsubscribing
from store.domain.notifications.kinds import Channel, Kind
from store.domain.shared.ids import AccountId, SubjectId

pytestmark = [pytest.mark.requirement("R6.5"), pytest.mark.story("US-6.4", "SMS on or off")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN = SubjectId(UUID(int=7))
TEXT = Note(UUID(int=1), Channel.SMS, Occasion.SHIPPED_SMS, ANN, "+49301234567", "It is on its way")
WHAT = Unsubscribing(AccountId(UUID(int=9)), Channel.EMAIL, Kind.PROMOTIONS)
LINKS = HmacUnsubscribeLinks(b"k" * 32)


@pytest.fixture
def connections(app_url):
    with pool(app_url, 2) as found:
        yield found


@pytest.fixture(params=["memory", "sandbox"])
def way(request):
    if request.param == "memory":
        mailer = MemoryMailer()
        return MemoryNotes(mailer), lambda: len(mailer.mails)
    connections = request.getfixturevalue("connections")

    def count():
        with connections.connection() as db:
            return db.execute("SELECT count(*) FROM work.mails").fetchone()[0]

    return SandboxNotes(connections, Vault(MemoryKeys())), count


def test_a_note_is_sent_once_however_often_it_is_asked_for(way):
    sender, sent = way
    for _ in range(3):
        sender.send(TEXT, NOON)
    assert sent() == 1


def test_a_note_that_is_printed_names_nobody():
    assert "4930" not in repr(TEXT)


def test_the_sandbox_keeps_no_number_that_can_be_read_and_nothing_for_who_is_forgotten(connections):
    keys = MemoryKeys()
    sender = SandboxNotes(connections, Vault(keys))
    sender.send(TEXT, NOON)
    with connections.connection() as db:
        row = db.execute("SELECT mails::text FROM work.mails").fetchone()[0]
    assert "4930" not in row
    assert ",sms" in row
    keys.destroy(ANN)
    with pytest.raises(Forgotten):
        sender.send(Note(UUID(int=2), Channel.PUSH, Occasion.SHIPPED_PUSH, ANN, "all devices", "…"), NOON)


def test_a_link_ends_what_it_was_made_for_and_can_be_made_by_nobody_else():
    token = LINKS.of(WHAT)
    assert LINKS.of(WHAT) == token
    assert LINKS.read(token) == WHAT
    assert HmacUnsubscribeLinks(b"x" * 32).read(token) is None


@pytest.mark.parametrize("token", [
    "", "a", "é", "===", "x" * 10_000, urlsafe_b64encode(b"m" * 32 + b"i" * 16 + b"email/promotions").decode(),
    LINKS.of(WHAT)[:-4], LINKS.of(WHAT) + "AAAA", "A" + LINKS.of(WHAT)[1:], "\x00",
])
def test_what_is_no_link_ends_nothing(token):
    assert LINKS.read(token) is None


def test_the_twin_of_duties_tries_again_what_failed_or_was_refused():
    duties, one, other = MemoryDuties(), UUID(int=1), UUID(int=2)
    assert duties.again(one, "staff", NOON) is None
    duties.failed(one, "away", NOON)
    assert [duties.again(one, "staff", NOON), duties.again(one, "staff", NOON)] == [True, None]
    duties.settle(other, Outcome.REFUSED, NOON)
    duties.failed(other, "late", NOON)
    assert duties.again(other, "staff", NOON) is True
    assert duties.outcome(other) is None
    duties.settle(other, Outcome.SENT, NOON)
    assert duties.again(other, "staff", NOON) is False
