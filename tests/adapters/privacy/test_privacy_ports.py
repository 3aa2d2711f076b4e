"""What the ports of privacy promise, kept by the real things and by their twins."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.adapters.privacy.erasure_list import ErasureFile, MemoryErasureList
from store.adapters.privacy.keys_memory import MemoryKeys
from store.adapters.privacy.keys_sqlite import SqliteKeys
from store.adapters.privacy.replay import replay
from store.application.privacy.ports import Entry
from store.domain.privacy.events import About, LostKey
from store.domain.shared.ids import AccountId, SubjectId, erasure_of, subject_of

pytestmark = [
    pytest.mark.requirement("R11.1"), pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
ANN, BEN = AccountId(UUID(int=1)), AccountId(UUID(int=2))


def entry(account, *subjects):
    keys = tuple(LostKey(SubjectId(subject), "f" * 32) for subject in subjects or (subject_of(account),))
    return Entry(erasure_of(account), About.ACCOUNT, account, NOON, keys)


@pytest.fixture(params=["memory", "file"])
def listed(request, tmp_path):
    return MemoryErasureList() if request.param == "memory" else ErasureFile(tmp_path / "beside")


@pytest.fixture(params=["memory", "sqlite"])
def keys(request, tmp_path):
    if request.param == "memory":
        yield MemoryKeys()
        return
    found = SqliteKeys(tmp_path / "keys.sqlite3", b"m" * 32)
    yield found
    found.close()


def test_a_list_keeps_each_erasure_once_and_in_order(listed):
    assert list(listed.entries()) == []
    for line in (entry(BEN), entry(ANN), entry(BEN), entry(BEN, UUID(int=7))):
        listed.enter(line)
    assert list(listed.entries()) == [entry(BEN), entry(ANN), entry(BEN, UUID(int=7))]


def test_a_key_is_known_by_a_fingerprint_that_tells_it_from_others(keys):
    assert keys.fingerprint(ANN) == ""
    keys.obtain(ANN)
    keys.obtain(BEN)
    assert len(keys.fingerprint(ANN)) == 32
    assert keys.fingerprint(ANN) == keys.fingerprint(ANN) != keys.fingerprint(BEN)
    keys.destroy(ANN)
    assert keys.fingerprint(ANN) == ""


def test_whatever_either_list_knows_is_destroyed_and_each_is_told_what_it_lacks(keys, listed):
    for account in (ANN, BEN):
        keys.obtain(subject_of(account))
    listed.enter(entry(BEN))
    found = replay([entry(ANN)], listed, keys)
    assert (found.keys, found.unknown) == (2, (entry(BEN),))
    assert list(listed.entries()) == [entry(BEN), entry(ANN)]
    assert [keys.obtain(subject_of(account)) for account in (ANN, BEN)] == [None, None]
    assert replay([entry(ANN), entry(BEN)], listed, keys) == replay([entry(BEN), entry(ANN)], listed, keys)
    assert replay([entry(ANN), entry(BEN)], listed, keys).unknown == ()


def test_who_never_had_a_key_here_gets_none_after_they_were_forgotten_elsewhere(keys, listed):
    assert replay([entry(ANN)], listed, keys).keys == 0
    assert keys.obtain(subject_of(ANN)) is None
