"""What the page for newcomers tells them to write runs as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs/testing.md").read_text(), re.DOTALL)

pytestmark = [
    pytest.mark.requirement("R9.5"),
    pytest.mark.story("US-11.1", "the architecture is checked by tests"),
]


@pytest.mark.parametrize("block", BLOCKS, ids=["a journey", "a rule"])
def test_the_scenarios_of_the_page_run(block, tmp_path):
    file = tmp_path / "test_of_a_newcomer.py"
    file.write_text(block)
    ran = subprocess.run(
        [
            sys.executable, "-m", "pytest", file, "-q", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT,
            "-p", "tests.conftest", "-p", "tests.stories.conftest", "-p", "no:cacheprovider",
            "-k", "memory or not (postgres or http)",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b1 passed", ran.stdout), ran.stdout


def test_every_place_the_page_names_is_there():
    named = re.findall(r"`((?:tests|docs)/[\w./]+)`", (ROOT / "docs/testing.md").read_text())
    assert len(named) > 8
    yours = {"tests/stories/test_my_first_scenario.py"}
    missing = [name for name in named if name not in yours and not (ROOT / name).exists()]
    assert not missing


def test_the_page_is_one_page():
    assert len((ROOT / "docs/testing.md").read_text().splitlines()) <= 80
