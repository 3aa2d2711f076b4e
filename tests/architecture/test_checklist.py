"""What a review asks: each line of the checklist is held by something that is there, and that can be run."""

import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.requirement("R10.1"), pytest.mark.story("US-10.1", "a checklist for reviews")]
ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
CHECKLIST = re.findall(r"^- \[ \] (.*)$", TEXT.partition("What a review asks")[2], re.MULTILINE)
ABOUT = ("SQL", "Searches", "permission", "form", "script", "Hostile", "Desk", "payment page", "table", "fuzz")


def named(line):
    """Files, commands and names of the code in *line*."""
    words = re.findall(r"`([^`]+)`", line) + re.findall(r"\]\(([^)]+)\)", line)
    files = [word for word in words if re.search(r"\.(py|md)$", word)]
    return files, [word.split()[1] for word in words if word.startswith("make ")]


def test_it_asks_for_what_strangers_try():
    assert len(CHECKLIST) >= len(ABOUT)
    assert not [what for what in ABOUT if not any(what in line for line in CHECKLIST)]


@pytest.mark.parametrize("line", CHECKLIST)
def test_each_line_names_what_holds_it_and_that_is_there(line):
    files, targets = named(line)
    assert files or targets, "nothing holds it"
    for file in files:
        assert list(ROOT.glob(file)) or list((ROOT / "src/store/entrypoints").glob(file)) or list(
            (ROOT / "tests").rglob(file)
        ), file
    for target in targets:
        assert re.search(rf"^{target}: .* ## ", MAKEFILE, re.MULTILINE), target


def test_what_it_names_in_the_code_is_there():
    source = "\n".join(path.read_text() for path in (ROOT / "src/store").rglob("*.py"))
    written = {word for line in CHECKLIST for word in re.findall(r"`([A-Za-z_]{2,})`", line)}
    names = written - {"LiteralString", "unsafe"}
    assert {"expect_permissions", "FormTokens", "same_origin", "Desk"} <= names
    assert not [name for name in names if not re.search(rf"\b(class|def) {name}\b", source)]


def test_a_line_that_nothing_holds_would_be_noticed():
    assert named("Think of it.") == ([], [])
    assert named("True after `make fuzz` (`tests/x.py`).") == (["tests/x.py"], ["fuzz"])
