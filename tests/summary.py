"""At the end of a run: what ran, folder by folder, and what couldn't, with the reason."""

from collections import Counter, defaultdict
from pathlib import PurePosixPath

import pytest
from _pytest.terminal import TerminalReporter

from tests.architecture.stories import Marks

SHOWN = pytest.StashKey[list[tuple[tuple[str, str], list[str]]]]()
"""In a run of all tests: what each criterion of the stories is shown by."""
_OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before any is left out or given another name."""
    if [(config.rootpath / place).resolve() for place in config.args] == [config.rootpath / "tests"]:
        marks = Marks()
        marks.pytest_collection_modifyitems(items)
        config.stash[SHOWN] = list(marks.shown.items())


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    reports = {outcome: terminalreporter.stats.get(outcome, []) for outcome in _OUTCOMES}
    folders: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for outcome, found in reports.items():
        for report in found:
            folder = _folder(report.nodeid)
            folders[folder][outcome] += 1
            seconds[folder] += getattr(report, "duration", 0)
    if not folders:
        return
    terminalreporter.section("what ran")
    width = max(map(len, folders))
    terminalreporter.line(f"{'':{width}}  " + "".join(f"{outcome:>9}" for outcome in _OUTCOMES) + "  seconds")
    for folder, counted in sorted(folders.items()):
        numbers = "".join(f"{counted[outcome] or '.':>9}" for outcome in _OUTCOMES)
        terminalreporter.line(f"{folder:{width}}  {numbers}{seconds[folder]:9.1f}")
    reasons = Counter(_reason(report) for report in reports["skipped"])
    terminalreporter.line("")
    terminalreporter.line("couldn't run:" if reasons else "nothing was left out")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"  {count:4} {reason}")
    if chosen := terminalreporter.config.option.markexpr:
        terminalreporter.line(f"only what is {chosen!r}; make race, make crash and make browser run the rest")


def _folder(nodeid: str) -> str:
    parts = PurePosixPath(nodeid.partition("::")[0]).parts
    return "/".join(parts[1:-1][:2]) or "tests"


def _reason(report: pytest.TestReport) -> str:
    match report.longrepr:
        case (_, _, str(reason)):
            return reason.removeprefix("Skipped: ")
        case other:
            return str(other)
