"""What is sealed for a person opens with that person's key, at its place, and nowhere else."""

from base64 import b64decode, b64encode
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.adapters.drivers.vault import TamperedSeal, Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.shared.errors import AlreadyErased

pytestmark = [
    pytest.mark.requirement("R10.5"),
    pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored"),
]
ANN, BEN = UUID(int=1), UUID(int=2)
PLACE = "stream/1/email"


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture
def vault(keys):
    return Vault(keys)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=500))
def test_what_is_sealed_opens_again(value):
    vault = Vault(MemoryKeys())
    sealed = vault.seal(ANN, value, PLACE)
    assert vault.open(ANN, sealed, PLACE) == value
    assert len(value) < 8 or value not in b64decode(sealed)


def test_equal_values_do_not_look_equal(vault):
    assert vault.seal(ANN, b"same", PLACE) != vault.seal(ANN, b"same", PLACE)


def test_it_opens_at_its_own_place_only(vault):
    with pytest.raises(TamperedSeal, match="stream/2/email"):
        vault.open(ANN, vault.seal(ANN, b"x", PLACE), "stream/2/email")


def test_it_opens_with_its_owners_key_only(vault, keys):
    keys.obtain(BEN)
    with pytest.raises(TamperedSeal):
        vault.open(BEN, vault.seal(ANN, b"x", PLACE), PLACE)


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_changed_bit_shows(vault, at):
    raw = bytearray(b64decode(vault.seal(ANN, b"value", PLACE)))
    raw[at] ^= 1
    with pytest.raises(TamperedSeal):
        vault.open(ANN, b64encode(bytes(raw)).decode(), PLACE)


@pytest.mark.parametrize("sealed", ["", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAA"])
def test_what_is_no_seal_at_all_shows_too(vault, keys, sealed):
    keys.obtain(ANN)
    with pytest.raises(TamperedSeal):
        vault.open(ANN, sealed, PLACE)


def test_nothing_opens_once_its_owner_was_forgotten(vault, keys):
    sealed = vault.seal(ANN, b"x", PLACE)
    keys.destroy(ANN)
    assert vault.open(ANN, sealed, PLACE) is None


def test_nothing_is_sealed_for_who_was_forgotten(vault, keys):
    keys.destroy(ANN)
    with pytest.raises(AlreadyErased):
        vault.seal(ANN, b"x", PLACE)
