"""A start that was stopped in the middle is gone on with by the next one."""

import socket
from threading import Thread
from uuid import uuid4

import psycopg
import pytest

from store.adapters.drivers.data_folder import DataFolderLock
from store.application.processes.import_rows import ImportProducts
from store.application.processes.importing_products import ImportingProducts
from store.application.shared.bus import Caller
from store.entrypoints.wiring import prepare
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.listening import PortTaken, check_port
from store.entrypoints.wiring.migrate import alone, migrate
from store.entrypoints.wiring.seed import seed_if_empty
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import NINE
from tests.application.processes.examples import goods as row

pytestmark = pytest.mark.requirement("R11.5")


class Killed(BaseException):
    """Nobody gets to clean up after it."""


def killed_at(what, done):
    """Progress that ends the process, as far as its code can tell."""

    def progress(said, so_far, _):
        if said == what and so_far >= done:
            raise Killed

    return progress


def quietly(*_):
    """Nobody is told."""


@pytest.fixture
def settings(migrated_url, tmp_path):
    return Settings(database_url=migrated_url, data_dir=tmp_path)


def goods(url):
    with psycopg.connect(url) as db:
        return db.execute("SELECT count(*) FROM read.products").fetchone()[0]


def test_a_demo_that_was_half_listed_is_listed_to_the_end_and_once(settings, migrated_url):
    with pytest.raises(Killed):
        seed_if_empty(settings, killed_at("listing goods", 100))
    seed_if_empty(settings, quietly)
    whole = goods(migrated_url)
    assert whole > 250
    with postgres_shop(settings) as shop:
        newest = shop.log().max_notification_id()
        seed_if_empty(settings, quietly)
        assert shop.log().max_notification_id() == newest, "a third start adds nothing"
    with psycopg.connect(migrated_url) as db:
        listed = db.execute("SELECT count(*) FROM log.events WHERE tag = 'catalogue/product-listed-1'").fetchone()[0]
    assert listed == whole


def test_a_demo_of_which_only_the_categories_were_opened_is_listed_too(settings, migrated_url, monkeypatch):
    def die(*_):
        raise Killed

    with monkeypatch.context() as fault:
        fault.setattr(ImportingProducts, "_addresses", die)
        with pytest.raises(Killed):
            seed_if_empty(settings, quietly)
    seed_if_empty(settings, quietly)
    assert goods(migrated_url) > 250


def test_a_shop_with_facts_of_its_own_gets_no_goods_of_the_demo(settings, migrated_url):
    with postgres_shop(settings) as shop:
        by = Caller(actor="system:import", correlation=uuid4())
        shop.bus().do(ImportProducts(source="own", rows=(row("mug", NINE, 5),)), by)
    seed_if_empty(settings, quietly)
    assert goods(migrated_url) == 1


def test_a_migration_that_was_killed_keeps_nobody_out(settings, migrated_url):
    with psycopg.connect(migrated_url, autocommit=True) as db:
        db.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 4711)")
    migrate(settings)


def test_whoever_migrates_waits_for_whoever_does_already(settings, migrated_url):
    with alone(migrated_url):
        second = Thread(target=migrate, args=(settings,))
        second.start()
        second.join(1)
        assert second.is_alive()
    second.join(30)
    assert not second.is_alive()


def test_a_host_that_is_none_a_folder_that_is_none_and_a_database_that_is_away_are_named(tmp_path, monkeypatch, capsys):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    with monkeypatch.context() as fault:
        fault.setattr(socket, "getaddrinfo", unknown)  # tests ask no name server
        with pytest.raises(PortTaken, match="Choose another with STORE_HOST"):
            check_port(Settings(host="999.1.1.1", data_dir=tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Choose another with STORE_DATA_DIR"), DataFolderLock(tmp_path / "file"):
        pass
    monkeypatch.setenv("STORE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("STORE_DATA_DIR", str(tmp_path))
    assert prepare.main() == 1
    said = capsys.readouterr().err
    assert "STORE_DATABASE_URL says where it is" in said
    assert "Traceback" not in said
