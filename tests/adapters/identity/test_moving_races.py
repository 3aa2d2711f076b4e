"""What only a real database can decide: several accounts that want one address, and what is kept of those that were."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.identity.account_emails_memory import MemoryAccountEmails
from store.adapters.identity.account_emails_postgres import PostgresAccountEmails, forget_former_emails
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.sessions_memory import MemorySessions
from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.another_email import ConfirmEmailChange, RequestEmailChange
from store.application.identity.mail_tokens import Purpose
from store.application.identity.messages import LogIn, Secret
from store.application.identity.own_account import Register, VerifyEmail
from store.application.identity.ports import PROVEN_FOR
from store.application.shared.bus import Caller
from store.domain.identity.email import canonical
from store.domain.identity.errors import AddressTaken
from store.domain.identity.events import Role
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.adapters.identity.test_account_races import SECRETS, at_once, tokens  # noqa: F401 - a fixture
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.story("US-6.1", "change personal information"), pytest.mark.requirement("R6.1")]
ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
OLD, NEW = canonical("ann@example.org"), canonical("ann@new.example")
PASSWORD = Secret("a kettle sings at nine")


@pytest.fixture
def connections(app_url):
    with pool(app_url, 8) as found:
        yield found


@pytest.fixture(params=["memory", "postgres"])
def emails(request):
    if request.param == "memory":
        return MemoryAccountEmails()
    return PostgresAccountEmails(request.getfixturevalue("connections"), BlindIndex(b"k" * 32))


@pytest.fixture(params=["memory", "postgres"])
def sessions(request):
    return MemorySessions() if request.param == "memory" else PostgresSessions(request.getfixturevalue("connections"))


def test_an_address_put_aside_is_found_by_nobody_and_kept_for_whoever_had_it(emails):
    emails.claim(OLD, ANN)
    emails.put_aside(OLD, BEN, NOON)
    assert emails.find(OLD) == ANN, "nobody puts aside what is somebody else's"
    emails.put_aside(OLD, ANN, NOON)
    assert emails.find(OLD) is None
    assert emails.claim(OLD, BEN) == ANN
    assert emails.find(OLD) is None
    assert emails.claim(OLD, ANN) == ANN
    assert emails.find(OLD) == ANN
    emails.give_up(OLD, BEN)
    assert emails.find(OLD) == ANN
    emails.give_up(OLD, ANN)
    assert emails.claim(OLD, BEN) == BEN


def test_what_was_kept_for_long_enough_is_given_to_others(connections):
    emails = PostgresAccountEmails(connections, BlindIndex(b"k" * 32))
    emails.claim(OLD, ANN)
    emails.claim(NEW, ANN)
    emails.put_aside(OLD, ANN, NOON)
    forget_former_emails(connections, NOON)
    assert emails.claim(OLD, BEN) == ANN
    forget_former_emails(connections, NOON + timedelta(seconds=1))
    assert emails.claim(OLD, BEN) == BEN
    assert emails.find(NEW) == ANN


def test_a_login_is_a_proof_for_five_minutes_and_the_password_is_another(sessions):
    mine, _ = sessions.open(ANN, Role.CUSTOMER, "Firefox on Linux", NOON)
    assert sessions.proven(ANN, mine.id, NOON + PROVEN_FOR - timedelta(seconds=1))
    assert not sessions.proven(ANN, mine.id, NOON + PROVEN_FOR)
    assert not sessions.proven(BEN, mine.id, NOON)
    sessions.prove(BEN, mine.id, NOON + PROVEN_FOR)
    assert not sessions.proven(ANN, mine.id, NOON + PROVEN_FOR)
    sessions.prove(ANN, mine.id, NOON + PROVEN_FOR)
    assert sessions.proven(ANN, mine.id, NOON + PROVEN_FOR)


def test_a_link_is_bound_to_both_addresses_and_can_be_voided(tokens):  # noqa: F811 - a fixture
    link = tokens.issue(uuid4(), Purpose.NEW_EMAIL, ANN, NEW, NOON, before=OLD)
    way = tokens.look(link, Purpose.NEW_EMAIL, NOON).address
    assert way == tokens.digest(NEW, OLD)
    assert len({way, tokens.digest(OLD, NEW), tokens.digest(NEW), tokens.digest(OLD)}) == 4
    other = tokens.issue(uuid4(), Purpose.RESET, ANN, OLD, NOON)
    tokens.void(ANN, Purpose.NEW_EMAIL)
    assert tokens.look(link, Purpose.NEW_EMAIL, NOON) is None
    assert tokens.look(other, Purpose.RESET, NOON)
    tokens.void(BEN)
    assert tokens.look(other, Purpose.RESET, NOON)
    tokens.void(ANN)
    assert tokens.look(other, Purpose.RESET, NOON) is None


class People:
    def __init__(self, shop):
        self.shop, self.post = shop, postgres_post(shop)

    def do(self, command):
        return self.shop.bus().do(command, Caller(actor="guest", correlation=uuid4())).outcome

    def link(self, email, kind):
        settle(self.shop)
        newest = [mail for mail in self.post.to(email) if mail.kind == kind][-1]
        return Secret(newest.text.partition("token=")[2].split()[0])

    def joins(self, email):
        self.do(Register(email=email, password=PASSWORD, given_name="Ann", family_name="Example"))
        self.do(VerifyEmail(token=self.link(email, "account_verification")))
        return self.do(LogIn(email=email, password=PASSWORD))


@pytest.mark.story("US-1.1", "an e-mail address has one account")
def test_of_accounts_that_confirm_one_address_at_once_the_database_gives_it_to_one(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path, command_threads=8)) as shop:
        people = People(shop)
        inside = [people.joins(f"ann-{number}@example.org") for number in range(4)]
        links = []
        for way_in in inside:
            people.do(RequestEmailChange(account_id=way_in.account_id, session_id=way_in.session_id, email=NEW))
        settle(shop)
        links = sorted(
            mail.text.partition("token=")[2].split()[0] for mail in people.post.to(NEW) if mail.kind == "email_change"
        )
        assert len(set(links)) == 4

        def confirm(number):
            try:
                people.do(ConfirmEmailChange(token=Secret(links[number // 2]), password=PASSWORD))
            except StoreError as refused:
                return type(refused)

        found = at_once(8, confirm)
        assert sorted(map(str, found)).count(str(AddressTaken)) == 6
        assert found.count(None) in (1, 2), "the one who has it may have pressed twice"
        with shop.pool().connection() as db:
            facts = db.execute("SELECT count(*) FROM log.events WHERE tag = 'identity/email-changed-1'").fetchone()[0]
            rows = db.execute("SELECT count(*) FROM work.blind_index WHERE till IS NULL").fetchone()[0]
        assert (facts, rows) == (1, 4)
        people.do(LogIn(email=NEW, password=PASSWORD))
