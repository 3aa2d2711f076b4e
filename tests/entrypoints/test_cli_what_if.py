"""A draft promotion is tried from the operator's desk."""

import json

import pytest

pytestmark = [pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "a promotion is tried on past orders")]


def test_a_file_of_terms_is_tried(run, tmp_path):
    file = tmp_path / "draft.json"
    file.write_text('{"kind": "percent", "percent": "10"}')
    tried = run("what-if", file, "--days", 7, "--json")
    assert tried.exit_code == 0, tried.output
    assert json.loads(tried.stdout)["orders"] == {"sums": [], "below_cost": [], "more": False}
    assert "no orders in that time" in run("what-if", file).output
    file.write_text('{"kind": "gift"}')
    refused = run("what-if", file)
    assert (refused.exit_code, "holds no terms" in refused.output) == (1, True)
