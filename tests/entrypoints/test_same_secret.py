"""Another secret than the shop's opens nothing and spoils nothing; a field that doesn't open takes no page along."""

import json
import sqlite3
import threading
from contextlib import closing

import psycopg
import pytest
from litestar.testing import TestClient

from store.adapters.privacy.master_key import AnotherSecret
from store.entrypoints.wiring import background, prepare
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.reading_settings import read_settings
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R10.5"), pytest.mark.requirement("R11.5")]
OURS, THEIRS = "ours-" * 8, "theirs-" * 8
STAFF = {"authorization": "Bearer the-token"}


@pytest.fixture
def shop(run, monkeypatch):
    """A shop that was opened with its secret once."""
    monkeypatch.setenv("STORE_SECRET", OURS)
    monkeypatch.setenv("STORE_STAFF_TOKEN", "the-token")
    with TestClient(create_app(read_settings())):
        pass
    return run


def kept(url):
    with psycopg.connect(url) as db:
        return db.execute("SELECT count(*), coalesce(max(position), 0) FROM log.events").fetchone(), db.execute(
            "SELECT count(*) FROM log.checkpoints"
        ).fetchone()


@pytest.mark.parametrize("command", [
    ("migrate",), ("http",), ("background",), ("worker",), ("history", "search"), ("verify",),
    ("privacy", "list"),
])
def test_no_command_begins_with_another_secret(shop, command, monkeypatch):
    monkeypatch.setenv("STORE_SECRET", THEIRS)
    ran = shop(*command)
    assert isinstance(ran.exception, AnotherSecret), ran.output
    assert "Nothing was written" in str(ran.exception)
    assert THEIRS not in str(ran.exception)


def test_no_start_begins_with_another_secret_and_the_reason_is_a_sentence(shop, monkeypatch, migrated_url, capsys):
    before = kept(migrated_url)
    monkeypatch.setenv("STORE_SECRET", THEIRS)
    assert prepare.main() == 1
    assert "belong to another STORE_SECRET than the one given" in capsys.readouterr().err
    with pytest.raises(AnotherSecret):
        create_app(read_settings())
    with pytest.raises(AnotherSecret):
        background.run(read_settings(), {"worker"}, threading.Event())
    assert kept(migrated_url) == before
    monkeypatch.setenv("STORE_SECRET", OURS)
    assert prepare.main() == 0


def test_a_secret_that_was_lost_is_not_made_anew(shop, monkeypatch, tmp_path):
    monkeypatch.delenv("STORE_SECRET")
    assert isinstance(shop("migrate").exception, AnotherSecret)
    assert not (tmp_path / "data" / "secret").exists()


def test_the_doctor_says_it_and_says_whose_keys_do_not_open(shop, monkeypatch, tmp_path):
    def said(name="keys of persons"):
        checks = json.loads(shop("doctor", "--json").stdout)
        return next(check for check in checks if check["name"] == name)

    assert said()["state"] == "ok"
    damage(tmp_path / "data" / "keys" / "keys.sqlite3", insert=True)
    assert said()["state"] == "failed"
    assert said()["found"].startswith("1 can't be opened")
    monkeypatch.setenv("STORE_SECRET", THEIRS)
    assert "another STORE_SECRET" in said()["found"]
    assert said()["advice"]
    assert said("database")["found"] == "not looked at with another secret"


def test_somebody_whose_key_does_not_open_reads_as_forgotten_and_takes_no_list_along(shop, tmp_path):
    app = create_app(read_settings())
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for name in ("ann", "ben"):
            answer = client.post("/api/v1/accounts", json={
                "given_name": name.title(), "family_name": "Lee", "email": f"{name}@example.org",
                "password": "correct horse battery",
            })
            assert answer.status_code < 300, answer.text
    damage(tmp_path / "data" / "keys" / "keys.sqlite3")
    from store.entrypoints.wiring.application import postgres_shop

    with postgres_shop(read_settings()) as own:
        settle(own)
    with TestClient(create_app(read_settings()), base_url="http://127.0.0.1") as client:
        users = client.get("/api/v1/users", headers=STAFF)
        history = client.get("/api/v1/history", headers=STAFF)
    assert users.status_code == history.status_code == 200, users.text
    assert users.text.count("@example.org") == 1


def damage(file, *, insert=False):
    """One person's key, wrapped by what is not our secret."""
    with closing(sqlite3.connect(file)) as db, db:
        if insert:
            db.execute("INSERT INTO keys VALUES (?, ?)", (bytes(16), bytes(60)))
        else:
            db.execute("UPDATE keys SET wrapped = ? WHERE subject = (SELECT min(subject) FROM keys)", (bytes(60),))
