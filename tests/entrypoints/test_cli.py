import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from store.adapters.drivers.data_folder import DataFolderLock
from store.entrypoints.wiring.cli import store as cli

pytestmark = pytest.mark.requirement("R1.4")

COMMANDS = [
    "serve", "http", "background", "projector", "worker", "scheduler", "migrate", "doctor", "config",
]  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command on a data folder of its own, with no settings but those handed in."""
    for name in [name for name in os.environ if name.startswith("STORE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STORE_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(cli, arguments)

    return run


def store(*arguments, **environment):
    """The real command, in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STORE_")}
    return subprocess.run(
        [sys.executable, "-m", "store.entrypoints.wiring.cli", *arguments],
        env={**clean, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_command(run):
    said = run("--help").output
    assert [name for name in COMMANDS if f" {name} " not in said] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    ran = run(command, "--help")
    assert ran.exit_code == 0
    assert f"store {command}" in ran.output.replace("Usage: cli", "Usage: store") or command in ran.output


def test_config_documents_every_variable_for_people(run):
    ran = run("config")
    assert ran.exit_code == 0
    assert "STORE_DATABASE_URL" in ran.output
    assert "STORE_EMBEDDED" not in ran.output


def test_config_answers_scripts_in_json(run):
    answer = json.loads(run("config", "--json", STORE_PORT="8123").stdout)
    port = next(setting for setting in answer["settings"] if setting["variable"] == "STORE_PORT")
    assert (port["value"], port["default"], port["is_set"]) == ("8123", "8000", True)


def test_config_never_shows_a_secret(run):
    ran = run("config", STORE_STAFF_TOKEN="hunter2hunter2")
    assert "hunter2" not in ran.output
    assert "(set, not shown)" in ran.output


def test_config_still_documents_when_something_is_wrong(run):
    ran = run("config", "--json", STORE_PORT="x")
    assert ran.exit_code == 2
    assert json.loads(ran.stdout)["faults"] == ["STORE_PORT is 'x'; it must be a free port from 1 to 65535."]


def test_wrong_settings_stop_a_command_with_a_sentence_and_no_traceback(tmp_path):
    ran = store("serve", STORE_PORT="x", STORE_DATA_DIR=str(tmp_path))
    assert ran.returncode == 2
    assert ran.stderr == "store: STORE_PORT is 'x'; it must be a free port from 1 to 65535.\n"


def test_an_unknown_command_is_an_error_that_shows_the_way(tmp_path):
    ran = store("sevre", STORE_DATA_DIR=str(tmp_path))
    assert ran.returncode == 2
    assert "No such command 'sevre'" in ran.stderr


def test_doctor_finds_a_new_installation_in_order_but_for_what_is_built_later(run, tmp_path):
    checks = {check["name"]: check for check in json.loads(run("doctor", "--json").stdout)}
    assert checks["settings"]["state"] == "ok"
    assert checks["data folder"]["state"] == "ok"
    assert checks["shop"]["found"] == f"not running on {tmp_path / 'data'}"


def test_doctor_finds_what_is_wrong(run, tmp_path):
    (tmp_path / "file").write_text("")
    ran = run("doctor", "--json", STORE_DATA_DIR=str(tmp_path / "file" / "data"), STORE_PORT="x")
    failed = {check["name"] for check in json.loads(ran.stdout) if check["state"] == "failed"}
    assert {"settings", "data folder"} <= failed
    assert ran.exit_code == 1


def test_doctor_knows_a_running_shop(run, tmp_path):
    with DataFolderLock(tmp_path / "data"):
        checks = {check["name"]: check for check in json.loads(run("doctor", "--json").stdout)}
    assert checks["shop"]["found"] == f"running (pid {os.getpid()})"


def test_doctor_warns_of_readable_secrets_and_short_tokens(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("x")
    (tmp_path / "data" / "secret").chmod(0o644)
    checks = json.loads(run("doctor", "--json", STORE_STAFF_TOKEN="short").stdout)
    assert {"secrets": "failed", "staff token": "warning"}.items() <= {
        check["name"]: check["state"] for check in checks
    }.items()


def test_doctor_reaches_an_outside_database(run, database_url):
    checks = {
        check["name"]: check
        for check in json.loads(run("doctor", "--json", STORE_DATABASE_URL=database_url).stdout)
    }
    assert checks["database"]["state"] == "ok"
    assert checks["database"]["found"].startswith("outside, Postgres 18")
