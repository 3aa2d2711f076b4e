"""Codes beside the password, in memory and in Postgres: each good once, however many show it at once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pyotp import TOTP

from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex
from store.adapters.identity.second_factors import STEP, FactorSecrets
from store.adapters.identity.second_factors_memory import MemorySecondFactors
from store.adapters.identity.second_factors_postgres import PostgresSecondFactors
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.identity.second_factor import CODES
from store.domain.shared.ids import AccountId, follow_up
from tests.adapters.identity.test_account_races import at_once

pytestmark = [pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4")]

ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.fixture
def connections(app_url):
    with pool(app_url, 8) as found:
        yield found


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture(params=["memory", "postgres"])
def factors(request, keys):
    secrets = FactorSecrets(Vault(keys), BlindIndex(b"k" * 32))
    if request.param == "memory":
        return MemorySecondFactors(secrets)
    return PostgresSecondFactors(request.getfixturevalue("connections"), secrets)


def shown(secret, at=NOON):
    return TOTP(secret).at(at)


def test_a_secret_counts_once_a_code_of_it_was_shown(factors):
    assert factors.waiting(ANN) is None
    first = factors.begin(ANN)
    secret = factors.begin(ANN)
    assert factors.waiting(ANN) == secret != first
    assert not factors.check(ANN, shown(secret), NOON), "not in use yet"
    assert not factors.confirm(ANN, shown(first), NOON)
    assert not factors.confirm(BEN, shown(secret), NOON)
    assert factors.confirm(ANN, shown(secret), NOON)
    assert factors.waiting(ANN) is None
    assert not factors.confirm(ANN, shown(secret), NOON)
    assert not factors.check(ANN, shown(secret), NOON), "that code was taken"
    later = NOON + timedelta(seconds=STEP)
    assert factors.check(ANN, shown(secret, later), later)


def test_a_code_is_of_this_half_minute_or_its_neighbours_and_none_is_taken_after_a_later_one(factors):
    secret = factors.begin(ANN)
    factors.confirm(ANN, shown(secret, NOON - timedelta(hours=1)), NOON - timedelta(hours=1))
    step = timedelta(seconds=STEP)
    for far in (-2, 2):
        assert not factors.check(ANN, shown(secret, NOON + far * step), NOON)
    assert factors.check(ANN, shown(secret, NOON - step), NOON)
    assert factors.check(ANN, shown(secret, NOON + step), NOON)
    assert not factors.check(ANN, shown(secret, NOON), NOON)
    for odd in ("", "12345", "abcdef", "１２３４５６", "0" * 50):
        assert not factors.check(ANN, odd, NOON + 3 * step)


def test_of_many_who_show_one_code_at_once_one_is_let_in(factors):
    secret = factors.begin(ANN)
    factors.confirm(ANN, shown(secret), NOON)
    later = NOON + timedelta(seconds=STEP)
    found = at_once(16, lambda _: factors.check(ANN, shown(secret, later), later))
    assert found.count(True) == 1


def test_a_recovery_code_is_good_once_however_many_use_it(factors):
    codes = factors.renew_codes(ANN)
    assert len(set(codes)) == CODES
    assert factors.use_code(BEN, codes[0]) is None
    found = at_once(8, lambda _: factors.use_code(ANN, codes[0]))
    assert sorted(found, key=str) == [9, *[None] * 7]
    assert sorted(at_once(4, lambda n: factors.use_code(ANN, codes[n + 1].replace("-", "")))) == [5, 6, 7, 8]
    others = factors.renew_codes(ANN)
    assert factors.use_code(ANN, codes[9]) is None
    assert factors.use_code(ANN, others[9]) == 9


def test_all_of_it_is_forgotten(factors):
    secret, codes = factors.begin(ANN), factors.renew_codes(ANN)
    factors.confirm(ANN, shown(secret), NOON)
    later = NOON + timedelta(seconds=STEP)
    factors.drop(ANN)
    assert not factors.check(ANN, shown(secret, later), later)
    assert factors.use_code(ANN, codes[0]) is None


@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_a_secret_is_gone_with_the_key_of_whose_it_was(factors, keys):
    secret = factors.begin(ANN)
    factors.confirm(ANN, shown(secret), NOON)
    keys.destroy(follow_up(ANN, "subject"))
    later = NOON + timedelta(seconds=STEP)
    assert not factors.check(ANN, shown(secret, later), later)


def test_the_tables_hold_no_secret_and_no_code(connections, keys):
    factors = PostgresSecondFactors(connections, FactorSecrets(Vault(keys), BlindIndex(b"k" * 32)))
    secret, codes = factors.begin(ANN), factors.renew_codes(ANN)
    with connections.connection() as db:
        stored = str(db.execute("SELECT * FROM work.second_factors").fetchall())
        stored += str(db.execute("SELECT * FROM work.recovery_codes").fetchall())
    assert secret not in stored
    assert codes[0] not in stored
