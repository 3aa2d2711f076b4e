"""``store undo-import``: what an import did is undone, but for what somebody changed since."""

import json
from uuid import uuid4

import pytest

from tests.entrypoints.test_cli_goods_and_facts import MUG, POT, history

pytestmark = [
    pytest.mark.requirement("R2.3"), pytest.mark.story("US-2.5", "importing a changed file edits the products in it"),
]
PAN = {"key": "n1", "name": "Pan", "brand": "Kiln", "category": ["Kitchen"], "variants": [{"sku": "PAN", "price": "9"}]}


def taken_in(run, file):
    return json.loads(run("import", file, "--source", "s", "--json").stdout)["import"]


def undone(run, id, *more):
    ran = run("undo-import", id, "--json", *more)
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def products(run, tmp_path):
    """What is for sale: names and prices."""
    file = tmp_path / f"{uuid4()}.jsonl"
    run("export-products", file)
    found = [json.loads(line) for line in file.read_text().splitlines()]
    return {it["name"]: it["variants"][0]["price"] for it in found}


def test_every_product_is_as_it_was_before_and_new_ones_are_gone(run, lines, tmp_path):
    taken_in(run, lines(MUG))
    second = taken_in(run, lines(MUG | {"name": "Cup"}, POT))
    assert products(run, tmp_path) == {"Cup": "12.50", "Pot": "30.00"}
    told = {"taken_out": 1, "as_before": 1, "changed_since": []}
    assert undone(run, second, "--check") == told | {"checked_only": True}
    assert products(run, tmp_path) == {"Cup": "12.50", "Pot": "30.00"}, "it was only looked at"
    assert undone(run, second) == told | {"checked_only": False}
    assert products(run, tmp_path) == {"Mug": "12.50"}
    again = undone(run, second)
    assert (again["taken_out"], again["as_before"], len(again["changed_since"])) == (0, 0, 2), "it is undone already"


@pytest.mark.requirement("R12.3")
@pytest.mark.story("US-12.3", "prices in the chosen currency")
def test_what_an_import_said_of_prices_in_other_currencies_is_unsaid_with_it(run, lines):
    cup = MUG | {"variants": [MUG["variants"][0] | {"prices": {"USD": "14", "JPY": "2200"}}, MUG["variants"][1]]}
    taken_in(run, lines(cup))
    wrong = [it | {"prices": {"USD": "1.40"}} for it in cup["variants"]]
    second = taken_in(run, lines(MUG | {"name": "Cup", "variants": wrong}))
    id = history(run, "inventory", "MUG-BLUE")["state"]["product_id"]
    assert undone(run, second)["as_before"] == 1
    assert history(run, "product", id)["state"]["prices"] == {
        "MUG-BLUE": [{"minor": 2200, "currency": "JPY"}, {"minor": 1400, "currency": "USD"}], "MUG-RED": [],
    }


def test_what_was_changed_since_stays_and_is_listed(run, lines, tmp_path):
    first = taken_in(run, lines(MUG, POT, PAN))
    taken_in(run, lines(POT | {"variants": [{"sku": "POT", "price": "25"}]}))
    said = undone(run, first)
    assert said["taken_out"] == 2
    assert [it["name"] for it in said["changed_since"]] == ["Pot"]
    assert products(run, tmp_path) == {"Pot": "25.00"}


def test_an_import_that_never_was_is_none(run):
    ran = run("undo-import", uuid4())
    assert ran.exit_code == 1
    assert "There is no import" in ran.output


def test_the_command_says_how_it_is_undone(run, lines):
    assert "To put them back: store undo-import" in run("import", lines(MUG)).output
    assert "undo-import" not in run("import", lines(MUG)).output, "nothing was changed"
