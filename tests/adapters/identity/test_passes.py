"""Passes for programs: whose they are, how long, and by which key."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from store.adapters.identity.guesses_zxcvbn import ZxcvbnGuesses
from store.adapters.identity.passes_jwt import KEY_LASTS, JwtPasses
from store.application.identity.ports import Session
from store.domain.identity.events import Role
from store.domain.shared.ids import AccountId
from store.entrypoints.wiring.accounts import passes
from store.entrypoints.wiring.settings import Settings

pytestmark = pytest.mark.story("US-1.2", "the token names person and role")

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN = Session(AccountId(UUID(int=1)), Role.CUSTOMER, UUID(int=2), 3)
LIFE = timedelta(minutes=15)


def key(number):
    return f"a secret of thirty-two bytes {number:04}".encode()


@pytest.fixture
def shop():
    return JwtPasses(key, LIFE)


def parts(token):
    head, claims, _ = token.split(".")
    return [json.loads(urlsafe_b64decode(part + "==")) for part in (head, claims)]


def test_a_pass_says_who_as_what_and_by_which_session(shop):
    token = shop.sign(ANN, NOON)
    head, claims = parts(token)
    assert (head["alg"], head["kid"].isdigit()) == ("HS256", True)
    assert claims == {
        "sub": str(ANN.account), "role": "customer", "sid": str(ANN.id), "ver": 3,
        "iat": int(NOON.timestamp()), "exp": int((NOON + LIFE).timestamp()),
    }
    assert shop.read(token, NOON) == ANN


@pytest.mark.story("US-1.2", "the token expires when it should")
def test_a_pass_runs_out(shop):
    token = shop.sign(ANN, NOON)
    assert shop.read(token, NOON + LIFE - timedelta(seconds=1)) == ANN
    assert shop.read(token, NOON + LIFE) is None


@pytest.mark.requirement("R1.5")
def test_keys_change_and_the_one_before_is_known_for_a_while(shop):
    late = NOON + KEY_LASTS - LIFE
    token = shop.sign(ANN, late)
    assert parts(token)[0]["kid"] != parts(shop.sign(ANN, late + KEY_LASTS))[0]["kid"]
    old = JwtPasses(key, 3 * KEY_LASTS).sign(ANN, NOON)
    assert shop.read(old, NOON + KEY_LASTS) == ANN
    assert shop.read(old, NOON + 2 * KEY_LASTS) is None


def test_a_pass_of_another_shop_opens_nothing(shop):
    assert shop.read(JwtPasses(lambda number: key(number)[::-1], LIFE).sign(ANN, NOON), NOON) is None


def forged(token, head=None, claims=None):
    old_head, old_claims, signature = token.split(".")
    pack = lambda part: urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()  # noqa: E731 - said once
    return ".".join([pack(head) if head else old_head, pack(claims) if claims else old_claims, signature])


@pytest.mark.requirement("R1.5")
def test_what_was_changed_by_hand_opens_nothing(shop):
    token = shop.sign(ANN, NOON)
    head, claims = parts(token)
    for fake in (
        forged(token, claims=claims | {"role": "staff"}), forged(token, head | {"alg": "none"}),
        forged(token, head | {"alg": "none"}).rpartition(".")[0] + ".", forged(token, head | {"kid": "9999"}),
        forged(token, {"alg": "HS256"}), forged(token, head | {"kid": 7}), forged(token, claims={"sub": 1}),
        "a.b.c", "..", "", "x" * 5000, token[:-1], f"{token}x", "\ud800.\ud800.\ud800",
    ):
        assert shop.read(fake, NOON) is None, fake[:80]


def test_keys_lie_beside_the_others_each_in_a_file_of_its_own_and_stay(tmp_path):
    settings = Settings(data_dir=tmp_path, access_token_minutes=5)
    token = passes(settings).sign(ANN, NOON)
    assert passes(settings).read(token, NOON) == ANN, "another process reads the same file"
    assert passes(settings).life == timedelta(minutes=5)
    (file,) = (tmp_path / "keys").iterdir()
    assert file.name.startswith("access-tokens-")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.story("US-1.1", "passwords are strong")
@pytest.mark.parametrize(("password", "easily"), [
    ("Password1!", True), ("P@ssw0rd2024", True), ("Qwerty123!", True), ("aaaaaaaaaaaaaaaaaaaa", True),
    ("ann@example.org", True), ("Kettle&Hearth-9", False), ("a kettle sings at nine", False), ("Kx9!mmPq", False),
    ("\ud83e\udd16" * 9, True), ("x\0y" * 400, True),
])
def test_what_everybody_tries_first_is_known(password, easily):
    assert ZxcvbnGuesses().easily(password, ("ann@example.org", "Ann", "Example")) is easily
