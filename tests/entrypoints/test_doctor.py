"""The doctor looks at the shop that runs, says where it looked, and has a way out for whatever is wrong."""

import json
import socket
import threading
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from store.adapters.drivers.data_folder import DataFolderLock
from store.entrypoints.wiring.doctor_travel import on_the_way
from store.entrypoints.wiring.settings import Settings
from tests.carrier_server import TOKEN, carrying
from tests.entrypoints.test_cli import run
from tests.harness.whereabouts import written
from tests.servers import free_port, redis_server

pytestmark = pytest.mark.requirement("R1.4")
__all__ = ["run"]


def examined(ran):
    """By name; whatever isn't in order has a sentence and a way out, and the exit code says whether all is well."""
    checks = {check["name"]: check for check in json.loads(ran.stdout)}
    for check in checks.values():
        assert check["found"], check
        assert "\n" not in check["found"] + check["advice"]
        assert check["state"] == "ok" or check["advice"], f"no way out: {check}"
    assert ran.exit_code == int(any(check["state"] == "failed" for check in checks.values()))
    return checks


@contextmanager
def answering(status=200, body=b'{"status":"ok","checks":{}}', headers=None):
    """Something that answers like a shop, on a port of its own."""
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Not into the tests' output."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_looks_where_the_running_shop_listens_whatever_the_settings_of_this_terminal_say(run, tmp_path):
    with answering() as port, DataFolderLock(tmp_path / "data", f"127.0.0.1:{port}"):
        checks = examined(run("doctor", "--json", STORE_PORT=str(free_port())))
    assert f"127.0.0.1:{port}" in checks["shop"]["found"]
    assert checks["port"]["state"] == "ok"
    assert checks["port"]["found"].startswith(f"{port}: the shop answers that it is ready")
    assert "STORE_PORT says" in checks["port"]["found"]


def test_it_says_which_folder_it_looked_at_and_how_to_look_at_another(run, tmp_path, monkeypatch):
    checks = examined(run("doctor", "--json"))
    assert checks["data folder"]["found"] == f"{tmp_path / 'data'} (STORE_DATA_DIR; will be made)"
    assert checks["shop"]["found"] == f"not running on {tmp_path / 'data'}"
    monkeypatch.delenv("STORE_DATA_DIR")
    monkeypatch.chdir(tmp_path)
    checks = examined(run("doctor", "--json"))
    assert "the default, seen from this folder" in checks["data folder"]["found"]
    assert checks["shop"]["found"] == f"not running on {tmp_path / 'data'}"
    assert "STORE_DATA_DIR" in checks["shop"]["advice"], "a shop may well be running elsewhere"


def test_a_shop_that_runs_but_does_not_answer_is_not_in_order(run, tmp_path):
    port = free_port()
    with DataFolderLock(tmp_path / "data", f"127.0.0.1:{port}"):
        checks = examined(run("doctor", "--json", STORE_PORT=str(port)))
    assert checks["port"]["state"] == "warning"
    assert checks["port"]["found"] == f"{port}: nothing answers"
    with answering(503) as port, DataFolderLock(tmp_path / "data", f"127.0.0.1:{port}"):
        checks = examined(run("doctor", "--json", STORE_PORT=str(port)))
    assert checks["port"]["found"] == f"{port}: the shop answers that it is not ready"


def test_a_port_that_another_shop_has_is_told_from_one_that_a_stranger_has(run):
    with answering() as port:
        checks = examined(run("doctor", "--json", STORE_PORT=str(port)))
    assert checks["port"]["state"] == "failed"
    assert "another shop" in checks["port"]["found"]
    assert "STORE_DATA_DIR" in checks["port"]["advice"]
    with closing(socket.create_server(("127.0.0.1", 0))) as stranger:
        checks = examined(run("doctor", "--json", STORE_PORT=str(stranger.getsockname()[1])))
    assert checks["port"]["state"] == "failed"
    assert "another shop" not in checks["port"]["found"]
    assert "STORE_PORT" in checks["port"]["advice"]


@pytest.mark.parametrize(("variable", "address", "name"), [
    ("STORE_DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:{port}/store", "database"),
    ("STORE_REDIS_URL", "redis://:hush@127.0.0.1:{port}/0", "redis"),
    ("STORE_SMTP_URL", "smtp://somebody:hush@127.0.0.1:{port}", "mail"),
])
def test_what_is_outside_and_does_not_answer_is_named_without_its_password(run, variable, address, name):
    ran = run("doctor", "--json", **{variable: address.format(port=free_port())})
    checks = examined(ran)
    assert checks[name]["state"] == "failed"
    assert variable in checks[name]["advice"]
    assert "hush" not in ran.stdout
    assert ran.exit_code == 1


def test_what_is_outside_and_answers_is_in_order(run):
    with redis_server() as url, mail_server() as port:
        checks = examined(run(
            "doctor", "--json", STORE_REDIS_URL=url, STORE_SMTP_URL=f"smtp://127.0.0.1:{port}?security=none",
        ))
    assert checks["redis"]["state"] == "ok"
    assert checks["mail"]["state"] == "ok"


@pytest.mark.requirement("R10.6")
@pytest.mark.story("US-10.5", "data travels encrypted")
@pytest.mark.parametrize(("setting", "address", "told"), [
    ("database_url", "postgresql://store:hush@db.example:5432/store", "sslmode=verify-full"),
    ("database_url", "postgresql://store:hush@db.example/store?sslmode=prefer", "sslmode=verify-full"),
    ("database_url", "postgresql://store:hush@db.example/store?sslmode=verify-full", ""),
    ("database_url", "postgresql://store:hush@127.0.0.1/store", ""), ("database_url", "postgresql:///store", ""),
    ("redis_url", "redis://:hush@cache.example/0", "rediss://"), ("redis_url", "rediss://:hush@cache.example/0", ""),
    ("redis_url", "redis://[::1]/0", ""), ("redis_url", "unix:///run/redis", ""),
    ("opensearch_url", "http://find.example:9200", "https://"), ("opensearch_url", "https://find.example", ""),
    ("s3_url", "http://key:hush@files.example/bucket", "https://"), ("s3_url", "s3://files.example/bucket", ""),
    ("smtp_url", "smtp://mail.example:25?security=none", "security=none"), ("smtp_url", "smtp://mail.example", ""),
    ("base_url", "http://shop.example", "https://"), ("base_url", "https://shop.example", ""),
    ("base_url", "http://localhost:8000", ""),
])
def test_whatever_leaves_the_machine_in_the_clear_is_named(setting, address, told):
    [check] = on_the_way(Settings(**{setting: address}))
    assert "STORE_PLAINTEXT_ALLOW" not in check.found
    assert (check.state, "hush" in check.found + check.advice) == ("warning" if told else "ok", False)
    assert told in check.advice


def test_people_read_the_same(run, tmp_path):
    ran = run("doctor", STORE_REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert ran.exit_code == 1
    assert "STORE_REDIS_URL" in ran.output
    assert str(tmp_path / "data") in ran.output.replace("\n", "")


@contextmanager
def mail_server():
    """As much of one as a greeting needs."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.settimeout(20)

        def greet():
            with suppress(TimeoutError):
                answers(listening.accept()[0])

        def answers(connection):
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 here\r\n")
                for line in lines:
                    connection.sendall(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 fine\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_carrier_that_knows_the_shop_is_told_from_one_that_does_not(run):
    with carrying() as carrier:
        here = {"STORE_CARRIER_URL": carrier.address, "STORE_CARRIER_NAME": "Post"}
        there = examined(run("doctor", "--json", STORE_CARRIER_TOKEN=TOKEN, **here))["carrier"]
        assert (there["state"], there["found"]) == ("ok", "Post answers")
        stranger = examined(run("doctor", "--json", STORE_CARRIER_TOKEN="another", **here))["carrier"]
        assert (stranger["state"], "by hand" in stranger["advice"]) == ("warning", True)
        assert "another" not in str(stranger)


def test_a_file_of_places_is_read(run, tmp_path):
    file = tmp_path / "places.mmdb"
    file.write_text("no such form")
    broken = examined(run("doctor", "--json", STORE_GEOIP_FILE=str(file)))["places"]
    assert (broken["state"], "STORE_GEOIP_FILE" in broken["found"]) == ("failed", True)
    written(file, JP="2001:db8::/32")
    assert examined(run("doctor", "--json", STORE_GEOIP_FILE=str(file)))["places"]["state"] == "ok"
