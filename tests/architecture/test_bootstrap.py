"""The virtual environment is made with the caller's Python, or a faster one where there is one, or as ever."""

import os
import subprocess
import sys

import pytest

from tests.architecture.fake_pythons import TOOLS, fake, script, tool

pytestmark = pytest.mark.requirement("R1.4")

OWN_VERSION = sys.version.split()[0]
AS_EVER = f"Making the virtual environment .venv with Python {OWN_VERSION}\n"


@pytest.fixture
def made(tmp_path, monkeypatch, capsys):
    """Makes an environment on a machine where one is a thousand times as fast as any real one; returns what is said."""
    monkeypatch.syspath_prepend(str(TOOLS))
    monkeypatch.chdir(tmp_path)

    def make(making: str = ":", **settings: str) -> str:
        fast = fake(tmp_path / "fast/python3", 0.000001, "", making)
        monkeypatch.setenv("PATH", str(fast.parent), prepend=os.pathsep)
        monkeypatch.delenv("PYTHON", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        venv = tmp_path / "a shop/.venv"
        tool("bootstrap").make(venv, venv / "bin/python")
        assert subprocess.run([venv / "bin/python", "-c", ""], check=False).returncode == 0
        return capsys.readouterr().out

    return make


def test_what_was_chosen_is_said_in_one_line(made, tmp_path):
    said = made(f"echo made >> {tmp_path}/log")
    assert said.startswith(f"Making the virtual environment .venv with Python 3.11.99 ({tmp_path}/fast/python3)")
    assert said.endswith(
        f"as fast as the PATH's {OWN_VERSION}; `rm -r 'a shop/.venv'; make run PYTHON=python3` insists on that one\n"
    )
    assert said.count("\n") == 1
    assert (tmp_path / "log").read_text() == "made\n"


def test_who_names_a_python_gets_it(made, tmp_path):
    assert made(PYTHON="python3") == AS_EVER
    assert not (tmp_path / "fast/python3.asked").exists()


def test_one_that_makes_no_environment_after_all_is_made_up_for(made):
    assert made("exit 1").endswith(AS_EVER)


def test_an_older_python_can_read_the_file():
    """Annotations of today are no more than text to it."""
    assert "\nfrom __future__ import annotations" in (TOOLS / "bootstrap.py").read_text()


def test_an_older_python_hands_over_to_a_younger_one_that_runs(tmp_path, monkeypatch):
    script(tmp_path / "python3.13", "#!/bin/sh\nexit 127\n")
    young = script(tmp_path / "python3.12", "#!/bin/sh\necho True\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", ".venv"])
    monkeypatch.setattr(os, "execv", lambda *command: sys.exit(repr(command)))
    with pytest.raises(SystemExit) as ended:
        tool("bootstrap").use_a_young_enough_python()
    assert ended.value.code == repr((str(young), [str(young), "bootstrap.py", ".venv"]))
