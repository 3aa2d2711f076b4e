"""What the doors keep, in memory and in Postgres: one promise each."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from argon2 import PasswordHasher

from store.adapters.drivers.pools import async_pool, pool
from store.adapters.identity.account_emails_memory import MemoryAccountEmails
from store.adapters.identity.account_emails_postgres import PostgresAccountEmails
from store.adapters.identity.blind_index import BlindIndex, HmacPseudonyms
from store.adapters.identity.credentials_memory import MemoryCredentials
from store.adapters.identity.credentials_postgres import PostgresCredentials
from store.adapters.identity.passwords_argon2 import OWASP, QUICK, Argon2Passwords
from store.adapters.identity.sessions_postgres import PostgresLiveSessions, PostgresSessions
from store.application.identity.ports import IDLE, LONGEST, Session
from store.domain.identity.email import canonical
from store.domain.identity.errors import PasswordKnown
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from tests.adapters.identity.sessions_everywhere import sessions

pytestmark = [pytest.mark.requirement("R1.2"), pytest.mark.story("US-1.4", "staff have accounts of their own")]

__all__ = ["sessions"]
ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
EMAIL = canonical("ann@example.org")
PASSWORD = "correct horse battery"


@pytest.fixture
def connections(app_url):
    with pool(app_url, 6) as found:
        yield found


@pytest.fixture(params=["memory", "postgres"])
def emails(request):
    if request.param == "memory":
        return MemoryAccountEmails()
    return PostgresAccountEmails(request.getfixturevalue("connections"), BlindIndex(b"k" * 32))


@pytest.fixture(params=["memory", "postgres"])
def credentials(request):
    if request.param == "memory":
        return MemoryCredentials()
    return PostgresCredentials(request.getfixturevalue("connections"))


def opened(sessions, account=ANN, now=NOON, role=Role.ADMIN):
    return sessions.open(account, role, "Firefox on Linux", now)[1]


def test_an_address_belongs_to_whoever_claims_it_first(emails):
    assert emails.find(EMAIL) is None
    assert emails.claim(EMAIL, ANN) == ANN
    assert emails.claim(EMAIL, BEN) == ANN
    assert emails.find(" ANN@example.org") == ANN
    assert emails.find("ben@example.org") is None
    assert emails.find("no address") is None


def test_of_many_who_claim_at_once_one_gets_it(emails):
    with ThreadPoolExecutor(6) as people:
        owners = set(people.map(lambda _: emails.claim(EMAIL, AccountId(uuid4())), range(24)))
    assert owners == {emails.find(EMAIL)}


def test_the_index_holds_no_readable_address_and_is_worth_nothing_without_its_key(connections):
    PostgresAccountEmails(connections, BlindIndex(b"k" * 32)).claim(EMAIL, ANN)
    with connections.connection() as db:
        stored = str(db.execute("SELECT * FROM work.blind_index").fetchall())
    assert "ann" not in stored
    assert PostgresAccountEmails(connections, BlindIndex(b"x" * 32)).find(EMAIL) is None


def test_a_pseudonym_is_the_same_for_every_spelling_and_says_nothing():
    names = HmacPseudonyms(BlindIndex(b"k" * 32))
    assert names.of("Ann@example.org ") == names.of(EMAIL) != names.of("ben@example.org")
    assert names.of("rubbish") == names.of("")
    assert "ann" not in names.of(EMAIL)


def test_a_password_is_recognised_however_its_letters_were_composed(credentials):
    passwords = Argon2Passwords(credentials, QUICK)
    passwords.set(ANN, "ein Käsekästchen")
    assert passwords.match(ANN, "ein Ka\u0308seka\u0308stchen")
    assert not passwords.match(ANN, "ein Kasekastchen")
    assert not passwords.match(BEN, "ein Käsekästchen")
    passwords.set(ANN, PASSWORD)
    assert passwords.match(ANN, PASSWORD)
    assert not passwords.match(ANN, "ein Käsekästchen")


@pytest.mark.story("US-1.2", "passwords are kept as argon2id hashes")
def test_hashes_follow_owasp_and_older_ones_are_replaced_when_they_are_next_used(credentials):
    Argon2Passwords(credentials, QUICK).set(ANN, PASSWORD)
    old = credentials.find(ANN)
    assert not Argon2Passwords(credentials, OWASP).match(ANN, "something else")
    assert credentials.find(ANN) == old
    assert Argon2Passwords(credentials, OWASP).match(ANN, PASSWORD)
    assert credentials.find(ANN).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2Passwords(credentials, OWASP).match(ANN, PASSWORD)


def test_a_hash_that_was_replaced_meanwhile_stays_replaced(credentials):
    credentials.put(ANN, "new")
    credentials.swap(ANN, "old", "rehashed")
    credentials.swap(BEN, "old", "rehashed")
    assert (credentials.find(ANN), credentials.find(BEN)) == ("new", None)


def test_a_password_everybody_knows_opens_nothing_and_is_never_taken(credentials):
    Argon2Passwords(credentials, QUICK).set(ANN, PASSWORD)
    careful = Argon2Passwords(credentials, QUICK, never=(PASSWORD,))
    assert not careful.match(ANN, PASSWORD)
    with pytest.raises(PasswordKnown):
        careful.set(ANN, PASSWORD)
    careful.set(ANN, "another one altogether")
    assert careful.match(ANN, "another one altogether")


def test_a_broken_hash_opens_nothing(credentials):
    credentials.put(ANN, "not a hash")
    assert not Argon2Passwords(credentials, QUICK).match(ANN, "not a hash")


def test_who_has_no_password_is_compared_with_a_dummy_of_the_same_cost(credentials):
    class Counting(PasswordHasher):
        verified = 0

        def verify(self, hash, password):
            type(self).verified += 1
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    assert not Argon2Passwords(credentials, hasher).match(BEN, PASSWORD)
    assert Counting.verified == 1


def test_a_session_is_found_by_its_token_alone(sessions):
    token = opened(sessions)
    assert len(token) == 43
    found = sessions.find(token, NOON)
    assert found == Session(ANN, Role.ADMIN, found.id, 1, proven=True)
    assert sessions.find(token[:-1] + ("A" if token[-1] != "A" else "B"), NOON) is None
    assert sessions.find("", NOON) is None


def test_no_two_sessions_share_a_token(sessions):
    assert len({opened(sessions) for _ in range(50)}) == 50


def test_a_session_lasts_as_long_as_it_is_used_and_seven_days_at_most(sessions):
    token, now = opened(sessions), NOON
    while now + timedelta(hours=11) < NOON + LONGEST[Role.ADMIN]:
        now += timedelta(hours=11)
        assert sessions.find(token, now) is not None, now
    assert sessions.find(token, NOON + LONGEST[Role.ADMIN] - timedelta(seconds=1)) is not None
    assert sessions.find(token, NOON + LONGEST[Role.ADMIN]) is None


def test_a_session_nobody_uses_is_over_after_twelve_hours(sessions):
    token = opened(sessions)
    assert sessions.find(token, NOON + IDLE[Role.ADMIN]) is None
    other = opened(sessions)
    assert sessions.find(other, NOON + IDLE[Role.ADMIN] - timedelta(seconds=1)) is not None


def test_closing_ends_one_session_or_all_of_an_account(sessions):
    anns = [opened(sessions) for _ in range(3)]
    bens = opened(sessions, BEN)
    sessions.close(anns[0])
    sessions.close(anns[0])
    assert [sessions.find(token, NOON) is not None for token in anns] == [False, True, True]
    sessions.close_all(ANN)
    assert [sessions.find(token, NOON) is not None for token in (*anns, bens)] == [False, False, False, True]


def test_the_table_of_sessions_opens_no_door(connections, migrated_url):
    token = opened(PostgresSessions(connections))
    with connections.connection() as db:
        assert token not in str(db.execute("SELECT * FROM work.sessions").fetchall())


def test_sessions_that_are_over_are_swept_away(connections):
    sessions = PostgresSessions(connections)
    opened(sessions)
    opened(sessions, BEN, NOON + IDLE[Role.ADMIN])
    with connections.connection() as db:
        assert db.execute("SELECT account FROM work.sessions").fetchall() == [(BEN,)]


def said(app_url, *facts):
    """Facts of Ann's, as they stand in the log."""
    with psycopg.connect(app_url) as db:
        for version, (tag, state) in enumerate(facts, 2):
            db.execute(
                "INSERT INTO log.events (stream, version, position, tag, state, metadata, hash)"
                " VALUES (%s, %s, %s, %s, %s, '{}', '')", (ANN, version, version, f"identity/{tag}", state),
            )


def looked_up(app_url, token):
    async def ask():
        async with async_pool(app_url) as found:
            return await PostgresLiveSessions(found).find(token, NOON)

    return asyncio.run(ask())


@pytest.mark.parametrize(("tags", "opens"), [
    (["staff-disabled-1"], False), (["disabled-1"], False), (["disabled-1", "enabled-1"], True),
    (["staff-disabled-1", "enabled-1", "disabled-1"], False), (["verified-1"], True),
])
def test_a_session_somebody_forgot_to_close_is_shut_by_the_fact(connections, app_url, tags, opens):
    token = opened(PostgresSessions(connections))
    said(app_url, *((tag, "{}") for tag in tags))
    assert (looked_up(app_url, token) is not None) is opens


@pytest.mark.requirement("R1.5")
def test_the_log_says_what_a_session_is_good_for_whatever_its_row_still_says(connections, app_url):
    token = opened(PostgresSessions(connections), role=Role.SUPER_ADMIN)
    assert looked_up(app_url, token).role is Role.SUPER_ADMIN
    said(app_url, ("role-changed-1", '{"role": "vendor"}'), ("role-changed-1", '{"role": "customer"}'))
    assert looked_up(app_url, token).role is Role.CUSTOMER
    _, visit = PostgresSessions(connections).open_visit(BEN, looked_up(app_url, token), NOON + IDLE[Role.ADMIN], NOON)
    assert looked_up(app_url, visit).acting_role is Role.CUSTOMER, "and for what a visit hangs on, too"


@pytest.mark.requirement("R1.5")
def test_sessions_become_of_another_role_and_last_no_longer_than_one_of_it(sessions):
    token, other = opened(sessions, role=Role.CUSTOMER), opened(sessions, BEN, role=Role.CUSTOMER)
    sessions.become(ANN, Role.ADMIN, NOON)
    assert sessions.find(token, NOON).role is Role.ADMIN
    assert sessions.find(other, NOON + IDLE[Role.ADMIN]).role is Role.CUSTOMER
    assert sessions.find(token, NOON + IDLE[Role.ADMIN]) is None


@pytest.mark.requirement("R8.3")
def test_a_visit_hangs_on_the_session_of_the_staff_and_ends_in_time(sessions):
    staff = opened(sessions)
    until = NOON + timedelta(minutes=30)
    visit, token = sessions.open_visit(BEN, sessions.find(staff, NOON), until, NOON)
    found = sessions.find(token, NOON)
    assert (found.account, found.acting, found.acting_role, found.id) == (BEN, ANN, Role.ADMIN, visit.id)
    assert [it.device for it in sessions.listed(BEN, NOON)] == ["The shop's staff"]
    assert sessions.find(token, until - timedelta(seconds=1)), "used or not"
    assert sessions.find(token, until) is None
    sessions.become(BEN, Role.VENDOR, NOON)
    assert sessions.find(token, NOON).role is Role.CUSTOMER
    sessions.close_all(ANN)
    assert sessions.find(token, NOON) is None
    assert sessions.listed(BEN, NOON) == []
