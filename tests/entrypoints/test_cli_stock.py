"""Stock by file from the operator's desk."""

import json

import pytest

from tests.entrypoints.test_cli_goods_and_facts import MUG, history

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "bulk stock updates")]


@pytest.fixture
def goods(run, lines):
    run("import", lines(MUG))
    return run


def on_hand(run, sku):
    return history(run, "inventory", sku)["state"]["on_hand"]


def test_stock_is_changed_line_by_line_and_only_tried_when_asked(goods, tmp_path):
    file = tmp_path / "stock.csv"
    file.write_text("sku,change,on_hand,reason\nMUG-BLUE,-3,,fell\nNO-SUCH,1,,\nMUG-RED,,7,\n")
    tried = goods("stock", str(file), "--check", "--json")
    assert [line["result"] for line in json.loads(tried.stdout)] == ["done", "refused", "done"]
    assert tried.exit_code == 1
    assert on_hand(goods, "MUG-BLUE") == 40
    done = goods("stock", str(file), "--json")
    assert [(line["result"], line["on_hand"]) for line in json.loads(done.stdout)] == [
        ("done", 37), ("refused", None), ("done", 7)
    ]
    assert (on_hand(goods, "MUG-BLUE"), on_hand(goods, "MUG-RED")) == (37, 7)
    assert "There is no SKU NO-SUCH" in goods("stock", str(file), "--check").output


def test_what_is_printed_can_be_sent_back_and_changes_nothing(goods, tmp_path):
    printed = goods("stock")
    assert printed.stdout.splitlines()[:2] == ["sku,name,on_hand,reserved,available,low_at", "MUG-BLUE,Mug,40,0,40,"]
    file = tmp_path / "stock.csv"
    file.write_text(printed.stdout)
    same = goods("stock", str(file), "--json")
    assert same.exit_code == 0
    assert [fact["tag"] for fact in history(goods, "inventory", "MUG-BLUE")["facts"]] == [
        "inventory/opened-1", "inventory/received-1"
    ]


def test_what_is_no_list_of_stock_is_not_taken(goods, tmp_path):
    file = tmp_path / "stock.csv"
    file.write_text("hello")
    refused = goods("stock", str(file))
    assert refused.exit_code == 1
    assert "no list of stock" in refused.output
