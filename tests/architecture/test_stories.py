"""The page of stories says what the tests show, no more and no less."""

import json
import os
import re
import subprocess
import sys

import pytest
from click import Command, Group

from store.entrypoints.wiring.cli import store as cli
from tests.architecture.stories import ROOT, misplaced, misspelt, page, places, plain, wishes, wrong
from tests.summary import SHOWN

pytestmark = [
    pytest.mark.requirement("R9.5"),
    pytest.mark.story("US-11.1", "the architecture is checked by tests"),
]
_COLLECTED = "import json; from tests.architecture.stories import collected; print(json.dumps([*collected().items()]))"
STORIES = [story for epic in wishes() for story in epic["story"]]


def test_there_are_fifty_seven_stories_each_with_criteria_of_its_own():
    assert len(STORIES) == len({story["id"] for story in STORIES}) == 57
    for story in STORIES:
        lines = [plain(line) for line in [*story["criteria"], *story.get("beyond", [])]]
        assert len(lines) == len(set(lines)) >= 4, story["id"]


def test_the_page_is_up_to_date(request):
    """By the tests of this very run, if it is one of all of them; else somebody has to collect them."""
    found = request.config.stash.get(SHOWN, None) or json.loads(subprocess.run(
        [sys.executable, "-c", _COLLECTED], cwd=ROOT, capture_output=True, text=True, check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
    ).stdout)
    assert wrong({(story, criterion): tests for (story, criterion), tests in found}) == []


def test_a_criterion_without_a_test_is_not_there_yet():
    assert page({}).count("not there yet") >= sum(len(story["criteria"]) for story in STORIES)
    shown = {("US-3.1", "remove items"): ["tests/x.py::test_goods_come_out"]}
    assert "`DELETE /api/v1/carts/{id}/lines/{sku}` | [goods come out](../tests/x.py) |" in page(shown)
    assert " 1 of 285 criteria" in page(shown)


@pytest.mark.parametrize(("line", "test"), [
    ("remove items", "tests/domain/x.py::test_goods_come_out"),
    ("the cart persists", "tests/stories/x.py::test_it_stays"),
])
def test_what_nobody_can_reach_is_in_the_code_only_and_does_not_count(line, test):
    told = page({("US-3.1", line): [test]})
    assert f"| {line} | *in the code only* | [" in told
    assert " 0 of 285 criteria" in told


def test_many_tests_of_one_criterion_are_counted():
    shown = {("US-3.1", "remove items"): [f"tests/x.py::test_{n}" for n in range(5)]}
    assert "[2](../tests/x.py); and 2 more |" in page(shown)


def test_marks_that_name_nothing_are_found():
    wrong = misspelt({("US-99.1", "x"): ["a"], ("US-3.1", "remove itens"): ["b"], ("US-3.1", "remove items"): ["c"]})
    assert [line.split(":")[0] for line in wrong] == ["b", "a"]


@pytest.fixture
def doors(migrated_url, tmp_path):
    """All that can be asked for by a route with its method or a command of the shell, whoever moves the money."""
    from litestar.testing import TestClient

    from store.entrypoints.wiring.http import create_app
    from store.entrypoints.wiring.settings import Settings

    routes = set()
    for gateway in ({}, {"stripe_key": "sk_test_x", "stripe_webhook_secret": "whsec_x"}):
        settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error", **gateway)
        app = create_app(settings)
        with TestClient(app):
            routes |= {
                f"{method} {re.sub(r':[a-z]+}', '}', route.path)}"
                for route in app.routes for method in getattr(route, "methods", ())
            }
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return routes | set(commands("store", cli)) | {f"make {target}" for target in targets}


def commands(name, command: Command):
    yield name
    for below, its in (command.commands if isinstance(command, Group) else {}).items():
        yield from commands(f"{name} {below}", its)


def test_where_a_criterion_is_said_to_be_there_is_a_door(doors):
    nowhere = {place: lines for place, lines in places().items() if place not in doors}
    assert not nowhere


def test_a_place_that_is_not_there_would_be_noticed(doors):
    assert not doors & {"GET /nowhere", "POST /api/v1/prices", "store sell", "make money", "GET /payments/{id}"}
    assert {"POST /cart/lines/{sku}/remove", "GET /payments/{id}/bank", "store staff add", "make test"} <= doors


def test_a_place_of_what_no_test_shows_is_found():
    assert "US-3.1 'remove items' is at POST /cart/lines/{sku}/remove, but no test shows it" in misplaced({})
    every = {(story["id"], plain(line)): ["x"] for story in STORIES for line in story.get("at", {})}
    assert misplaced(every) == []
