"""``store export-products``: what is taken away comes in again, and no spreadsheet runs any of it."""

import csv
import json

import pytest

from tests.entrypoints.test_cli_goods_and_facts import MUG, POT, imported

FORMULAS = {
    "key": "f1", "name": "=cmd|' /C calc'!A0", "brand": "-Kiln; & \\ = co", "category": ["Kitchen", "Mugs & cups"],
    "description": '@SUM(1)\n\n- a list, "quoted"', "attributes": {"Volume": "300 ml", "Pair=s; and more": "+1"},
    "options": ["Colour"], "tags": ["new", "'=odd"], "variants": [
        {"sku": "F-RED", "price": "12.50", "list_price": "15.00", "stock": 4, "options": {"Colour": "-Red"}},
        {"sku": "F-BLUE", "price": "12.50", "stock": 0, "options": {"Colour": "'=Blue"}},
    ],
}


@pytest.mark.requirement("R4.4")
@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_what_is_taken_away_comes_in_again_as_it_was(run, lines, tmp_path, ending):
    run("import", lines(MUG, POT, FORMULAS))
    file = tmp_path / f"away.{ending}"
    said = json.loads(run("export-products", file, "--json").stdout)
    assert said == {"products": 3, "format": ending, "out": str(file)}
    texts = MUG | {"attributes": {"Volume (ml)": "300"}}  # a table has texts alone
    run("import", lines(texts)) if ending == "csv" else None
    assert imported(run("import", file, "--source", "elsewhere", "--json")) == (0, 0, 3)
    changed = file.read_text().replace("12.50", "11.00")
    file.write_text(changed)
    assert imported(run("import", file, "--json")) == (0, 2, 1)


@pytest.mark.requirement("R4.4")
@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_all_pictures_of_a_variant_are_taken_away_and_come_in_again(run, lines, tmp_path, ending):
    shown = POT | {
        "options": ["Colour"], "pictures": [{"name": f"{it}.webp", "alt": f"View {it}"} for it in "abc"],
        "variants": [
            {"sku": "P-1", "price": "9.00", "options": {"Colour": "Red"}},
            {"sku": "P-2", "price": "9.00", "options": {"Colour": "Blue"}, "picture": "b.webp", "more": ["c.webp"]},
            {"sku": "P-3", "price": "9.00", "options": {"Colour": "Oat"}, "picture": "a.webp"},
        ],
    }
    run("import", lines(shown))
    file = tmp_path / f"away.{ending}"
    run("export-products", file)
    assert imported(run("import", file, "--json")) == (0, 0, 1)
    run("import", lines(shown | {"variants": [it | {"picture": "a.webp", "more": []} for it in shown["variants"]]}))
    assert imported(run("import", file, "--json")) == (0, 1, 0)
    again = tmp_path / f"again.{ending}"
    run("export-products", again)
    assert again.read_text() == file.read_text()


@pytest.mark.requirement("R4.4")
def test_no_cell_of_a_table_is_a_formula(run, lines, tmp_path):
    run("import", lines(FORMULAS))
    run("export-products", tmp_path / "away.csv")
    with (tmp_path / "away.csv").open(newline="") as table:
        rows = list(csv.reader(table))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert rows[1][2] == "'" + FORMULAS["name"]


def test_a_file_of_another_kind_is_not_written(run, tmp_path):
    ran = run("export-products", tmp_path / "away.xml")
    assert ran.exit_code == 2
    assert not (tmp_path / "away.xml").exists()


def test_more_than_a_page_is_taken_away_as_well(run, lines, tmp_path):
    many = [
        POT | {"key": f"p{n}", "name": f"Pot {n}", "variants": [{"sku": f"POT-{n}", "price": "9"}]} for n in range(501)
    ]
    run("import", lines(*many))
    file = tmp_path / "away.jsonl"
    assert json.loads(run("export-products", file, "--json").stdout)["products"] == 501
    assert len({json.loads(line)["key"] for line in file.read_text().splitlines()}) == 501


TOLD = POT | {
    "key": "told", "name": "Told pot", "categories": [["Gifts"], ["Kitchen", "Big; = \\\\ things"]],
    "features": ["Stacks; twice", "=Light"], "related": ["p1", "told"], "variants": [{"sku": "TOLD", "price": "9.00"}],
}


@pytest.mark.requirement("R4.4")
@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_further_categories_features_and_what_goes_with_it_are_taken_away_and_come_in_again(
    run, lines, tmp_path, ending
):
    run("import", lines(POT, TOLD))
    file = tmp_path / f"away.{ending}"
    run("export-products", file)
    assert imported(run("import", file, "--json")) == (0, 0, 2)
    silent = {name: it for name, it in TOLD.items() if name not in {"categories", "features", "related"}}
    assert imported(run("import", lines(silent), "--json")) == (0, 0, 1), "what is left out stays"
    none = TOLD | {"categories": [], "features": [], "related": []}
    assert imported(run("import", lines(none), "--json")) == (0, 1, 0)
    assert imported(run("import", file, "--json")) == (0, 1, 1)
    again = tmp_path / f"again.{ending}"
    run("export-products", again)
    assert again.read_text() == file.read_text()
    changed = file.read_text().replace("Stacks", "Stands")
    file.write_text(changed)
    assert imported(run("import", file, "--json")) == (0, 1, 1)
