"""What happens without a visitor, in real processes on a real Postgres, killed at the worst moments."""

import random
import re
import shutil
import signal
import tempfile
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from psycopg import sql

from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.application.notifications.ports import Occasion
from store.application.pricing.messages import CreateCoupon, MakeCodes
from store.application.processes.placing_an_order import PlaceOrder
from store.domain.pricing.terms import PercentOff, Terms
from store.domain.shared.ids import OrderNumber
from store.entrypoints.wiring import background
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers import reconciler
from tests.entrypoints.background_shop import EMAIL, NAME, STREET, background_shop, stop
from tests.harness.drivers.post import postgres_post

pytestmark = [pytest.mark.requirement("R9.4")]
MAILS = "SELECT count(*) FROM work.mails"


@pytest.fixture
def shop(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop:
        yield shop


@pytest.fixture
def open_folder():
    """Not pytest's own: the account that Postgres gets under root could not pass there."""
    folder = Path(tempfile.mkdtemp(prefix="store-background-"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.story("US-3.4", "receive order confirmation")
@pytest.mark.story("US-3.6", "the confirmation comes by mail")
@pytest.mark.story("US-4.2", "mails when the status changes")
def test_an_order_is_confirmed_by_mail_and_so_is_its_parcel(shop):
    process = shop.start()
    order = shop.buy()
    shop.until(MAILS, 1)
    shop.ship(order.number)
    shop.until(MAILS, 2)
    query = "SELECT kind FROM work.mails WHERE number = %s ORDER BY sent_at"
    kinds = shop.db.execute(query, (order.number,)).fetchall()
    assert [kind for kind, in kinds] == [Occasion.CONFIRMED, Occasion.SHIPPED]
    shop.until("SELECT count(*) FROM work.jobs_queue", 0)
    assert stop(process) < 5
    assert process.returncode == 0


@pytest.mark.story("US-3.4", "receive order confirmation")
@pytest.mark.slow
@pytest.mark.crash
def test_every_mail_is_written_once_although_the_process_is_killed_again_and_again(shop):
    orders: list[OrderNumber] = []
    done = Event()

    def sell():
        while not done.is_set():
            order = shop.buy()
            done.wait(0.1)
            if len(orders) % 3 == 0:
                shop.ship(order.number)
            orders.append(order.number)

    selling = Thread(target=sell)
    selling.start()
    try:
        for _ in range(6):
            written, process = shop.count(MAILS), shop.start()
            shop.until(f"SELECT (count(*) > {written})::int FROM work.mails", 1)  # noqa: S608 - a number we counted
            Event().wait(random.random() / 4)  # into the middle of whatever it does by then
            process.kill()
            process.wait()
    finally:
        done.set()
        selling.join(60)
    shop.start()
    due = len(orders) + len(orders[::3])
    shop.until("SELECT count(*) FROM work.outbox WHERE outcome = 'sent'", due)
    assert shop.count(MAILS) == due
    assert shop.count("SELECT count(DISTINCT (number, kind)) FROM work.mails") == due
    shop.until("SELECT count(*) FROM work.jobs_queue", 0)


def test_parts_may_run_in_processes_of_their_own(shop):
    processes = [shop.start(part) for part in ("projector", "worker", "scheduler")]
    shop.buy("timeout")
    shop.until(MAILS, 1)
    assert [stop(process) < 5 for process in processes] == [True] * 3
    assert [process.returncode for process in processes] == [0] * 3


def test_two_schedulers_make_one_run(shop):
    shop.start()
    shop.until("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
               " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", 1)
    shop.start("scheduler")
    order = shop.buy("timeout")
    shop.until(MAILS, 1)
    assert shop.logs().count('"reconciled"') == 1
    assert shop.count("SELECT count(*) FROM log.events WHERE tag = 'payments/captured-1'") == 1
    assert order.status == "awaiting_payment"


def test_a_scheduler_that_dies_is_followed_by_another(shop):
    first = shop.start("scheduler")
    shop.until("SELECT count(*) FROM pg_inherits WHERE inhparent = 'work.idempotency'::regclass", 5)
    shop.start()
    first.send_signal(signal.SIGKILL)
    first.wait()
    shop.buy("timeout")
    shop.until(MAILS, 1)


def test_an_order_that_was_never_charged_is_cancelled_and_its_goods_are_free(shop, monkeypatch):
    monkeypatch.setattr(reconciler, "NEVER_SENT", reconciler.NOT_YET)
    shop.buy(command=PlaceOrder)  # and then the process dies, as far as anybody knows
    stopping = Event()
    thread = Thread(target=background.run, args=(shop.settings, {"projector", "worker", "scheduler"}, stopping))
    thread.start()
    try:
        shop.until("SELECT count(*) FROM work.mails WHERE kind = 'order_cancelled'", 1)
        shop.until("SELECT count(*) FROM read.open_payments", 0)
    finally:
        stopping.set()
        thread.join(10)
    assert not thread.is_alive()
    assert shop.count("SELECT count(*) FROM log.events WHERE tag = 'inventory/released-1'") == 1
    assert shop.shop.sandbox().captures() == {}


@pytest.mark.requirement("R2.6")
@pytest.mark.story("US-2.6", "real-time stock tracking")
def test_who_stays_away_from_their_bank_gives_the_goods_back_after_as_long_as_the_shop_says(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path, payment_minutes=7) as shop:
        long_ago, lately = (shop.buy("challenge") for _ in range(2))
        shop.shop.runner().catch_up()
        assert shop.count("SELECT count(*) FROM read.open_payments WHERE challenged") == 2
        for order, minutes in ((long_ago, 7), (lately, 6)):
            shop.db.execute(
                "UPDATE read.open_payments SET requested_at = requested_at - make_interval(mins => %s)"
                " WHERE payment = %s", (minutes, order.payment.id),
            )
        shop.start()
        shop.until("SELECT count(*) FROM log.events WHERE tag = 'inventory/released-1'", 1)
        shop.until("SELECT count(*) FROM work.mails WHERE kind = 'order_cancelled'", 1)
        assert shop.db.execute("SELECT number FROM work.mails").fetchall() == [(long_ago.number,)]
        assert shop.count("SELECT count(*) FROM log.events WHERE tag = 'inventory/released-1'") == 1


def test_lost_connections_are_made_anew_and_nothing_stops(shop):
    shop.start()
    shop.buy()
    shop.until(MAILS, 1)
    with psycopg.connect(shop.settings.database_url, autocommit=True) as killer:
        for _ in range(3):
            killer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                           " AND application_name <> '' AND pid <> pg_backend_pid()")
            shop.buy()
    shop.until(MAILS, 4)
    assert shop.count("SELECT count(*) FROM read.projections WHERE state = 'stopped'") == 0


@pytest.mark.slow
@pytest.mark.crash
def test_a_database_that_was_killed_is_waited_for(tmp_path, open_folder):
    with EmbeddedPostgres(open_folder / "postgres") as server:
        migrate(Settings(database_url=server.url(), data_dir=tmp_path))
        with background_shop(server.url(), tmp_path) as shop:
            process = shop.start()
            shop.buy()
            shop.until(MAILS, 1)
            server.process.kill()
            server.process.wait()
            server.start()
            shop.db.close()
            shop.db = psycopg.connect(server.url(), autocommit=True)
            shop.buy()
            shop.until(MAILS, 2)
            views = len(shop.shop.runner().status())
            shop.until("SELECT count(*) FROM read.projections WHERE state = 'running'", views)
            assert stop(process) < 5
            waits = [line for line in shop.logs().splitlines() if '"waiting"' in line and '"projector"' in line]
            assert len(waits) == 1, "said once, not at each try"


def test_a_part_that_fails_for_good_ends_the_process_and_says_why(shop):
    shop.db.execute("ALTER TABLE read.copies RENAME TO elsewhere")
    process = shop.start("projector")
    assert process.wait(20) == 1
    assert "UndefinedTable" in shop.logs()


def test_there_is_no_part_of_another_name(shop):
    with pytest.raises(KeyError):
        background.run(shop.settings, {"gardener"}, Event())


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
@pytest.mark.story("US-1.1", "the address is verified by mail")
def test_nobody_who_has_an_account_and_no_secret_of_a_mail_can_be_found_in_any_table(shop):
    shop.start()
    shop.do(Register(email=EMAIL, password=Secret(f"{STREET} has a long name"), given_name=NAME, family_name="Example"))
    shop.until("SELECT count(*) FROM work.outbox WHERE outcome = 'sent'", 1)
    (letter,) = postgres_post(shop.shop).to(EMAIL)
    secret = re.findall(r"token=([\w-]+)", letter.text)[0]
    searched = _search(shop.db, NAME, EMAIL, STREET, secret)
    assert {"log.events_0", "work.mail_tokens", "work.outbox", "work.jobs_queue", "work.credentials"} <= searched
    for word in (NAME, EMAIL, STREET, secret):
        assert word not in shop.logs()


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_nobody_can_be_found_in_any_table(shop):
    shop.start()
    shop.ship(shop.buy().number)
    shop.buy("timeout", key="once")
    shop.buy("challenge", key="twice")
    shop.until(MAILS, 3)
    searched = _search(shop.db, NAME, EMAIL, STREET, "Quillfeather", "zq.unmistakable")
    assert {"log.events_0", "work.mails", "work.outbox", "work.jobs_queue", "read.orders"} <= searched
    assert shop.count("SELECT count(*) FROM work.idempotency WHERE answer IS NOT NULL") == 2
    assert NAME not in shop.logs()
    assert EMAIL not in shop.logs()
    assert STREET not in shop.logs()


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_what_opens_an_order_or_buys_with_a_code_is_in_no_table_and_no_log(shop):
    shop.start()
    shop.do(CreateCoupon(code="GIFT", name="Gift", terms=Terms(PercentOff(100_000)), single_use=True))
    used, kept = shop.do(MakeCodes(code="GIFT", many=2)).codes
    number = shop.buy(code=used).number
    shop.ship(number)
    shop.until(MAILS, 2)
    keys = [shop.shop.access_tokens().of(number), used.rpartition("-")[2], kept.rpartition("-")[2]]
    assert keys[0] in "".join(letter.text for letter in postgres_post(shop.shop).to(EMAIL)), "as sealed letters hold it"
    assert {"log.events_0", "work.outbox", "read.orders", "work.jobs_queue"} <= _search(shop.db, *keys)
    assert not [key for key in keys if key in shop.logs()]


def _search(db, *words):
    """Every column that could hold words, of every table of every schema; gives the tables it searched."""
    columns = db.execute(
        "SELECT c.table_schema, c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')"
        " AND (c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'ARRAY', 'tsvector',"
        " 'USER-DEFINED'))"
    ).fetchall()
    searched = set()
    for schema, table, column, kind in columns:
        value = sql.SQL("encode({}, 'escape')" if kind == "bytea" else "{}::text").format(sql.Identifier(column))
        query = sql.SQL("SELECT count(*) FROM {} WHERE {} ILIKE ANY(%s)").format(sql.Identifier(schema, table), value)
        found = db.execute(query, ([f"%{word}%" for word in words],)).fetchone()[0]
        assert not found, f"{schema}.{table}.{column} holds a person"
        searched.add(f"{schema}.{table}")
    return searched
