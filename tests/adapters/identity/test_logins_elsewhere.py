"""Whose account an account elsewhere opens, and browsers on their way there: in memory and in Postgres."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.identity.errand_secrets import Sealed, state_of
from store.adapters.identity.errands_memory import MemoryErrands
from store.adapters.identity.errands_postgres import PostgresErrands, forget_login_errands
from store.adapters.identity.linked_logins_memory import MemoryLinkedLogins
from store.adapters.identity.linked_logins_postgres import PostgresLinkedLogins
from store.adapters.identity.login_tokens import LoginTokens
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.identity.elsewhere import ERRAND, Errand, Introduction, Sent
from store.application.identity.messages import Secret
from store.domain.identity.login_events import Provider
from store.domain.shared.ids import AccountId, follow_up
from tests.adapters.identity.test_account_races import at_once

pytestmark = [pytest.mark.story("US-1.3", "an account can be linked to a provider"), pytest.mark.requirement("R1.4")]

ANN, BEN, EVE = (AccountId(UUID(int=number)) for number in (1, 2, 3))
GOOGLE, _, GITHUB = Provider
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
LATER = NOON + ERRAND + timedelta(seconds=1)
SENT = Sent(GOOGLE, Errand.LINK, "/account/logins", ANN, UUID(int=7))
ANNS = Introduction(
    GITHUB, "digest", "@ann", "ann@example.org", given_name="Ann", family_name="Field", refresh=Secret("refresh me")
)


@pytest.fixture
def connections(app_url):
    with pool(app_url, 8) as found:
        yield found


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture(params=["memory", "postgres"])
def logins(request, keys):
    tokens = LoginTokens(Vault(keys))
    if request.param == "memory":
        return MemoryLinkedLogins(tokens)
    return PostgresLinkedLogins(request.getfixturevalue("connections"), tokens)


@pytest.fixture(params=["memory", "postgres"])
def errands(request):
    sealed = Sealed(b"k" * 32)
    if request.param == "memory":
        return MemoryErrands(sealed)
    return PostgresErrands(request.getfixturevalue("connections"), sealed)


def test_each_opens_one_account(logins):
    assert logins.find(GOOGLE, "a") is None
    assert logins.claim(GOOGLE, "a", ANN, NOON) == ANN
    assert logins.claim(GOOGLE, "a", BEN, NOON) == ANN
    assert logins.claim(GOOGLE, "a", ANN, NOON) == ANN
    assert logins.claim(GITHUB, "a", BEN, NOON) == BEN, "another provider's"
    assert (logins.find(GOOGLE, "a"), logins.find(GITHUB, "a")) == (ANN, BEN)


def test_of_many_who_claim_one_at_once_one_has_it(logins):
    accounts = [AccountId(uuid4()) for _ in range(16)]
    owners = at_once(16, lambda n: logins.claim(GOOGLE, "a", accounts[n], NOON))
    assert len(set(owners)) == 1
    assert owners[0] in accounts


def test_a_claim_that_came_to_nothing_is_given_away_after_a_while_and_no_other(logins):
    logins.claim(GOOGLE, "a", ANN, NOON)
    logins.keep_token(ANN, GOOGLE, Secret("ann's"))
    assert logins.claim(GOOGLE, "a", BEN, NOON + ERRAND, stale=ANN) == ANN, "somebody may be writing the fact"
    assert logins.claim(GOOGLE, "a", BEN, LATER, stale=EVE) == ANN
    assert logins.claim(GOOGLE, "a", BEN, LATER, stale=ANN) == BEN
    assert (logins.token(ANN, GOOGLE), logins.token(BEN, GOOGLE)) == (None, None)
    logins.claim(GITHUB, "a", ANN, NOON)
    logins.claim(GITHUB, "a", ANN, LATER)
    assert logins.claim(GITHUB, "a", BEN, LATER, stale=ANN) == ANN, "it was taken up again"


def test_what_is_dropped_others_may_have(logins):
    for provider in (GOOGLE, GITHUB):
        logins.claim(provider, "a", ANN, NOON)
    logins.drop(BEN, GOOGLE)
    assert logins.find(GOOGLE, "a") == ANN
    logins.drop(ANN, GOOGLE)
    assert (logins.find(GOOGLE, "a"), logins.find(GITHUB, "a")) == (None, ANN)
    logins.forget(ANN)
    assert logins.claim(GITHUB, "a", BEN, NOON) == BEN


def test_a_token_is_kept_for_whose_it_is_and_changed_by_who_used_it(logins):
    logins.claim(GOOGLE, "a", ANN, NOON)
    assert logins.token(ANN, GOOGLE) is None
    first, second, third = (Secret(f"token {number}") for number in (1, 2, 3))
    logins.keep_token(ANN, GOOGLE, first)
    logins.keep_token(BEN, GOOGLE, second)
    assert (logins.token(ANN, GOOGLE), logins.token(BEN, GOOGLE)) == (first, None)
    logins.keep_token(ANN, GOOGLE, second, before=first)
    logins.keep_token(ANN, GOOGLE, third, before=first)
    assert logins.token(ANN, GOOGLE) == second, "whoever came too late changes nothing"
    logins.drop_token(ANN, GOOGLE)
    assert (logins.token(ANN, GOOGLE), logins.find(GOOGLE, "a")) == (None, ANN)


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_a_token_is_gone_with_the_key_of_whose_it_was(logins, keys):
    logins.claim(GOOGLE, "a", ANN, NOON)
    logins.keep_token(ANN, GOOGLE, Secret("token"))
    keys.destroy(follow_up(ANN, "subject"))
    assert logins.token(ANN, GOOGLE) is None


def test_a_browser_comes_back_once_with_what_it_was_sent_with(errands):
    secret, other = errands.begin(SENT, NOON), errands.begin(SENT, NOON)
    assert errands.take(secret, state_of(other), NOON) is None, "another browser's"
    assert errands.take("", state_of(""), NOON) is None
    assert errands.take(other, state_of(secret), NOON) is None
    assert errands.take(secret, state_of(secret), NOON) == SENT
    assert errands.take(secret, state_of(secret), NOON) is None
    assert errands.take(other, state_of(other), LATER) is None, "too late"


def test_of_many_who_come_back_with_one_state_at_once_one_is_believed(errands):
    secret = errands.begin(SENT, NOON)
    found = at_once(16, lambda _: errands.take(secret, state_of(secret), NOON))
    assert found.count(None) == 15


def test_who_was_introduced_is_remembered_for_a_while_and_used_once(errands):
    ticket = errands.keep(ANNS, NOON)
    assert errands.look(ticket, NOON) == errands.look(ticket, NOON) == ANNS
    assert errands.look(ticket, LATER) is None
    assert errands.look("made up", NOON) is None
    assert errands.recall(ticket, NOON) == ANNS
    assert errands.recall(ticket, NOON) is None


def test_one_kind_of_row_is_not_taken_for_the_other(errands):
    secret, ticket = errands.begin(SENT, NOON), errands.keep(ANNS, NOON)
    assert errands.look(state_of(secret), NOON) is None
    assert errands.take(ticket, state_of(ticket), NOON) is None


def test_the_tables_name_nobody(connections, keys):
    errands = PostgresErrands(connections, Sealed(b"k" * 32))
    secret = errands.begin(SENT, NOON)
    ticket = errands.keep(ANNS, NOON)
    logins = PostgresLinkedLogins(connections, LoginTokens(Vault(keys)))
    logins.claim(GOOGLE, "digest", ANN, NOON)
    logins.keep_token(ANN, GOOGLE, Secret("refresh me"))
    with connections.connection() as db:
        stored = str(db.execute("SELECT * FROM work.login_errands").fetchall())
        stored += str(db.execute("SELECT * FROM work.linked_logins").fetchall())
    for said in (secret, state_of(secret), ticket, "ann@example.org", "@ann", "refresh me", "/account/logins"):
        assert said not in stored
    forget_login_errands(connections, NOON)
    assert errands.look(ticket, NOON) == ANNS
    forget_login_errands(connections, LATER)
    with connections.connection() as db:
        assert db.execute("SELECT count(*) FROM work.login_errands").fetchone() == (0,)
