"""One master key takes the place of another, while several processes have the file open."""

import sqlite3
import tracemalloc
from contextlib import closing
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from store.adapters.drivers.eventlog.signing_key import kept_signing_key, rewrap_signing_key
from store.adapters.drivers.vault import KeyUnreadable
from store.adapters.partners.secrets_hmac import HmacSecrets
from store.adapters.privacy.keys_sqlite import SqliteKeys
from store.adapters.privacy.master_key import AnotherSecret, Wraps, look_at
from store.domain.shared.ids import WebhookId

pytestmark = [
    pytest.mark.requirement("R10.5"), pytest.mark.story("US-10.5", "keys are replaced while the shop is open"),
]
OLD, NEW = b"o" * 32, b"n" * 32
ANN, BEN, CLEO = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys" / "keys.sqlite3"


@pytest.fixture
def opens(file):
    opened = []

    def one(*masters):
        opened.append(SqliteKeys(file, masters[0], masters[1:]))
        return opened[-1]

    yield one
    for it in opened:
        it.close()


def test_servers_of_both_secrets_read_what_either_wrote(opens, file):
    before, after = opens(OLD, NEW), opens(NEW, OLD)
    keys = {ANN: before.obtain(ANN), BEN: after.obtain(BEN)}
    for subject, key in keys.items():
        assert before.find(subject) == after.find(subject) == key
    assert look_at(file, [NEW, OLD]) == Wraps(ours=1, others=1, is_ours=False)


def test_all_is_wrapped_anew_while_others_go_on_and_then_the_former_secret_opens_nothing(opens, file):
    before, after = opens(OLD, NEW), opens(NEW, OLD)
    keys = {UUID(int=number): before.obtain(UUID(int=number)) for number in range(1, 1200)}
    digests = before.working("digests", [OLD, NEW])
    before.destroy(CLEO)
    assert after.rewrap() == len(keys)  # the one that was destroyed is none, the working key is one more
    assert look_at(file, [NEW]) == Wraps(ours=len(keys) - 1)
    late = before.obtain(UUID(int=5000))
    assert (before.find(ANN), before.find(CLEO)) == (keys[ANN], None)
    with pytest.raises(AnotherSecret):
        opens(OLD)
    assert after.rewrap() == 1
    alone = opens(NEW)
    assert alone.find(UUID(int=5000)) == late
    assert {subject: alone.find(subject) for subject in keys} == keys | {CLEO: None}
    assert alone.working("digests", [NEW]) == digests
    assert after.rewrap() == 0


def test_however_many_keys_there_are_only_some_are_in_memory_at_once(opens, file):
    before, after = opens(OLD, NEW), opens(NEW, OLD)
    first = before.obtain(ANN)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(
            "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 20000)"
            " INSERT INTO keys SELECT randomblob(16), zeroblob(60) FROM many"
        )
    tracemalloc.start()
    try:
        assert after.rewrap() == 1
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000, "twenty thousand rows are four millions"
    assert opens(NEW).find(ANN) == first


def test_no_former_wrap_is_left_in_the_files(opens, file):
    opens(OLD).obtain(ANN)
    with closing(sqlite3.connect(file)) as db:
        former = db.execute("SELECT wrapped FROM keys").fetchone()[0]
    opens(NEW, OLD).rewrap()
    assert former not in b"".join(part.read_bytes() for part in file.parent.iterdir())


def test_a_file_that_was_not_wrapped_anew_is_refused_without_the_former_secret(opens):
    opens(OLD).obtain(ANN)
    opens(NEW, OLD).obtain(BEN)
    with pytest.raises(AnotherSecret):
        opens(NEW)


def test_what_nobody_can_open_stays_as_it_is_and_is_counted(opens, file):
    keys = opens(NEW, OLD)
    keys.obtain(ANN)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("INSERT INTO keys VALUES (?, ?)", (BEN.bytes, bytes(60)))
    assert keys.rewrap() == 0
    assert look_at(file, [NEW]) == Wraps(ours=1, lost=1)


def test_a_shop_that_has_digests_keeps_the_key_they_were_made_with_and_a_new_one_has_its_own(opens):
    new = opens(OLD)
    own = new.working("digests", [b"derived of old"])
    assert own != b"derived of old"
    assert len(own) == 32
    new.obtain(ANN)
    assert new.working("codes", [b"derived of old"]) == b"derived of old"
    assert opens(NEW, OLD).working("more", [b"derived of new", b"derived of old"]) == b"derived of old"


def test_a_working_key_of_another_secret_makes_nothing(opens, file):
    keys = opens(OLD)
    keys.working("digests", [OLD])
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE working SET wrapped = ?", (bytes(60),))
    with pytest.raises(KeyUnreadable):
        keys.working("digests", [OLD])


def test_checkpoints_are_signed_by_the_same_key_whatever_wraps_it(tmp_path):
    file = tmp_path / "checkpoints.key"
    key = kept_signing_key(file, OLD).private_bytes_raw()
    assert kept_signing_key(file, NEW, [OLD]).private_bytes_raw() == key
    assert rewrap_signing_key(file, NEW, [OLD]) is True
    assert rewrap_signing_key(file, NEW, [OLD]) is False
    assert kept_signing_key(file, NEW).private_bytes_raw() == key
    assert kept_signing_key(file, OLD, [NEW]).private_bytes_raw() == key
    with pytest.raises(InvalidTag):
        kept_signing_key(file, OLD)
    assert file.stat().st_mode & 0o077 == 0


def test_partners_find_the_signature_of_the_secret_they_hold_whichever_of_the_two():
    webhook = WebhookId(UUID(int=7))
    former, next_ = HmacSecrets(OLD), HmacSecrets(NEW, [OLD])
    signed = next_.sign(webhook, [2], "msg_1", 1, b"{}").split(" ")
    assert signed == [by.sign(webhook, [2], "msg_1", 1, b"{}") for by in (HmacSecrets(NEW), former)]
    assert next_.of(webhook, 2) == HmacSecrets(NEW).of(webhook, 2) != former.of(webhook, 2)
