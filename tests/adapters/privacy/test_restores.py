"""A backup brings somebody back who was forgotten: not for long enough to be read, whichever of the two was older."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from store.adapters.privacy.erasure_list import NAME, ErasureFile, ListTorn
from store.application.identity.errors import WrongLogin
from store.application.identity.messages import LogIn
from store.domain.shared.ids import erasure_of, subject_of
from store.domain.shared.personal import Erased
from store.entrypoints.wiring.erasing_again import destroy_again, erase_again, readable_again
from tests.adapters.identity.test_moving_races import PASSWORD
from tests.adapters.privacy.somebody import EMAIL, Somebody, open_shop
from tests.harness.drivers.postgres import settle

pytestmark = [
    pytest.mark.requirement("R11.1"), pytest.mark.requirement("R6.2"),
    pytest.mark.story("US-10.4", "erasure is proven, deferred and replayed"),
]


class Backup:
    """Of the keys and of the database, taken together and restored apart."""

    def __init__(self, url, folder, server):
        self.url, self.keys, self.server = url, folder / "keys", server
        self.copy = folder / "backup"
        shutil.copytree(self.keys, self.copy)
        self.name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        self.kept = f"{self.name}_kept"
        self._make(self.kept, self.name)

    def _make(self, name, template):
        with psycopg.connect(self.server.url(), autocommit=True) as db:
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (template,))
            db.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))

    def restore_keys(self):
        shutil.rmtree(self.keys)
        shutil.copytree(self.copy, self.keys)

    def restore_log(self):
        with psycopg.connect(self.server.url(), autocommit=True) as db:
            db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.name)))
        self._make(self.name, self.kept)

    def close(self):
        with psycopg.connect(self.server.url(), autocommit=True) as db:
            db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.kept)))


@pytest.fixture
def forgotten(migrated_url, tmp_path, postgres):
    """A backup of a shop that knew Ann, who is forgotten since; and her account."""
    with open_shop(migrated_url, tmp_path) as shop:
        account = Somebody(shop).account
    backup = Backup(migrated_url, tmp_path, postgres)
    with open_shop(migrated_url, tmp_path) as shop:
        ann = Somebody.known(shop, account)
        ann.logs_in()
        ann.leaves()
        shop.undertakes()
        assert ann.standing().state == "completed"
    yield backup, account
    backup.close()


def email_of(shop, account):
    return shop.it.journal().read([account])[account].events[0].email.value


def test_a_log_from_before_with_the_keys_of_today_is_told_and_swept(forgotten, migrated_url, tmp_path):
    backup, account = forgotten
    backup.restore_log()
    with open_shop(migrated_url, tmp_path) as shop:
        assert isinstance(email_of(shop, account), Erased)
        with shop.it.pool().connection() as db:
            assert db.execute("SELECT count(*) FROM work.credentials").fetchone() == (1,), "it came back"
        again = erase_again(shop.it)
        assert (again.keys, len(again.unknown)) == (0, 1)
        with shop.it.pool().connection() as db:
            assert db.execute("SELECT count(*) FROM work.credentials").fetchone() == (0,)
            assert db.execute("SELECT count(*) FROM work.blind_index").fetchone() == (0,)
        with pytest.raises(WrongLogin):
            shop.do(LogIn(email=EMAIL, password=PASSWORD))
        ann = Somebody.known(shop, account)
        settle(shop.it)
        assert ann.standing().state == "completed"
        assert ann.checked().faults == []
        assert erase_again(shop.it).unknown == ()
        assert shop.it.verifier().verify()[0].faults == []


def test_keys_from_before_with_the_log_of_today_are_destroyed_again(forgotten, migrated_url, tmp_path):
    backup, account = forgotten
    backup.restore_keys()
    shutil.rmtree(tmp_path / "erasures")  # and the list is lost as well: the log has it
    with open_shop(migrated_url, tmp_path) as shop:
        assert email_of(shop, account) == EMAIL.lower(), "she can be read, until"
        assert readable_again(shop.it) == 1
        assert destroy_again(shop.it).keys == 1
        assert isinstance(email_of(shop, account), Erased)
        assert readable_again(shop.it) == 0
        assert shop.it.keys().obtain(subject_of(account)) is None
        assert len(shop.it.erasure_list().entries()) == 1, "written down anew"
        assert destroy_again(shop.it).keys == 0


def test_both_from_before_are_told_by_the_list_beside_them(forgotten, migrated_url, tmp_path):
    backup, account = forgotten
    backup.restore_keys()
    backup.restore_log()
    with open_shop(migrated_url, tmp_path) as shop:
        assert email_of(shop, account) == EMAIL.lower()
        again = erase_again(shop.it)
        assert (again.keys, len(again.unknown)) == (1, 1)
        assert isinstance(email_of(shop, account), Erased)
        with shop.it.pool().connection() as db:
            assert db.execute("SELECT count(*) FROM work.sessions").fetchone() == (0,)
        ann = Somebody.known(shop, account)
        assert ann.standing().state == "completed"
        facts = shop.it.journal().read([account])[account].events
        assert type(facts[-1]).__name__ == "AccountDeleted"
        assert shop.it.verifier().verify()[0].faults == []


def test_whoever_migrates_or_serves_does_so_by_themselves(forgotten, migrated_url, tmp_path):
    backup, account = forgotten
    backup.restore_keys()
    environment = {**os.environ, "STORE_DATABASE_URL": migrated_url, "STORE_DATA_DIR": str(tmp_path)}

    def store(*words):
        asked = [sys.executable, "-m", "store.entrypoints.wiring.cli", *words]
        return subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)

    assert "the keys of 1 forgotten persons are there again" in store("doctor").stdout
    assert store("migrate").returncode == 0
    assert "whoever was forgotten can't be read" in store("doctor").stdout
    with open_shop(migrated_url, tmp_path) as shop:
        assert isinstance(email_of(shop, account), Erased)


def test_the_list_is_only_ever_appended_to_and_survives_a_torn_line(forgotten, tmp_path):
    file = tmp_path / "erasures" / NAME
    listed = ErasureFile(file.parent)
    [entry] = listed.entries()
    listed.enter(entry)
    assert file.read_bytes().count(b"\n") == 1, "written once"
    with file.open("ab") as torn:
        torn.write(file.read_bytes()[:40])  # a crash in the midst of a line
    assert listed.entries() == [entry]
    other = type(entry)(subject_of(entry.about_id), entry.about, entry.about_id, entry.at, ())
    listed.enter(other)
    assert listed.entries() == [entry, other]
    with file.open("ab") as spoilt:
        spoilt.write(b'{"erasure_id": 7}\n')
    with pytest.raises(ListTorn):
        listed.entries()


def test_the_operator_reads_the_proof_and_has_it_checked(forgotten, migrated_url, tmp_path):
    _, account = forgotten
    environment = {**os.environ, "STORE_DATABASE_URL": migrated_url, "STORE_DATA_DIR": str(tmp_path)}

    def store(*words):
        asked = [sys.executable, "-m", "store.entrypoints.wiring.cli", "privacy", *words]
        return subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)

    id = str(erasure_of(account))
    assert id in store("list", "--state", "completed").stdout
    proof = store("proof", id).stdout
    assert "identity/registered-1" in proof
    assert EMAIL not in proof
    checked = store("verify", id)
    assert (checked.returncode, "1 proofs: 1 keys gone" in checked.stdout) == (0, True)
