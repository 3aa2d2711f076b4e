"""``store verify``: the log against its chains and against what was signed about it."""

import json

import psycopg
import pytest

from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.test_cli_goods_and_facts import MUG, POT

pytestmark = pytest.mark.story("US-10.5", "keep audit logs that show tampering")


def sign(url, folder):
    """What the scheduler does every few minutes."""
    with postgres_shop(Settings(database_url=url, data_dir=folder / "data")) as shop:
        shop.notary().sign(at_once=True)


def test_an_untouched_log_verifies(run, lines):
    run("import", lines(MUG, POT))
    ran = run("verify", "--json")
    answer = json.loads(ran.stdout)
    assert (ran.exit_code, answer["faults"]) == (0, [])
    assert answer["facts"] > 4


@pytest.mark.story("US-10.5", "a changed or missing fact of a stream shows")
@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE log.events SET state = replace(state, '40', '41')", "not what was written"),
        ("UPDATE log.events SET metadata = replace(metadata, 'import', 'nobody')", "not what was written"),
        ("DELETE FROM log.events WHERE tag = 'catalogue/product-listed-1'", "version 1 is missing"),
    ],
)
def test_tampering_shows(run, lines, migrated_url, tampering, said):
    run("import", lines(MUG))
    run("import", lines(MUG | {"name": "Cup"}))
    with psycopg.connect(migrated_url) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # what only the owner of the database can do
        connection.execute(tampering)
    ran = run("verify", "--json")
    assert ran.exit_code == 1
    assert any(said in fault["words"] for fault in json.loads(ran.stdout)["faults"])


def test_a_chain_computed_anew_is_caught_by_the_checkpoints_outside(run, lines, migrated_url, tmp_path):
    run("import", lines(MUG))
    run("import", lines(MUG | {"name": "Cup"}))
    sign(migrated_url, tmp_path)
    ran = run("verify", "--json")
    answer = json.loads(ran.stdout)
    assert (ran.exit_code, answer["faults"], answer["attested"]) == (0, [], answer["facts"])
    with psycopg.connect(migrated_url) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("DELETE FROM log.events e WHERE tag = 'catalogue/product-revised-1'")
    ran = run("verify")
    assert ran.exit_code == 1
    assert "cut: product" in ran.stdout
    assert "the end of the stream was cut off" in ran.stdout


def test_only_what_is_new_can_be_verified(run, lines, migrated_url, tmp_path):
    run("import", lines(MUG))
    sign(migrated_url, tmp_path)
    whole = json.loads(run("verify", "--since-last", "--json").stdout)
    assert whole["facts"] == whole["attested"] > 0, "there is no earlier one to begin after"
    run("import", lines(POT))
    new = json.loads(run("verify", "--since-last", "--json").stdout)
    assert new["facts"] > 0
    assert new["attested"] == 0
