"""What only a real database can decide: many who want one address, one link, one refresh token."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.identity.account_emails_postgres import PURPOSE
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.mail_tokens import MailSecrets
from store.adapters.identity.mail_tokens_memory import MemoryMailTokens
from store.adapters.identity.mail_tokens_postgres import PostgresMailTokens, forget_mail_tokens
from store.adapters.identity.refreshes_memory import MemoryRefreshes
from store.adapters.identity.refreshes_postgres import PostgresRefreshes
from store.adapters.identity.sessions_memory import MemorySessions
from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.mail_tokens import LIFE, Purpose
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.identity.ports import GRACE, IDLE, Reused
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MANY = 50
SECRETS = MailSecrets(b"s" * 32, BlindIndex(b"k" * 32))


@pytest.fixture
def connections(app_url):
    with pool(app_url, 8) as found:
        yield found


@pytest.fixture(params=["memory", "postgres"])
def tokens(request):
    if request.param == "memory":
        return MemoryMailTokens(SECRETS)
    return PostgresMailTokens(request.getfixturevalue("connections"), SECRETS)


@pytest.fixture(params=["memory", "postgres"])
def families(request):
    if request.param == "memory":
        sessions = MemorySessions()
        return sessions, MemoryRefreshes(sessions)
    found = request.getfixturevalue("connections")
    return PostgresSessions(found), PostgresRefreshes(found, b"r" * 32)


def at_once(times, act):
    """What comes of *act*, done by so many who begin together."""
    ready = Barrier(times)

    def one(number):
        ready.wait()
        return act(number)

    with ThreadPoolExecutor(times) as people:
        return list(people.map(one, range(times)))


@pytest.mark.story("US-1.1", "one account from many registrations at once")
@pytest.mark.requirement("R1.3")
def test_fifty_who_want_one_address_at_once_make_one_account(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, command_threads=8)) as shop:
        bus = shop.bus()

        def register(number):
            email = "ann@example.org" if number % 2 else "ANN@Example.org"
            bus.do(
                Register(email=email, password=Secret(f"a kettle sings at {number}"), given_name="Ann",
                         family_name="Example"),
                Caller(actor="guest", correlation=uuid4()),
            )

        at_once(MANY, register)
        with shop.pool().connection() as db:
            tags = Counter(row[0] for row in db.execute("SELECT tag FROM log.events"))
            claims = db.execute("SELECT count(*) FROM work.blind_index WHERE purpose = %s", (PURPOSE,)).fetchone()[0]
            hashes = db.execute("SELECT count(*) FROM work.credentials").fetchone()[0]
    assert (tags["identity/registered-1"], claims, hashes) == (1, 1, 1)
    again = ("identity/registration-repeated-1", "identity/verification-requested-1")
    assert [tags[tag] for tag in again] == [0, 0], "all within two minutes: one mail is enough"


def test_a_secret_is_good_once_for_its_purpose_and_until_its_end(tokens):
    mail, address = uuid4(), "ann@example.org"
    token = tokens.issue(mail, Purpose.RESET, ANN, address, NOON)
    assert tokens.issue(mail, Purpose.RESET, ANN, address, NOON) == token, "a letter written twice says the same"
    assert len(token) == 43
    assert tokens.redeem(token, Purpose.VERIFY, NOON) is None
    assert tokens.redeem(token, Purpose.RESET, NOON + LIFE[Purpose.RESET]) is None
    assert tokens.redeem(token[:-1], Purpose.RESET, NOON) is None
    grant = tokens.redeem(token, Purpose.RESET, NOON)
    assert (grant.account, grant.address) == (ANN, tokens.digest(" Ann@EXAMPLE.org"))
    assert tokens.redeem(token, Purpose.RESET, NOON) is None


@pytest.mark.requirement("R6.1")
def test_using_one_uses_up_the_others_of_this_account_and_nobody_elses(tokens):
    first, second = (tokens.issue(uuid4(), Purpose.RESET, ANN, "ann@example.org", NOON) for _ in range(2))
    other = tokens.issue(uuid4(), Purpose.VERIFY, ANN, "ann@example.org", NOON)
    bens = tokens.issue(uuid4(), Purpose.RESET, BEN, "ben@example.org", NOON)
    assert tokens.redeem(second, Purpose.RESET, NOON).account == ANN
    assert tokens.redeem(first, Purpose.RESET, NOON) is None
    assert tokens.redeem(other, Purpose.VERIFY, NOON).account == ANN
    assert tokens.redeem(bens, Purpose.RESET, NOON).account == BEN


def test_of_many_links_of_one_account_that_are_used_at_once_one_is_good(tokens):
    links = [tokens.issue(uuid4(), Purpose.RESET, ANN, "ann@example.org", NOON) for _ in range(4)]
    found = at_once(16, lambda number: tokens.redeem(links[number % 4], Purpose.RESET, NOON))
    assert len([grant for grant in found if grant]) == 1


def test_the_table_of_links_opens_nothing_and_is_swept(connections):
    tokens = PostgresMailTokens(connections, SECRETS)
    token = tokens.issue(uuid4(), Purpose.RESET, ANN, "ann@example.org", NOON)
    with connections.connection() as db:
        stored = str(db.execute("SELECT * FROM work.mail_tokens").fetchall())
        assert token not in stored
        assert "ann" not in stored
    forget_mail_tokens(connections, NOON + timedelta(days=1))
    with connections.connection() as db:
        assert db.execute("SELECT FROM work.mail_tokens").fetchall() == []


@pytest.mark.requirement("R1.1")
@pytest.mark.story("US-1.2", "a refresh token is good once")
@pytest.mark.story("US-10.3", "tokens rotate")
def test_all_who_refresh_at_once_get_the_same_successor(families):
    sessions, refreshes = families
    session, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    first = refreshes.begin(session.id)
    found = at_once(16, lambda _: refreshes.exchange(first, NOON))
    assert {successor for _, successor in found} == {found[0][1]}
    assert {its.id for its, _ in found} == {session.id}
    assert refreshes.exchange(found[0][1], NOON)[1] not in {first, found[0][1]}


@pytest.mark.requirement("R1.1")
@pytest.mark.parametrize("later", [GRACE + timedelta(seconds=1), timedelta(0)])
def test_only_the_last_but_one_is_known_still_and_not_for_long(families, later):
    sessions, refreshes = families
    session, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    other, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    first, others = refreshes.begin(session.id), refreshes.begin(other.id)
    second = refreshes.exchange(first, NOON)[1]
    assert refreshes.exchange(first, NOON + GRACE)[1] == second
    if not later:
        refreshes.exchange(second, NOON)
    assert refreshes.exchange(first, NOON + later) == Reused(session)
    assert refreshes.exchange(second, NOON + later) is None, "the whole family is over"
    assert refreshes.exchange(others, NOON + later)[0] == other, "and no other one"


def test_a_refresh_token_of_a_session_that_is_over_gets_nothing(families):
    sessions, refreshes = families
    session, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    token = refreshes.begin(session.id)
    assert refreshes.exchange("made up", NOON) is None
    assert refreshes.exchange(token, NOON + IDLE[Role.CUSTOMER]) is None
    sessions.close_all(ANN)
    assert refreshes.exchange(token, NOON) is None


def test_a_kept_session_moves_on_by_a_version(families):
    sessions, refreshes = families
    kept, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    gone, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    token, lost = refreshes.begin(kept.id), refreshes.begin(gone.id)
    sessions.close_all(ANN, but=kept.id)
    assert refreshes.exchange(lost, NOON) is None
    assert refreshes.exchange(token, NOON)[0].version == kept.version + 1
    assert (sessions.has(BEN, kept.id), sessions.has(ANN, kept.id)) == (False, True)
    assert sessions.end(BEN, kept.id) is False
    assert sessions.end(ANN, kept.id) is True


def test_the_table_of_refresh_tokens_opens_nothing(connections):
    sessions, refreshes = PostgresSessions(connections), PostgresRefreshes(connections, b"r" * 32)
    session, _ = sessions.open(ANN, Role.CUSTOMER, "", NOON)
    first = refreshes.begin(session.id)
    second = refreshes.exchange(first, NOON)[1]
    with connections.connection() as db:
        stored = str(db.execute("SELECT * FROM work.refresh_tokens").fetchall())
    assert first not in stored
    assert second not in stored
