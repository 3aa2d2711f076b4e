"""What the pages say is there: what newcomers shall write runs, and links, commands, settings and facts exist."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rich_click as click

from store import __version__
from store.entrypoints.wiring.cli import store
from store.entrypoints.wiring.settings_guide import GUIDE
from tests.harness.delivering import ID, MUG, Stage

ROOT = Path(__file__).parents[2]
PAGES = [
    page for page in sorted(ROOT.rglob("*.md"))
    if not {"node_modules", "data", "build", "dist"} & set(page.relative_to(ROOT).parts)
    and not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
]
CONTEXTS = sorted((ROOT / "docs/contexts").glob("*.md"))
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))
HEADINGS = ("Decided", "Because", "Instead of", "So from now on")
REGISTER = json.loads((ROOT / "tests/architecture/event_register.json").read_text())
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


def test_the_receiver_of_the_page_for_partners_takes_what_the_shop_sends_and_nothing_else(monkeypatch):
    """It checks signatures, knows doubles, notices what is missing, and begins anew when it is told to."""
    [receiver] = re.findall(r"```python\n(.*?)```", (ROOT / "docs/webhooks.md").read_text(), re.DOTALL)
    assert 10 <= len(receiver.splitlines()) <= 30
    stage = Stage(stream=MUG)
    monkeypatch.setenv("WEBHOOK_SECRET", stage.secrets.of(ID, 1))
    page: dict[str, Any] = {}
    exec(receiver, page)  # noqa: S102 - a page of ours, as a partner would run it
    receive, known = page["receive"], page["known"]
    stage.instant, stage.partner.mood = datetime.now(UTC), receive
    stage.log.happens(times=3)
    stage.runs()
    assert known == {str(MUG): 3}
    [(headers, body)] = stage.partner.seen
    assert receive(headers, body) == 200, "a double"
    assert known == {str(MUG): 3}
    assert receive(headers, body.replace(b"x", b"y")) == 401
    assert receive(headers | {"webhook-timestamp": "1"}, body) == 401
    stage.log.happens(times=2)
    stage.webhook.rewind(stage.log.facts[3].position, at=stage.instant)
    stage.webhook.rotate(timedelta(hours=1), at=stage.instant)
    stage.learnt()
    stage.runs()
    assert stage.place.tries == 1, "version 4 was skipped, and that is noticed"
    stage.log.life = 2
    stage.log.facts = []
    stage.log.happens()
    stage.waits(minutes=1)
    stage.runs()
    assert known == {str(MUG): 1}


def test_the_page_is_one_page():
    assert len((ROOT / "docs/testing.md").read_text().splitlines()) <= 80


def code_in(page):
    """What a page sets in type for code, line by line: blocks and spans."""
    text = page.read_text()
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line for block in blocks for line in block.splitlines()] + spans


def by_name(page):
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_leads_somewhere(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    missing = [
        link for link in links
        if not re.match(r"https?://|mailto:|#", link) and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert not missing


def test_every_make_target_that_is_named_exists():
    rules = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    targets = {name for rule in re.findall(r"^([\w./ -]+):(?!=)", rules, re.MULTILINE) for name in rule.split()}
    named = {
        (by_name(page), target) for page in PAGES for line in code_in(page)
        for target in re.findall(r"(?:^|\s)make ([a-z.][\w./-]*)", line)
    }
    assert len(named) > 10
    assert not [(page, target) for page, target in named if target not in targets]


def test_every_command_that_is_named_exists_with_its_options():
    named = {
        (by_name(page), words) for page in PAGES for line in code_in(page)
        for words in re.findall(r"(?:^|[\s/])store ((?:-?-?[\w]+[ ]?)+)", line.partition("#")[0])
    }
    assert len(named) > 15
    assert not [wrong for page, words in sorted(named) if (wrong := what_is_wrong(page, words.split()))]


def what_is_wrong(page, words):
    command, options = store, set()
    for word in words:
        if word.startswith("-"):
            options.add(word)
        elif isinstance(command, click.Group):
            known = command.commands.get(word) or command.commands.get(getattr(command, "default", ""))
            if known is None:
                return f"{page}: store {' '.join(words)}: no {word}"
            command = known
    known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    return f"{page}: store {' '.join(words)}: {sorted(options - known)}" if options - known else ""


def test_every_setting_that_is_named_exists():
    known = {f"STORE_{field.upper()}" for field, about in GUIDE.items() if not about.inside}
    named = {
        (by_name(page), name) for page in PAGES for name in re.findall(r"STORE_[A-Z0-9_]*[A-Z0-9]", page.read_text())
    }
    assert len(named) > 10
    assert not [(page, name) for page, name in named if name not in known]


def test_every_metric_that_is_named_is_served():
    served = "".join(
        (ROOT / "src/store/entrypoints" / file).read_text()
        for file in (
            "wiring/gauges.py", "wiring/append_metrics.py", "wiring/gateway_metrics.py", "shared/metrics.py",
        )
    )
    named = set(re.findall(r"`store_([a-z_]+)`", (ROOT / "docs/operations.md").read_text()))
    assert len(named) > 8
    assert not [name for name in named if f'{name.removesuffix("_total")}"' not in served]


@pytest.mark.parametrize("page", CONTEXTS, ids=by_name)
def test_the_page_of_a_context_is_short_and_names_the_facts_there_are(page):
    assert len(page.read_text().splitlines()) <= 80
    tags = re.findall(r"`(?:([a-z]+)/)?([a-z-]+-[0-9]+)`", page.read_text())
    named = {f"{context or page.stem}/{fact}" for context, fact in tags}
    assert named <= set(REGISTER)
    assert named >= {tag for tag in REGISTER if tag.partition("/")[0] == page.stem}


@pytest.mark.parametrize("page", DECISIONS, ids=by_name)
def test_a_decision_is_short_and_says_instead_of_what(page):
    text = page.read_text()
    assert len(text.splitlines()) <= 60
    assert re.findall(rf"^(?:\*\*|#+ )({'|'.join(HEADINGS)})\b", text, re.MULTILINE) == list(HEADINGS)


def test_the_changelog_speaks_of_this_version():
    assert re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0] == __version__


def test_the_pictures_of_the_readme_are_light():
    pictures = sorted((ROOT / "docs/images").iterdir())
    named = re.findall(r"docs/images/([\w-]+\.webp)", (ROOT / "README.md").read_text())
    assert sorted(named) == [picture.name for picture in pictures]
    assert not [picture.name for picture in pictures if picture.stat().st_size >= 120_000]
