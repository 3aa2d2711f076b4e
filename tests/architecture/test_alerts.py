"""Alert rules speak of metrics that there are."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "store.rules.yml"
NAME = re.compile(r"\bstore_[a-z_]+")
ENDINGS = re.compile(r"_(total|count|sum|bucket)$")

pytestmark = pytest.mark.story("US-9.3", "operators are told")


def rules():
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def test_every_metric_that_an_alert_waits_for_is_told_somewhere():
    code = "".join(path.read_text() for path in Path(ROOT, "src").rglob("*.py"))
    told = set(re.findall(r'"(store_[a-z_]+)"', code))
    wanted = {ENDINGS.sub("", name) for rule in rules() for name in NAME.findall(rule["expr"])}
    assert len(wanted) >= 5
    assert wanted <= {ENDINGS.sub("", name) for name in told}


def test_every_alert_says_what_is_wrong_and_how_urgent_it_is():
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "warn"}
        assert rule["annotations"]["summary"].endswith(".")
