"""The page of stories says what the tests show, no more and no less."""

import os
import subprocess
import sys

import pytest

from tests.architecture.stories import ROOT, misspelt, page, plain, wishes

pytestmark = [
    pytest.mark.requirement("R9.5"),
    pytest.mark.story("US-11.1", "the architecture is checked by tests"),
]
STORIES = [story for epic in wishes() for story in epic["story"]]


def test_there_are_fifty_seven_stories_each_with_criteria_of_its_own():
    assert len(STORIES) == len({story["id"] for story in STORIES}) == 57
    for story in STORIES:
        lines = [plain(line) for line in [*story["criteria"], *story.get("beyond", [])]]
        assert len(lines) == len(set(lines)) >= 4, story["id"]


def test_the_page_is_up_to_date():
    ran = subprocess.run(
        [sys.executable, "-m", "tests.architecture.stories", "--check"], cwd=ROOT, capture_output=True, text=True,
        check=False, env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout[-2000:]


def test_a_criterion_without_a_test_is_not_there_yet():
    assert page({}).count("not there yet") >= sum(len(story["criteria"]) for story in STORIES)
    shown = {("US-3.1", "remove items"): ["tests/x.py::test_goods_come_out"]}
    assert "| remove items | [goods come out](../tests/x.py) |" in page(shown)


def test_many_tests_of_one_criterion_are_counted():
    shown = {("US-3.1", "remove items"): [f"tests/x.py::test_{n}" for n in range(5)]}
    assert "[2](../tests/x.py); and 2 more |" in page(shown)


def test_marks_that_name_nothing_are_found():
    wrong = misspelt({("US-99.1", "x"): ["a"], ("US-3.1", "remove itens"): ["b"], ("US-3.1", "remove items"): ["c"]})
    assert [line.split(":")[0] for line in wrong] == ["b", "a"]


def test_where_a_story_is_said_to_be_there_is_a_door(migrated_url, tmp_path):
    from litestar.testing import TestClient

    from store.entrypoints.wiring.http import create_app
    from store.entrypoints.wiring.settings import Settings

    app = create_app(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error"))
    with TestClient(app):
        doors = {route.path.replace(":uuid", "").replace(":str", "") for route in app.routes}
    for story in STORIES:
        assert set(story.get("where", ())) <= doors, story["id"]
