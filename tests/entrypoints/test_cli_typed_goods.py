"""Files of products whose categories say what they have: taken in whole, told row by row, and back the same."""

import json
from uuid import uuid4

import pytest

from store.application.catalogue.attributes import DefineMissing
from store.application.shared.bus import Caller
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.test_cli_goods_and_facts import MUG, POT, imported

pytestmark = [
    pytest.mark.story("US-2.4", "attributes have types"),
    pytest.mark.story("US-2.5", "importing a changed file edits the products in it"),
]
WEIGHT = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True)
SIZE = AttributeDefinition("Size", AttributeKind.CHOICE, choices=("S", "L"), required=True)
SAFE = AttributeDefinition("Safe", AttributeKind.YES_NO)
TYPED = POT | {"attributes": {"Weight": 1.5, "Size": "L", "Safe": True, "Ean": "401"}}
WRITTEN = MUG | {"attributes": {"Weight": "0.50 kg", "size": "s", "Safe": "no", "Volume": "300 ml"}}


@pytest.fixture
def defined(run, lines, migrated_url, tmp_path):
    """A shop whose kitchen says what its goods have."""
    run("import", lines(POT, name="first.jsonl"), "--source", "first")
    settings = Settings(database_url=migrated_url, data_dir=tmp_path / "data", demo=False, log_level="error")
    with postgres_shop(settings) as shop:
        asked = DefineMissing(attributes={"kitchen": (WEIGHT, SIZE, SAFE)})
        by = Caller(actor="system:test", correlation=uuid4())
        assert [shop.bus().do(asked, by).outcome for _ in range(2)] == [3, 0]


@pytest.mark.usefixtures("defined")
def test_what_does_not_fit_is_taken_in_and_told_by_its_line(run, lines):
    strange = POT | {"key": "p2", "variants": [{"sku": "P2", "price": "30"}], "attributes": {"Weight": "heavy"}}
    file = lines(WRITTEN, strange | {"slug": "strange"})
    said = json.loads(run("import", file, "--json").stdout)
    assert (said["listed"], said["misfits"]) == (2, [{"line": 2, "key": "p2", "faults": {
        "Weight": "Write a number in kg, such as 1.5.", "Size": "This is needed for whatever is for sale.",
    }}])
    told = run("import", file).stdout
    assert "1 product says what doesn't fit" in " ".join(told.split())
    assert "line 2 (p2): Weight: Write a number in kg, such as 1.5.; Size: This is" in " ".join(told.split())


@pytest.mark.usefixtures("defined")
@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_typed_values_come_round_again_as_they_were(run, lines, tmp_path, ending):
    assert imported(run("import", lines(TYPED | {"key": "p9", "variants": [{"sku": "P9", "price": "30"}]}, WRITTEN),
                        "--json")) == (2, 0, 0)
    file = tmp_path / f"away.{ending}"
    run("export-products", file)
    for _ in range(2):
        assert imported(run("import", file, "--source", "elsewhere", "--json")) == (0, 0, 3)
    again = tmp_path / f"again.{ending}"
    run("export-products", again)
    assert again.read_bytes() == file.read_bytes()
    assert "0.50" in file.read_text()
