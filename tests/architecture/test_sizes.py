"""The tail is what to watch: no file grows beyond what one can keep in one's head."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CEILING, NINE_OF_TEN, SCREEN = 300, 150, 60
SOURCES = [path for folder in ("src/store", "projections") for path in (ROOT / folder).rglob("*.py")]
DRAWINGS = ROOT / "src/store/adapters/catalogue/demo/pictures"
WRITTEN = [path for path in SOURCES if DRAWINGS not in path.parents]
"""Without the demo shop's drawings: an outline is a run of coordinates, and no shorter for being cut in two."""
TESTS = list((ROOT / "tests").rglob("*.py"))

pytestmark = [pytest.mark.requirement("R11.5"), pytest.mark.story("US-11.1", "the architecture is checked by tests")]


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def test_no_file_is_longer_than_the_ceiling():
    long = {f"{path.relative_to(ROOT)}: {lines(path)}" for path in SOURCES + TESTS if lines(path) > CEILING}
    assert not long


def test_nine_of_ten_files_are_short():
    written = sorted(lines(path) for path in WRITTEN if lines(path))
    assert written[len(written) * 9 // 10] <= NINE_OF_TEN


def test_every_function_fits_on_a_screen():
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in WRITTEN
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= SCREEN
    }
    assert not long
