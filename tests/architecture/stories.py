"""Writes docs/stories.md: where one comes across each criterion of each story, and which tests show it to hold.

``python -m tests.architecture.stories`` (``make stories``) writes it.
"""

import contextlib
import difflib
import io
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WISHES, PAGE = ROOT / "docs/stories.toml", ROOT / "docs/stories.md"
NAMED = 3
"""Tests named for one criterion; the others are counted."""

INTRODUCTION = """\
# Stories

What people want of the shop, criterion by criterion: where they come across it, and the tests that show it to hold.
Written by `make stories` from `docs/stories.toml` and the marks of the tests; a test fails when this page is stale, or
when a place isn't there. A criterion without a test is not there yet, whatever the code may look like. One without a
place, or tested in `tests/domain` and `tests/application` alone, is *in the code only*: the rule is kept, but nobody
can reach it, and it doesn't count. Places under `/backoffice` and `store …` are for those who work here. *Beyond* are
things a story doesn't ask for but needs to be trusted.
"""

WITHOUT_A_DOOR = ("tests/domain/", "tests/application/")
"""What is tested here may be true of the rules and still be out of everybody's reach."""

Shown = dict[tuple[str, str], list[str]]


class Marks:
    """A pytest plugin that takes down which test claims to show what."""

    def __init__(self) -> None:
        self.shown: Shown = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Before any is left out or given another name."""
        for item in items:
            test = re.sub(r"\[.*\]$", "", item.nodeid)
            for mark in item.iter_markers("story"):
                story, criterion = mark.args
                if test not in self.shown[story, plain(criterion)]:
                    self.shown[story, plain(criterion)].append(test)


def wishes() -> list[dict[str, Any]]:
    """Epics with their stories, as written down."""
    return tomllib.loads(WISHES.read_text())["epic"]


def plain(text: str) -> str:
    """A criterion as it is compared: spelling of case and of the end doesn't matter."""
    return " ".join(text.lower().split()).rstrip(".")


def collected() -> Shown:
    """What the tests claim to show. Collects them all, runs none."""
    marks, said = Marks(), io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(
            ["--collect-only", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", str(ROOT / "tests")],
            plugins=[marks],
        )
    if code:
        raise SystemExit(said.getvalue())
    return marks.shown


def misspelt(shown: Shown) -> list[str]:
    """Marks that name no story, or almost a criterion."""
    stories = [story for epic in wishes() for story in epic["story"]]
    known = {story["id"]: [*story["criteria"], *story.get("beyond", [])] for story in stories}
    found = []
    for (story, criterion), tests in sorted(shown.items()):
        if story not in known:
            found.append(f"{tests[0]}: there is no story {story}")
        elif criterion not in map(plain, known[story]):
            near = difflib.get_close_matches(criterion, known[story], 1, 0.0)
            found.append(f"{tests[0]}: {story} has no criterion {criterion!r}; nearest: {near}")
    return found


def misplaced(shown: Shown) -> list[str]:
    """Places of lines that are none, or that no test shows."""
    found = []
    for story in (story for epic in wishes() for story in epic["story"]):
        lines = [*story["criteria"], *story.get("beyond", [])]
        found += [f"{story['id']} has no {line!r} to be at" for line in story.get("at", {}) if line not in lines]
        found += [
            f"{story['id']} {line!r} is at {story['at'][line][0]}, but no test shows it" for line in lines
            if line in story.get("at", {}) and not shown.get((story["id"], plain(line)))
        ]
    return found


def page(shown: Shown) -> str:
    """The whole of docs/stories.md."""
    epics = wishes()
    stories = [story for epic in epics for story in epic["story"]]
    asked = [(story["id"], plain(line)) for story in stories for line in story["criteria"]]
    reached = {
        (story["id"], plain(line)) for story in stories for line in story["criteria"] if _reached(story, line, shown)
    }
    done = len(reached)
    whole = sum(all((story["id"], plain(line)) in reached for line in story["criteria"]) for story in stories)
    count = f"{len(stories)} stories, {whole} of them shown in full; {done} of {len(asked)} criteria."
    lines = [INTRODUCTION, count, ""]
    for epic in epics:
        lines += [f"## {epic['title']}", ""]
        for story in epic["story"]:
            lines += _story(story, shown)
    return "\n".join(lines).rstrip() + "\n"


def _story(story: dict[str, Any], shown: Shown) -> list[str]:
    rows = [(line, "") for line in story["criteria"]] + [(line, "*beyond:* ") for line in story.get("beyond", [])]
    table = [
        f"| {sort}{line} | {_place(story, line, shown)} | {_tests(shown.get((story['id'], plain(line)), []))} |"
        for line, sort in rows
    ]
    heading = f"### {story['id']} {story['title']}"
    return [heading, "", "| criterion | where | shown by |", "| --- | --- | --- |", *table, ""]


def _reached(story: dict[str, Any], line: str, shown: Shown) -> bool:
    """Whether somebody can come across *line*, and a test went there through a door."""
    tests = shown.get((story["id"], plain(line)), [])
    return line in story.get("at", {}) and any(not test.startswith(WITHOUT_A_DOOR) for test in tests)


def _place(story: dict[str, Any], line: str, shown: Shown) -> str:
    if _reached(story, line, shown):
        return ", ".join(f"`{place}`" for place in story["at"][line])
    return "*in the code only*" if shown.get((story["id"], plain(line))) else ""


def places() -> dict[str, list[str]]:
    """Every place that is declared, with the lines one comes across there."""
    found: dict[str, list[str]] = defaultdict(list)
    for story in (story for epic in wishes() for story in epic["story"]):
        for line, its in story.get("at", {}).items():
            for place in its:
                found[place].append(f"{story['id']} {line}")
    return found


def _tests(tests: list[str]) -> str:
    if not tests:
        return "not there yet"
    tests = sorted(tests, key=lambda test: (test.startswith(WITHOUT_A_DOOR), test))
    named = [f"[{_sentence(test)}](../{test.partition('::')[0]})" for test in tests[:NAMED]]
    more = [f"and {len(tests) - NAMED} more"] if len(tests) > NAMED else []
    return "; ".join(named + more)


def _sentence(test: str) -> str:
    name = test.rpartition("::")[2]
    if name == "runTest":
        return f"a machine: {Path(test.partition('::')[0]).stem.removeprefix('test_').replace('_', ' ')}"
    return name.removeprefix("test_").replace("_", " ")


def wrong(shown: Shown) -> list[str]:
    """What is amiss with the marks, or with the page that was made of them."""
    stale = not PAGE.exists() or PAGE.read_text() != page(shown)
    return misspelt(shown) + misplaced(shown) + (["docs/stories.md is stale: make stories"] if stale else [])


def main() -> int:
    shown = collected()
    if faults := misspelt(shown) + misplaced(shown):
        sys.stderr.write("\n".join(faults) + "\n")
        return 1
    PAGE.write_text(page(shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
