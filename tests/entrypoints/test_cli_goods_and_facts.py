import csv
import json
import re
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.requirement("R1.4")

ICECAT = Path(__file__).parents[2] / ".." / "shared" / "data" / "catalogue" / "icecat_products.jsonl.gz"

MUG = {
    "key": "m1",
    "name": "Mug",
    "brand": "Kiln",
    "category": ["Kitchen", "Mugs"],
    "attributes": {"Volume (ml)": 300},
    "variants": [
        {"sku": "MUG-BLUE", "price": "12.50", "stock": 40, "options": {"Colour": "Blue"}},
        {"sku": "MUG-RED", "price": "12.50", "options": {"Colour": "Red"}},
    ],
}
POT = {
    "key": "p1",
    "name": "Pot",
    "brand": "Kiln",
    "category": ["Kitchen"],
    "variants": [{"sku": "POT", "price": "30"}],
}


def imported(ran):
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    return answer["listed"], answer["revised"], answer["unchanged"]


def facts(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM log.events").fetchone()[0]


def history(run, kind, id):
    return json.loads(run("history", kind, id, "--json").stdout)


@pytest.mark.story("US-2.5", "add products with all details")
def test_goods_from_json_lines_are_in_the_shop_with_their_stock(run, lines):
    assert imported(run("import", lines(MUG, POT), "--json")) == (2, 0, 0)
    assert history(run, "inventory", "MUG-BLUE")["state"]["on_hand"] == 40


def test_stock_that_the_file_does_not_say_is_what_the_command_says(run, lines):
    run("import", lines(MUG), "--stock", "7")
    assert history(run, "inventory", "MUG-RED")["state"]["on_hand"] == 7


def test_a_gzipped_file_is_as_good(run, lines):
    assert imported(run("import", lines(MUG, name="goods.jsonl.gz"), "--json")) == (1, 0, 0)


@pytest.mark.story("US-2.5", "add products with all details")
def test_a_csv_file_says_the_same_with_one_variant_a_line(run, tmp_path, lines):
    columns = [
        "key",
        "name",
        "brand",
        "category",
        "sku",
        "price",
        "stock",
        "options",
        "attributes",
        "tags",
    ]
    with (tmp_path / "goods.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        facts = r"Volume=300 ml;Made of=clay\; glazed"
        table.writerow(["m1", "Mug", "Kiln", "Kitchen > Mugs", "MUG-BLUE", "12.50", "40", "Colour=Blue", facts, "gift"])
        table.writerow(["m1", "", "", "", "MUG-RED", "12.50", "", "Colour=Red", "", ""])
        table.writerow(["p1", "Pot", "Kiln", "Kitchen", "POT", "30", "", "", "", ""])
    assert imported(run("import", tmp_path / "goods.csv", "--json")) == (2, 0, 0)
    assert history(run, "inventory", "MUG-BLUE")["state"]["on_hand"] == 40
    mug = history(run, "product", history(run, "inventory", "MUG-RED")["state"]["product_id"])["state"]
    assert mug["description"]["attributes"] == {"Volume": "300 ml", "Made of": "clay; glazed"}
    assert mug["variants"]["MUG-RED"]["options"] == {"Colour": "Red"}


@pytest.mark.story("US-2.5", "importing a changed file edits the products in it")
def test_importing_again_changes_only_what_differs(run, lines):
    run("import", lines(MUG, POT))
    assert imported(run("import", lines(MUG, POT | {"name": "Big pot"}), "--json")) == (0, 1, 1)


@pytest.mark.story("US-2.5", "invalid input is refused")
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"key": 1}, r"line 2: Expected `str`, got `int` - at `\$.key`"),
        (POT | {"nmae": "x"}, "line 2: Object contains unknown field `nmae`"),
        (POT | {"variants": []}, "line 2: A product needs at least one variant"),
        (POT | {"variants": [{"sku": "P P", "price": "1"}]}, "line 2: A SKU has 1 to 64 letters"),
        (
            POT | {"variants": [{"sku": "POT", "price": "0"}]},
            "line 2: The price of POT must be more than nothing",
        ),
        (POT | {"variants": [{"sku": "POT", "price": "1.005"}]}, "line 2: not an amount in EUR: '1.005'"),
        (
            POT | {"variants": [{"sku": "POT", "price": "1", "currency": "USD"}]},
            "line 2: the price is in USD",
        ),
        (
            POT | {"variants": [{"sku": "POT", "price": "1", "stock": -1}]},
            "line 2: .* no stock is below zero",
        ),
        (
            POT | {"variants": [{"sku": "MUG-RED", "price": "1"}]},
            "line 2: the SKU 'MUG-RED' is used on line 1",
        ),
        (POT | {"key": "m1"}, "line 2: the key 'm1' is used on line 1 already"),
    ],
)
def test_a_bad_line_is_named_and_nothing_changes(run, lines, migrated_url, bad, said):
    ran = run("import", lines(MUG, bad))
    assert ran.exit_code == 1
    assert re.search(said, " ".join(re.sub("[│╭╮╰╯─]", " ", ran.stderr).split())), ran.stderr
    assert "Nothing was imported" in " ".join(re.sub("[│]", " ", ran.stderr).split())
    assert facts(migrated_url) == 0


@pytest.mark.story("US-2.5", "invalid input is refused")
@pytest.mark.parametrize("content", [b"", b"\n\n", b"no json\n", b"\xff\xfe", b'{"key": "m1"\n'])
def test_a_file_that_is_no_file_of_products_is_refused(run, tmp_path, migrated_url, content):
    (tmp_path / "goods.jsonl").write_bytes(content)
    assert run("import", tmp_path / "goods.jsonl").exit_code == 1
    assert facts(migrated_url) == 0


@pytest.mark.story("US-2.1", "what was imported cannot stop the list")
@pytest.mark.parametrize("checking", [[], ["--check"]])
@pytest.mark.parametrize(("name", "content"), [
    ("goods.jsonl", json.dumps(POT).replace("Pot", "P\\u0000t")),
    ("goods.jsonl", json.dumps(MUG | {"attributes": {"Made of": "clay\0"}})),
    ("goods.csv", "key,name,brand,category,sku,price\np1,P\0t,Kiln,Kitchen,POT,30\n"),
])
def test_text_with_nul_is_refused_and_the_goods_go_on(run, tmp_path, lines, migrated_url, name, content, checking):
    run("import", lines(MUG, name="good.jsonl"))
    before = facts(migrated_url)
    (tmp_path / name).write_text(content)
    ran = run("import", tmp_path / name, *checking)
    assert ran.exit_code == 1
    assert "NUL" in ran.stderr
    assert re.search(r"line \d", ran.stderr)
    assert facts(migrated_url) == before
    [goods] = [view for view in json.loads(run("projections", "list", "--json").stdout) if view["name"] == "goods"]
    assert (goods["state"], goods["behind"]) == ("running", False)


@pytest.mark.parametrize("name", ["goods.jsonl.gz", "goods.csv.gz"])
def test_a_file_that_only_claims_to_be_gzipped_is_refused(run, tmp_path, name):
    (tmp_path / name).write_bytes(b"not gzip")
    ran = run("import", tmp_path / name)
    assert ran.exit_code == 1
    assert "damaged or of another kind" in ran.stderr


def test_a_misspelt_column_is_refused(run, tmp_path):
    (tmp_path / "goods.csv").write_text("key,name,brand,category,sku,prise\n")
    assert "unknown column 'prise'" in run("import", tmp_path / "goods.csv").stderr


def test_prices_in_another_currency_are_converted_when_a_rate_is_given(run, lines):
    foreign = POT | {"variants": [{"sku": "POT", "price": "10.00", "currency": "USD"}]}
    assert imported(run("import", lines(foreign), "--rate", "0.925", "--json")) == (1, 0, 0)


def test_checking_changes_nothing(run, lines, migrated_url):
    assert run("import", lines(MUG), "--check").exit_code == 0
    assert facts(migrated_url) == 0


@pytest.mark.skipif(not ICECAT.exists(), reason="the Icecat catalogue is not beside this checkout")
def test_the_icecat_catalogue_is_read_to_its_last_product(run):
    answer = json.loads(run("import", ICECAT, "--check", "--json").stdout)
    assert answer["products"] == 19406


@pytest.mark.story("US-2.6", "stock history log")
@pytest.mark.story("US-2.5", "changes leave an audit trail")
def test_history_tells_the_life_of_a_thing_to_people(run, lines):
    run("import", lines(MUG))
    said = run("history", "inventory", "MUG-BLUE").stdout
    assert "Mug (Blue)" in said
    assert "on_hand: 40" in said
    assert "available: 40" in said


@pytest.mark.story("US-2.6", "stock history log")
def test_what_changed_between_two_moments_is_told(run, lines):
    run("import", lines(MUG))
    said = run("history", "difference", "inventory", "MUG-BLUE", "1").stdout
    assert "on_hand: 0 -> 40" in said
    found = json.loads(run("history", "difference", "inventory", "MUG-BLUE", "0", "1", "--json").stdout)
    assert [change["field"] for change in found["changes"]] == ["product_id", "on_hand"]
    assert run("history", "difference", "inventory", "MUG-BLUE", "yesterday").exit_code == 2


@pytest.mark.requirement("R8.3")
def test_facts_are_searched_and_a_wish_is_followed(run, lines):
    run("import", lines(MUG, POT))
    found = json.loads(run("history", "search", "--about", "MUG-BLUE", "--json").stdout)["items"]
    assert {fact["tag"] for fact in found} == {
        "inventory/received-1", "inventory/opened-1", "catalogue/product-listed-1",
    }
    said = run("history", "search", "--kind", "inventory", "--limit", "1").stdout
    assert "There are more" in said
    wish = found[0]["correlation"]
    chain = json.loads(run("history", "chain", wish, "--json").stdout)
    assert chain["facts"] == len([line for line in facts_of(run, "--correlation", wish) if line])
    assert "product v1: " in run("history", "chain", wish).stdout


@pytest.mark.requirement("R4.4")
def test_facts_are_written_down_as_lines_and_that_they_were_is_a_fact(run, lines, tmp_path):
    run("import", lines(MUG))
    told = [json.loads(line) for line in facts_of(run, "--about", "MUG-BLUE")]
    assert "catalogue/product-listed-1" in {fact["tag"] for fact in told}
    path = tmp_path / "facts.csv"
    assert run("history", "export", "--form", "csv", "-o", str(path), "--kind", "export").exit_code == 0
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert rows[0]["sentence"].endswith("took facts away as jsonl, with persons sealed: about MUG-BLUE")


def facts_of(run, *wanted):
    return run("history", "export", *wanted).stdout.splitlines()


def test_history_of_what_never_was_is_an_error(run):
    ran = run("history", "inventory", "NOTHING", "--json")
    assert ran.exit_code == 1


def test_an_instant_without_a_time_zone_is_refused(run):
    ran = run("history", "inventory", "MUG-BLUE", "--at", "2026-05-31T12:00:00")
    assert ran.exit_code == 2
    assert "needs a time zone" in ran.stderr


def test_read_models_are_listed_rebuilt_and_resumed(run, lines):
    run("import", lines(MUG))
    before = json.loads(run("projections", "list", "--json").stdout)
    assert {"goods"} <= {view["name"] for view in before}
    assert all(view["state"] == "running" and not view["behind"] for view in before)
    assert run("projections", "rebuild", "goods").exit_code == 0
    compared = run("projections", "compare", "goods", "--json")
    assert compared.exit_code == 0
    assert {table["table"]: table["differing"] for table in json.loads(compared.stdout)}["variants"] == 0
    assert run("projections", "switch", "goods").exit_code == 0
    there = {view["schema"] for view in json.loads(run("projections", "list", "--json").stdout)}
    assert there == {"read", "read_kept"}
    assert run("projections", "back", "goods").exit_code == 0
    assert run("projections", "drop", "goods").exit_code == 0
    assert run("projections", "drop", "goods").exit_code == 1
    assert run("projections", "drop", "goods", "--schema", "read").exit_code == 1, "nobody drops what people read"
    assert run("projections", "rebuild", "goods", "--switch").exit_code == 0
    assert run("projections", "drop", "goods").exit_code == 0
    assert run("projections", "resume", "goods").exit_code == 0
    assert json.loads(run("projections", "list", "--json").stdout) == before


def test_a_read_model_is_shown_as_of_an_instant_and_never_switched_in(run, lines):
    run("import", lines(MUG))
    built = json.loads(run("projections", "rebuild", "goods", "--as-of", "2020-01-01T00:00", "--json").stdout)
    assert built["schema"] == "read_asof_20200101t000000"
    compared = json.loads(run("projections", "compare", "goods", "--schema", built["schema"], "--json").stdout)
    assert {table["other_rows"] for table in compared} == {0}, "nothing was known then"
    assert run("projections", "rebuild", "goods", "--as-of", "2020-01-01T00:00", "--switch").exit_code == 2
    assert run("projections", "rebuild", "goods", "--as-of", "9999-01-01T00:00").exit_code == 1
    assert run("projections", "rebuild", "goods", "--as-of", "yesterday").exit_code == 1
    assert run("projections", "drop", "goods", "--schema", built["schema"]).exit_code == 0
    listed = run("projections", "list")
    assert "up to date" in listed.stdout
    assert "read_asof" not in listed.stdout


def test_a_read_model_nobody_knows_is_an_error(run):
    assert run("projections", "rebuild", "nonsense").exit_code == 1


@pytest.mark.story("US-10.5", "a changed or missing fact of a stream shows")
def test_the_examples_of_the_document_are_taken_as_they_stand(run, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "import-format.md").read_text()
    for kind, count in (("json", 1), ("csv", 1)):
        example = re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1]
        file = tmp_path / f"example-{kind}.{'jsonl' if kind == 'json' else kind}"
        file.write_text(example.replace("HM-", f"{kind.upper()}-").replace("HARBOUR-MUG-", f"{kind.upper()}-H-"))
        assert imported(run("import", file, "--json")) == (count, 0, 0)
