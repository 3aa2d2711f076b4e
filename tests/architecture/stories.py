"""Writes docs/stories.md: which criterion of which story is shown to hold by which tests.

``python -m tests.architecture.stories`` (``make stories``) writes it; with ``--check`` it only says if it is stale.
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

What people want of the shop, criterion by criterion, and the tests that show it to hold. Written by `make stories` from
`docs/stories.toml` and the marks of the tests; a test fails when this page is stale. A criterion without a test is not
there yet, whatever the code may look like. *Beyond* are things a story doesn't ask for but needs to be trusted.
"""

Shown = dict[tuple[str, str], list[str]]


class Marks:
    """A pytest plugin that takes down which test claims to show what."""

    def __init__(self) -> None:
        self.shown: Shown = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
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


def page(shown: Shown) -> str:
    """The whole of docs/stories.md."""
    epics = wishes()
    stories = [story for epic in epics for story in epic["story"]]
    asked = [(story["id"], plain(line)) for story in stories for line in story["criteria"]]
    done = sum(bool(shown.get(key)) for key in asked)
    whole = sum(all(shown.get((story["id"], plain(line))) for line in story["criteria"]) for story in stories)
    count = f"{len(stories)} stories, {whole} of them shown in full; {done} of {len(asked)} criteria."
    lines = [INTRODUCTION, count, ""]
    for epic in epics:
        lines += [f"## {epic['title']}", ""]
        for story in epic["story"]:
            lines += _story(story, shown)
    return "\n".join(lines).rstrip() + "\n"


def _story(story: dict[str, Any], shown: Shown) -> list[str]:
    where = f"\nAt {', '.join(f'`{path}`' for path in story['where'])}.\n" if "where" in story else ""
    rows = [(line, "") for line in story["criteria"]] + [(line, "*beyond:* ") for line in story.get("beyond", [])]
    table = [f"| {sort}{line} | {_tests(shown.get((story['id'], plain(line)), []))} |" for line, sort in rows]
    return [f"### {story['id']} {story['title']}", where, "| criterion | shown by |", "| --- | --- |", *table, ""]


def _tests(tests: list[str]) -> str:
    if not tests:
        return "not there yet"
    tests = sorted(tests)
    named = [f"[{_sentence(test)}](../{test.partition('::')[0]})" for test in tests[:NAMED]]
    more = [f"and {len(tests) - NAMED} more"] if len(tests) > NAMED else []
    return "; ".join(named + more)


def _sentence(test: str) -> str:
    name = test.rpartition("::")[2]
    if name == "runTest":
        return f"a machine: {Path(test.partition('::')[0]).stem.removeprefix('test_').replace('_', ' ')}"
    return name.removeprefix("test_").replace("_", " ")


def main(arguments: list[str]) -> int:
    shown = collected()
    if wrong := misspelt(shown):
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    if "--check" in arguments:
        fresh = PAGE.exists() and PAGE.read_text() == page(shown)
        sys.stderr.write("" if fresh else "docs/stories.md is stale: run `make stories` and check it in\n")
        return 0 if fresh else 1
    PAGE.write_text(page(shown))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
