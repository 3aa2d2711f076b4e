"""Which Python makes the virtual environment where the caller leaves it open."""

import os
import select
import subprocess
import sys

import pytest

from tests.architecture.fake_pythons import MINOR, REAL, fake, faked, script, tool

pytestmark = pytest.mark.requirement("R1.4")

MUCH, LITTLE, OWN = 0.002, 0.009, 0.01


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    """Asks which Python is better than one that takes 10 ms, among those in these folders."""
    monkeypatch.setattr(sys, "executable", str(fake(tmp_path / "own/python3", OWN)))
    return lambda *folders: tool("pythons").faster([str(tmp_path / folder) for folder in folders])


def test_one_that_is_much_faster_is_taken(tmp_path, chosen):
    fake(tmp_path / "slow/python3", OWN)
    fast = fake(tmp_path / "fast" / MINOR, MUCH)
    found = chosen("slow", "own", "fast")
    assert (found.path, found.version, round(found.times)) == (str(fast), "3.11.99", 5)


def test_one_that_is_a_little_faster_is_not(tmp_path, chosen):
    fake(tmp_path / "fast/python3", LITTLE)
    assert chosen("own", "fast") is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("sys.version_info = (3, 99)", id="another minor version"),
        pytest.param('import sysconfig; sysconfig.get_config_var = "another {}".format', id="another interface"),
    ],
)
def test_one_of_another_kind_is_not(tmp_path, chosen, other):
    fake(tmp_path / "fast/python3", MUCH, other)
    assert chosen("fast") is None
    assert (tmp_path / "fast/python3.asked").read_text() == "name\n", "nobody times what won't be taken"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#!/bin/sh\nexit 127\n", id="a shim of nothing"),
        pytest.param("#!/bin/sh\necho hello\n", id="something else"),
        pytest.param("#!/bin/sh\necho '[1, 2]'\n", id="another answer"),
        pytest.param("#!/nowhere/python\n", id="its interpreter is gone"),
        pytest.param("no program", id="no program"),
        pytest.param(faked(MUCH, 'sys.modules["venv"] = None'), id="no venv"),
        pytest.param(faked(0.0), id="a clock that stands"),
        pytest.param(faked(MUCH, "time.process_time = signal.pause"), id="hangs at work"),
    ],
)
def test_a_broken_one_is_passed_over(tmp_path, chosen, text):
    script(tmp_path / "broken/python3", text)
    fast = fake(tmp_path / "fast/python3", MUCH)
    assert chosen("broken", "fast").path == str(fast)


def test_one_that_hangs_is_ended_with_all_it_started(tmp_path, chosen):
    """Whoever still lived would hold the pipe open."""
    os.mkfifo(tmp_path / "pipe")
    script(tmp_path / "hangs/python3", f"#!/bin/sh\nexec 3>{tmp_path}/pipe\nsleep 60\nexit 1\n")
    fast = fake(tmp_path / "fast/python3", MUCH)
    pipe = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert chosen("hangs", "fast").path == str(fast)
        assert select.select([pipe], [], [], 10)[0]
    finally:
        os.close(pipe)


def test_all_broken_leaves_the_one_of_the_path(tmp_path, chosen, monkeypatch):
    script(tmp_path / "broken/python3", "#!/bin/sh\nexit 1\n")
    assert chosen("broken", "nowhere") is None
    fake(tmp_path / "fast/python3", MUCH)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "broken/python3"))
    assert chosen("fast") is None, "with nothing to compare it to"


def test_links_and_shims_of_one_are_timed_once(tmp_path, chosen):
    fast = fake(tmp_path / "versions/fast/python3", MUCH)
    for folder in ("links", "more links"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "python3").symlink_to(fast)
    for name in ("python3", MINOR):
        script(tmp_path / "shims" / name, f'#!/bin/sh\nexec {fast} "$@"\n')
        script(tmp_path / "shims of own" / name, f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    assert chosen("shims of own", "shims", "links", "more links", "versions/fast").path == str(fast)
    asked = [line for file in tmp_path.rglob("*.asked") for line in file.read_text().splitlines()]
    assert asked.count("time") == 3 * len([fast, sys.executable])


def test_a_program_that_is_each_shim_is_asked_under_each_name(tmp_path, chosen):
    fast = fake(tmp_path / "versions/fast", MUCH)
    shim = script(tmp_path / "manager", f'#!/bin/sh\ncase $0 in */python3) exec {fast} "$@";; esac\nexit 1\n')
    (tmp_path / "shims").mkdir()
    for name in ("python3", MINOR):
        (tmp_path / "shims" / name).symlink_to(shim)
    assert chosen("shims").path == str(fast)


def test_the_path_and_the_systems_folder_are_searched(monkeypatch):
    pythons, searched = tool("pythons"), []
    monkeypatch.setenv("PATH", "/first:/second")
    monkeypatch.setattr(pythons, "alike", lambda _, folders: searched.extend(folders) or [])
    assert pythons.faster() is None
    assert searched == ["/first", "/second", "/usr/bin"]


def test_the_work_that_is_timed_takes_no_longer_than_promised():
    pythons = tool("pythons")
    ran = subprocess.run([REAL, "-I", "-S", "-c", pythons.WORK], capture_output=True, text=True, check=True)
    assert 0 < float(ran.stdout) < 0.1 / pythons.TURNS
