"""Limits that are counted in memory hold for one HTTP server: another one is refused at its start."""

from contextlib import closing
from threading import Timer

import pytest

from store.adapters.drivers.lead import PostgresLead
from store.entrypoints.wiring import http_process
from store.entrypoints.wiring.http_process import NOT_ALONE, main
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R9.2"), pytest.mark.story("US-9.3", "servers count together")]


@pytest.fixture
def settings(migrated_url, tmp_path):
    return Settings(database_url=migrated_url, data_dir=tmp_path, demo=False)


@pytest.fixture
def first(settings):
    """What another server of this shop holds as long as it runs, if it has no Redis."""
    with closing(PostgresLead(settings.app_url, "store/http without Redis")) as lead:
        assert lead.held()
        yield lead


def test_a_second_server_without_redis_is_refused_and_told_why(settings, first, monkeypatch, capfd):
    monkeypatch.setattr(http_process, "_SECONDS_TO_BE_GONE", 0.1)
    assert main(settings) == NOT_ALONE
    assert "Without Redis each would count visitors' requests for itself: set STORE_REDIS_URL" in capfd.readouterr().err
    assert first.held(), "and the first goes on"


def test_one_that_was_just_killed_is_given_time_to_be_gone(settings, first):
    Timer(0.2, first.close).start()
    with closing(PostgresLead(settings.app_url, "store/http without Redis")) as second:
        assert http_process._alone(second)
        assert second.held()


@pytest.mark.requirement("R10.5")
def test_whoever_leads_does_so_in_the_role_of_the_shop(first):
    assert first._db.execute("SELECT current_user").fetchone() == ("store_app",)
